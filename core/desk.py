"""What waits for a person, collected from every app that has something to say.

An app registers a source in its AppConfig.ready(): either a function that lists Waiting entries, or rows of
its tables, which all sources together fetch, count and sort in one query each, however many they are.
"Mein Bereich" shows the entries, the navigation their number. The number is kept for a minute so that it
costs no query on most pages.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db import connection
from django.db.models import CharField, DateField, F, Value
from django.db.models.functions import Cast
from django.utils import timezone

_sources = []
_row_sources = {}
KEPT_SECONDS = 60
MOST = 100
COLUMNS = ("desk_due", "desk_source", "desk_key", "desk_title", "desk_other")


@dataclass(frozen=True, order=True)
class Waiting:
    """One thing that waits: when it is due, what it is, where it is done; `state` is a code of statuses.

    `uid` names it for calendars as long as it waits; without one it stays out of them.
    """

    due_on: date
    title: str
    url: str
    kind: str = ""
    state: str = "open"
    uid: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a table on its way to the desk: texts as the source has selected them."""

    due_on: date
    key: str
    title: str
    other: str

    def waiting(self, title, url, kind, *, name="", state=""):
        """As a Waiting: late once its day has passed unless it has a state; with a uid if it has a `name`."""
        state = state or ("late" if self.due_on < timezone.localdate() else "open")
        return Waiting(self.due_on, title, url, kind, state, f"{name}-{self.key}" if name else "")


@dataclass(frozen=True)
class RowSource:
    name: str
    rows: Callable
    show: Callable


def register_source(source):
    """`source(user)` lists Waiting entries of a person, at most a hundred."""
    if source not in _sources:
        _sources.append(source)


def register_rows(name, rows, show):
    """`rows(user)` lists querysets made by `as_rows`; `show(Row)` makes a row of them a Waiting."""
    _row_sources[name] = RowSource(name, rows, show)


def as_rows(queryset, *, due, key="pk", title, other=""):
    """A queryset as desk rows; each part is the name of a field or an expression, `other` a second text."""
    parts = {
        "desk_due": (due, DateField()),
        "desk_key": (key, CharField()),
        "desk_title": (title, CharField()),
    }
    parts["desk_other"] = (other or Value(""), CharField())
    named = {
        name: Cast(F(part) if isinstance(part, str) else part, kind) for name, (part, kind) in parts.items()
    }
    return queryset.order_by().annotate(**named).values_list(*parts)


@dataclass(frozen=True)
class Desk:
    """The most urgent entries, how many there are in all, and how many are due by the day asked for."""

    entries: list
    number: int
    number_soon: int


def desk_of(user, *, soon, most=MOST):
    """The Desk of a person; `soon` is the last day that counts as soon. Two queries for the rows of all."""
    listed = [entry for source in _sources for entry in source(user)]
    rows = _union(user)
    shown = rows.order_by("desk_due", "desk_source", "desk_key")[:most] if rows is not None else ()
    number, number_soon = _numbers(rows, soon) if rows is not None else (0, 0)
    desk = Desk(
        sorted([*listed, *map(_shown, shown)])[:most],
        len(listed) + number,
        number_soon + sum(entry.due_on <= soon for entry in listed),
    )
    cache.set(_key(user), desk.number, KEPT_SECONDS)
    return desk


def _union(user):
    """The rows of all sources as one queryset, or None where no source has any for this person."""
    parts = [
        rows.annotate(desk_source=Value(source.name, CharField())).values_list(*COLUMNS)
        for source in _row_sources.values()
        for rows in source.rows(user)
    ]
    return parts[0].union(*parts[1:], all=True) if parts else None


def _numbers(rows, soon):
    """(how many rows there are, how many of them are due by a day)."""
    sql, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*), COUNT(*) FILTER (WHERE desk_due <= %s) FROM ({sql}) AS desk",  # noqa: S608
            [soon, *parameters],
        )
        return cursor.fetchone()


def _shown(row):
    due_on, name, key, title, other = row
    return _row_sources[name].show(Row(due_on, key, title, other))


def waiting_for(user):
    """The most urgent entries of a person, at most a hundred."""
    return desk_of(user, soon=date.min).entries


def number_waiting(user):
    kept = cache.get(_key(user))
    return desk_of(user, soon=date.min).number if kept is None else kept


def forget_number(user):
    cache.delete(_key(user))


def _key(user):
    return f"waiting-{user.pk}"
