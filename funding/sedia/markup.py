"""A reader for foreign HTML that stays linear on hostile input, which `html.parser` of Python 3.11 does not.

It only collects what the record needs (text by block, links, mail addresses); what is shown to people as
HTML goes through the portal's sanitiser.
"""

import re
from dataclasses import dataclass, field
from html import unescape as unescape_html

TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,20})
        (?P<attributes>(?:[^<>"']|"[^"<]{0,4000}"|'[^'<]{0,4000}')*+)>""",
    re.VERBOSE,
)
_HREF = re.compile(r"""\bhref\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE)
_ENDLESS_NUMBER = re.compile(r"&#\d{8,};?")
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
_HEADINGS = frozenset({"h3", "h4"})


@dataclass(frozen=True)
class Link:
    href: str
    text: str
    heading: str


@dataclass
class Page:
    """What a reader of the HTML would find."""

    text: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    _heading: str = ""
    _open_heading: list[str] | None = None
    _href: str = ""
    _anchor: list[str] = field(default_factory=list)
    _hidden: int = 0

    def add_text(self, text):
        if self._hidden or not text:
            return
        self.text.append(text)
        if self._href:
            self._anchor.append(text)
        if self._open_heading is not None:
            self._open_heading.append(text)

    def add_tag(self, name, *, is_end, attributes):
        if name in _NOT_TEXT:
            self._hidden = max(0, self._hidden + (-1 if is_end else 1))
        elif name in _BLOCKS:
            self.text.append("\n")
        if name in _HEADINGS:
            self._turn_heading(is_end)
        elif name == "a":
            self.close_link()
            self._href = "" if is_end else _href(attributes)

    def close_link(self):
        if self._href:
            self.links.append(Link(self._href, "".join(self._anchor), self._heading))
        self._href, self._anchor = "", []

    def _turn_heading(self, is_end):
        if not is_end:
            self._open_heading = []
        elif self._open_heading is not None:
            self._heading, self._open_heading = "".join(self._open_heading)[:300], None


def read(html):
    page, position = Page(), 0
    html = without_comments(html)
    for tag in TAG.finditer(html):
        page.add_text(unescape(html[position : tag.start()]))
        page.add_tag(tag["name"].lower(), is_end=bool(tag["end"]), attributes=tag["attributes"])
        position = tag.end()
    page.add_text(unescape(html[position:]))
    page.close_link()
    return page


def without_comments(html):
    """A comment that is never closed swallows the rest, as in browsers."""
    kept, position = [], 0
    while (start := html.find("<!--", position)) >= 0:
        kept.append(html[position:start])
        end = html.find("-->", start + 4)
        if end < 0:
            return "".join(kept)
        position = end + 3
    return "".join([*kept, html[position:]])


def unescape(text):
    """Python refuses to read numbers of thousands of digits; no character has more than seven."""
    return unescape_html(_ENDLESS_NUMBER.sub("\ufffd", text))


def _href(attributes):
    found = _HREF.search(attributes)
    return unescape(next(filter(None, found.groups()), "")).strip() if found else ""
