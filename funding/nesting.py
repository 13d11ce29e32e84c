"""HTML that the sanitiser reads in a time that grows with its length, however it was written.

Three things cost the sanitiser quadratic time: elements nested by the thousand, words made bold in thousands
of ways and never closed (every new paragraph opens them all again), and one endless text full of "&".
"""

import re
from dataclasses import dataclass, field
from html import escape

from core.texts import ATTRIBUTES, TAGS
from funding.sedia.markup import TAG, unescape, without_comments

DEEPEST = 100
FEW_TAGS = 1_000
SHORT = 30_000
LONGEST_TEXT = 2_000
# Ends a text in the middle; the sanitiser knows no such tag and takes it out again
_CUT = "<wbr>"
_ANY_START = re.compile(r"<[a-zA-Z]")
_START_THAT_NESTS = re.compile(r"<(?!(?:p|br|hr|li|tr|td|th|col)\b)[a-zA-Z]", re.IGNORECASE)
_KEPT = TAGS | {"div"}
_EMPTY = frozenset({"br", "hr"})
_HIDDEN = frozenset({"script", "style"})
_CLOSED_BY_THE_NEXT = frozenset({"p", "li", "tr", "td", "th", "thead", "tbody"})
_CLOSES_A_PARAGRAPH = frozenset({"p", "div", "ul", "ol", "table", "blockquote", "pre", "hr"})


def shallow(html):
    """The same HTML without the tags below `DEEPEST`; what is small comes back as it is."""
    if _is_small(html):
        return html
    copy, position, hidden = _Copy(), 0, ""
    html = without_comments(html)
    for tag in TAG.finditer(html):
        name, is_end = tag["name"].lower(), bool(tag["end"])
        if not hidden:
            copy.add_text(html[position : tag.start()])
            hidden = name if name in _HIDDEN and not is_end else ""
            if name in _KEPT:
                copy.add_end(name) if is_end else copy.add_start(name, tag["attributes"])
        elif is_end and name == hidden:
            hidden = ""
        position = tag.end()
    copy.add_text("" if hidden else html[position:])
    return "".join(copy.parts)


def _is_small(html):
    return (
        len(html) <= SHORT
        and len(_START_THAT_NESTS.findall(html)) <= DEEPEST
        and len(_ANY_START.findall(html)) <= FEW_TAGS
    )


@dataclass
class _Copy:
    """What the sanitiser will read: between these tags there are none that it could find besides."""

    parts: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    uncut: int = 0

    def add_text(self, text):
        words = unescape(text)
        for start in range(0, len(words), LONGEST_TEXT):
            piece = words[start : start + LONGEST_TEXT]
            self.uncut += len(piece)
            if self.uncut > LONGEST_TEXT:
                self.parts.append(_CUT)
                self.uncut = len(piece)
            self.parts.append(escape(piece, quote=False))

    def add_start(self, name, attributes):
        if self.opened and self._closes_the_innermost(name):
            self.opened.pop()
        if name not in _EMPTY:
            if len(self.opened) >= DEEPEST:
                return
            self.opened.append(name)
        self.parts.append(f"<{name}{attributes}>" if name in ATTRIBUTES else f"<{name}>")

    def add_end(self, name):
        """One that does not fit the innermost open element is passed on but closes nothing here."""
        last = len(self.opened) - 1
        while last >= 0 and self.opened[last] != name and self.opened[last] in _CLOSED_BY_THE_NEXT:
            last -= 1
        if last >= 0 and self.opened[last] == name:
            del self.opened[last:]
        self.parts.append(f"</{name}>")

    def _closes_the_innermost(self, name):
        innermost = self.opened[-1]
        if innermost == "p":
            return name in _CLOSES_A_PARAGRAPH
        return innermost == name and name in _CLOSED_BY_THE_NEXT
