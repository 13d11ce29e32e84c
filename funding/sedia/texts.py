"""Texts of a record: titles as text, descriptions in sections, links, lines of running text."""

import re
import unicodedata
from html.parser import HTMLParser
from urllib.parse import urlsplit

from funding.sedia.records import Document, Section

MAX_HTML = 1_000_000
MAX_TITLE = 1_000
_BIDI_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_CONTROLS = {
    **dict.fromkeys([c for c in range(0x20) if chr(c) not in "\t\n\r"]),
    **dict.fromkeys(range(0x7F, 0xA0)),
}
_SECTION = re.compile(r"<(?:p|span)\b[^<>]{0,300}topicdescriptionkind[^<>]{0,300}>([^<]{0,300})</(?:p|span)>")
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "tbody",
        "tr",
        "td",
        "br",
        "hr",
    ]
)
_NOT_TEXT = frozenset({"script", "style", "template", "noscript"})


def one_line(text):
    """Text without control characters or direction overrides, blanks collapsed."""
    return " ".join(text.translate(_CONTROLS).translate(_BIDI_CONTROLS).split())


def cut_html(html, metadata, name):
    """HTML without control characters; beyond the limit it is cut, and the flag says so."""
    clean = html.translate(_CONTROLS)
    if len(clean) <= MAX_HTML:
        return clean
    metadata.flag(f"cut:{name}")
    end = clean.rfind("<", 0, MAX_HTML)
    return clean[:end] if end > MAX_HTML - 10_000 else clean[:MAX_HTML]


def cut_title(text, metadata):
    """A line of at most `MAX_TITLE` characters; the whole of it stays in the raw record."""
    line = one_line(text)
    if len(line) <= MAX_TITLE:
        return line
    metadata.flag("cut:title")
    return line[: MAX_TITLE - 1] + "…"


def sections(html):
    """The description split where the source puts its headings; "null" is no heading."""
    found, heading, start = [], "", 0
    for match in _SECTION.finditer(html):
        found.append(Section(heading, html[start : match.start()].strip()))
        heading, start = _heading(match[1]), match.end()
    found.append(Section(heading, html[start:].strip()))
    return tuple(part for part in found if visible_text(part.html) or part.heading)


def visible_text(html):
    """What a reader sees, one line per block, without empty lines."""
    return "\n".join(_read(html).lines())


def documents(html):
    """The links of the conditions: each address once, under the most telling of its headings."""
    found = {}
    for link in _read(html).links:
        known = found.get(link.url)
        if known is None or (known.section[:1].isdigit() and not link.section[:1].isdigit()):
            found[link.url] = link
    return tuple(found.values())


def emails(html):
    addresses = (address for address in _read(html).mail if "@" in address)
    return tuple(dict.fromkeys(addresses))


def web_address(url):
    """The address if it is plain http(s) with a host, else an empty string."""
    text = one_line(url)
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in {"http", "https"} and parts.hostname and " " not in text else ""


def document(title, url, section=""):
    return Document(title=title, url=url, section=section, kind=_document_kind(title, url))


def _heading(text):
    heading = one_line(text).rstrip(":").strip()
    return "" if heading == "null" else heading


def _document_kind(title, url):
    words = f"{title} {url.rsplit('/', 1)[-1]}".lower()
    if "calculator" in words:
        return "calculator"
    if "call-fiche" in words or "call document" in words:
        return "call"
    if "application form" in words or "/af/" in url:
        return "form"
    return "mga" if re.search(r"\bmga\b|mga_", words) else "other"


def _read(html):
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


class _Reader(HTMLParser):
    """Collects visible text by block, links under their heading, and mail addresses."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.links, self.mail = [], []
        self._text, self._hidden = [], 0
        self._href, self._anchor = "", []
        self._heading, self._in_heading = "", False

    def handle_starttag(self, tag, attrs):
        if tag in _NOT_TEXT:
            self._hidden += 1
        elif tag in _BLOCKS:
            self._text.append("\n")
        if tag in {"h3", "h4"}:
            self._heading, self._in_heading = "", True
        elif tag == "a":
            self._href, self._anchor = dict(attrs).get("href") or "", []

    def handle_endtag(self, tag):
        if tag in _NOT_TEXT:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self._text.append("\n")
        if tag in {"h3", "h4"}:
            self._in_heading = False
        elif tag == "a" and self._href:
            self._close_link()

    def handle_data(self, data):
        if self._hidden:
            return
        self._text.append(data)
        if self._href:
            self._anchor.append(data)
        if self._in_heading and len(self._heading) < 300:
            self._heading += data

    def lines(self):
        lines = (one_line(unicodedata.normalize("NFC", line)) for line in "".join(self._text).split("\n"))
        return [line for line in lines if line]

    def _close_link(self):
        href, title = self._href.strip(), one_line("".join(self._anchor))
        self._href = ""
        if href.lower().startswith("mailto:"):
            self.mail.append(one_line(href[7:].split("?")[0]))
        elif url := web_address(href):
            section = one_line(self._heading).rstrip(":").strip()
            self.links.append(document(title or url, url, section))
