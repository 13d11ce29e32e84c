"""Calls that the pattern of earlier years lets us expect. Not official, and marked so wherever shown.

Pure functions over dates; the dates stand in data/earlier_calls.csv with their sources.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "earlier_calls.csv"
YEARS_OF_PATTERN = 3
LAST_YEAR_OF_PROGRAMME = 2027
STILL_EXPECTED = timedelta(days=60)


@dataclass(frozen=True)
class EarlierCall:
    family: str
    year: int
    identifier: str
    opened: date | None
    deadline: date
    budget: int | None
    source: str


@dataclass(frozen=True)
class ExpectedCall:
    """`opens_*` and `closes_*` are the spans in which earlier years lie, moved to the coming one."""

    family: str
    year: int
    identifier: str
    opens_from: date
    opens_to: date
    closes_from: date
    closes_to: date
    pattern: tuple[EarlierCall, ...]

    @property
    def years(self):
        return [call.year for call in self.pattern]


@cache
def earlier_calls():
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(_row(row) for row in csv.DictReader(file))


def expected_calls(earlier, today, *, known=()):
    """One expected call per family, the earliest first; none for a call whose identifier is known already.

    A family whose usual opening passed long ago is expected no longer: something has changed.
    """
    have = {identifier.upper() for identifier in known}
    families = sorted({call.family for call in earlier})
    found = [expected for family in families if (expected := _next_of(family, earlier, today, have))]
    return sorted(found, key=lambda expected: expected.opens_from)


def _next_of(family, earlier, today, have):
    calls = sorted((call for call in earlier if call.family == family), key=lambda call: call.year)
    identifier = calls[-1].identifier.replace(str(calls[-1].year), "{}")
    year = calls[-1].year + 1
    while identifier.format(year).upper() in have:
        year += 1
    pattern = tuple(call for call in calls if year - YEARS_OF_PATTERN <= call.year < year)
    opened = [_moved(call.opened, year - call.year) for call in pattern if call.opened]
    closed = [_moved(call.deadline, year - call.year) for call in pattern]
    if year > LAST_YEAR_OF_PROGRAMME or not opened or today > max(opened) + STILL_EXPECTED:
        return None
    return ExpectedCall(
        family, year, identifier.format(year), min(opened), max(opened), min(closed), max(closed), pattern
    )


def _moved(day, years):
    """The same day of a later year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _row(row):
    return EarlierCall(
        family=row["family"],
        year=int(row["year"]),
        identifier=row["identifier"],
        opened=date.fromisoformat(row["opened"]) if row["opened"] else None,
        deadline=date.fromisoformat(row["deadline"]),
        budget=int(row["budget"]) if row["budget"] else None,
        source=row["source"],
    )
