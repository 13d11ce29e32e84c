"""When a partnership has something to celebrate: every five years after its signing."""

import calendar
from dataclasses import dataclass

from core.partial_dates import PartialDate

EVERY_YEARS = 5


@dataclass(frozen=True)
class Anniversary:
    """`days_left` is None where the day of the signing is not known."""

    years: int
    on: PartialDate
    days_left: int | None


def next_anniversary(signed_on, today):
    """The first multiple of five years after the signing that has not passed on `today`; None before it."""
    if signed_on is None or signed_on.first_day > today:
        return None
    years = max(EVERY_YEARS, (today.year - signed_on.year) // EVERY_YEARS * EVERY_YEARS)
    while (on := _years_later(signed_on, years)).last_day < today:
        years += EVERY_YEARS
    return Anniversary(years, on, (on.first_day - today).days if on.day else None)


def _years_later(signed_on, years):
    year = signed_on.year + years
    longest = calendar.monthrange(year, signed_on.month or 1)[1]
    return PartialDate(year, signed_on.month, min(signed_on.day, longest))
