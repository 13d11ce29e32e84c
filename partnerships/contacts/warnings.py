"""What is about to break in a partnership: nobody to talk to, a function or a board's term that ends.

Pure: rows in, warnings out, no query. summary.py fetches the rows.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

VACANT_HERE, VACANT_THERE, ENDING = "vacant_here", "vacant_there", "ending"
TERM_ENDED, TERM_ENDS, SUCCESSION = "term_ended", "term_ends", "succession"
FUNCTION_AHEAD, TERM_AHEAD = timedelta(days=60), timedelta(days=90)


@dataclass(frozen=True)
class Side:
    """A partnership with its contact persons of today: [(is_here, name, function, last_day or None)].

    `stale` holds those whom nobody has confirmed for a year.
    """

    partnership: int
    town: str
    contacts: Sequence
    slug: str = ""
    stale: Set = frozenset()


@dataclass(frozen=True)
class Board:
    """An organisation with what is known of the future of its board; partnerships it belongs to."""

    slug: str
    name: str
    term_ends_on: date | None
    is_acute: bool
    partnerships: frozenset = frozenset()


@dataclass(frozen=True)
class Alert:
    """One thing to see to: the `partnerships` it concerns, `about` the slug of an organisation or ""."""

    kind: str
    due_on: date
    text: str
    partnerships: frozenset
    about: str = ""


def warnings_of(sides, boards, today):
    """[Alert] of all partnerships and organisations, the most urgent first."""
    found = [one for side in sides for one in (*_vacancies(side, today), *_endings(side, today))]
    found += [one for board in boards for one in _of_board(board, today)]
    return sorted(found, key=lambda one: (one.due_on, one.text))


def _vacancies(side, today):
    places = {is_here for is_here, *_more in side.contacts}
    whom = frozenset([side.partnership])
    if False not in places:
        text = _("%(town)s: Dort fehlt eine Ansprechperson") % {"town": side.town}
        yield Alert(VACANT_THERE, today, text, whom)
    if True not in places:
        text = _("%(town)s: Bei uns fehlt eine Ansprechperson") % {"town": side.town}
        yield Alert(VACANT_HERE, today, text, whom)


def _endings(side, today):
    for _is_here, name, function, last_day in side.contacts:
        if last_day and last_day <= today + FUNCTION_AHEAD:
            text = _("%(town)s: %(name)s (%(function)s) hört am %(day)s auf") % {
                "town": side.town,
                "name": name,
                "function": function,
                "day": date_format(last_day),
            }
            yield Alert(ENDING, last_day, text, frozenset([side.partnership]))


def _of_board(board, today):
    end = board.term_ends_on
    words = {"name": board.name, "day": date_format(end) if end else ""}
    if end and end < today:
        text = _("%(name)s: Die Amtszeit des Vorstands endete am %(day)s") % words
        yield Alert(TERM_ENDED, end, text, board.partnerships, board.slug)
    elif end and end <= today + TERM_AHEAD:
        text = _("%(name)s: Die Amtszeit des Vorstands endet am %(day)s") % words
        yield Alert(TERM_ENDS, end, text, board.partnerships, board.slug)
    if board.is_acute:
        text = _("%(name)s: Für den Vorstand fehlt die Nachfolge") % words
        yield Alert(SUCCESSION, today, text, board.partnerships, board.slug)
