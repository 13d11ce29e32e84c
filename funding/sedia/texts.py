"""Texts of a record: titles as text, descriptions in sections, links, lines of running text."""

import re
import unicodedata
from urllib.parse import urlsplit

from funding.sedia import markup
from funding.sedia.records import Document, Section

MAX_HTML = 1_000_000
MAX_TITLE = 1_000
MAX_ADDRESS = 4_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]")
_CONTROL_OR_OVERRIDE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
# Accents piled up: to bring them in order takes quadratic time
_PILE = re.compile(r"[^\w\s\x00-\u02ff]{50,}")
_ANY_TEXT = re.compile(r">\s*[^<\s]")
_SECTION = re.compile(r"<(?:p|span)\b[^<>]{0,300}topicdescriptionkind[^<>]{0,300}>([^<]{0,300})</(?:p|span)>")


def one_line(text):
    """Text without control characters, byte order marks or direction overrides, blanks collapsed."""
    return " ".join(_CONTROL_OR_OVERRIDE.sub("", text).split())


def cut_html(html, metadata, name):
    """HTML without control characters; beyond the limit it is cut, and the flag says so."""
    clean = _CONTROL.sub("", html)
    if len(clean) <= MAX_HTML:
        return clean
    metadata.flag(f"cut:{name}")
    end = clean.rfind(">", 0, MAX_HTML) + 1
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
    return tuple(part for part in found if part.heading or _ANY_TEXT.search(f">{part.html}"))


def visible_text(html):
    """What a reader sees, one line per block, without empty lines."""
    return text_of(markup.read(html))


def text_of(page):
    text = _PILE.sub(lambda pile: pile[0][:50], "".join(page.text))
    text = _CONTROL_OR_OVERRIDE.sub("", unicodedata.normalize("NFC", text))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(filter(None, lines))


def documents(page):
    """The links of the conditions: each address once, under the most telling of its headings."""
    found = {}
    for link in page.links:
        url, section = web_address(link.href), one_line(link.heading).rstrip(":").strip()
        known = found.get(url)
        if url and (known is None or (known.section[:1].isdigit() and not section[:1].isdigit())):
            found[url] = document(one_line(link.text) or url, url, section)
    return tuple(found.values())


def emails(html):
    """The addresses of mailto links."""
    hrefs = (one_line(link.href) for link in markup.read(html).links)
    addresses = (href[7:].split("?")[0] for href in hrefs if href.lower().startswith("mailto:"))
    return tuple(dict.fromkeys(address for address in addresses if "@" in address))


def web_address(url):
    """The address if it is plain http(s) with a host, else an empty string."""
    text = one_line(url)
    if len(text) > MAX_ADDRESS:
        return ""
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
