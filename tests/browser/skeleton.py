"""When two pages are the same to an examiner: by their words, or only by what they are built of."""

import hashlib
import re
from html.parser import HTMLParser

EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
TOLD_BY_VALUE = {"class", "type", "role", "hidden", "aria-hidden", "aria-live", "scope", "autocomplete"}
NUMBERS = re.compile(r"\d+")
MAIN = re.compile(r"(.*?)(<main.*</main>)(.*)", re.S)
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def fingerprint(html):
    """The same for two pages that differ only in who is signed in, in addresses and in numbers."""
    words = re.sub(r'(value|id|for|href|name|aria-\w+)="[^"]*"', "", _split(html)[0])
    return _digest(NUMBERS.sub("0", words))


def body_and_frame(html):
    """The skeletons of the contents and of what stands around them: pages that share both pass or fail
    the same axe rules, whatever their words are."""
    return tuple(map(skeleton, _split(html)))


def skeleton(html):
    """A digest of the kinds of elements and where they stand; ten rows of a list count as one."""
    reader = _Reader()
    reader.feed(html)
    return _digest("\n".join(sorted(reader.kinds)))


def _split(html):
    """The part inside <main>, and the page without it."""
    before, main, after = MAIN.match(html).groups() if MAIN.match(html) else ("", html, "")
    return main, before + after


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.kinds, self.path, self.heading = set(), [], ""

    def handle_starttag(self, tag, attributes):
        kind = " ".join([tag, *sorted(_told(name, value) for name, value in attributes)])
        self.kinds.add(" > ".join([*self.path, kind]))
        if tag in HEADINGS:
            self.kinds.add(f"{tag} after {self.heading}")
            self.heading = tag
        if tag not in EMPTY:
            self.path.append(kind)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        for depth in range(len(self.path) - 1, -1, -1):
            if self.path[depth].split(" ")[0] == tag:
                del self.path[depth:]
                return

    def handle_data(self, words):
        if words.strip():
            self.kinds.add(" > ".join([*self.path, "words"]))


def _told(name, value):
    """Attributes that rules look at by value; of the others only whether they are there and filled."""
    return f"{name}={value}" if name in TOLD_BY_VALUE else f"{name}{'' if value else ' empty'}"
