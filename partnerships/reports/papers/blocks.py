"""The blocks of a paper: plain frozen data, the same for every format."""

import re
from dataclasses import dataclass

# Characters that neither XML nor a reader can do anything with
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """`numeric`: the columns, from 0, that stand to the right; `caption` says what the table shows."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Paper:
    """A title page is not needed: the title, a line that says whose paper it is, then the blocks."""

    title: str
    line: str
    blocks: tuple
    language: str = "de"
    author: str = ""
    is_wide: bool = False


def printable(text):
    """Text without characters that files refuse or that turn its direction."""
    return UNPRINTABLE.sub("", str(text))


def paragraphs(text):
    """The paragraphs of a text somebody typed, as blocks."""
    return tuple(Paragraph(" ".join(part.split())) for part in printable(text).split("\n\n") if part.strip())
