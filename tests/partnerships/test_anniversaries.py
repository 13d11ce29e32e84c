"""The next anniversary of a signing."""

from datetime import date

import pytest

from core.partial_dates import PartialDate
from partnerships.anniversaries import next_anniversary

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("signed_on", "years", "on", "days_left"),
    [
        ("2007-05-11", 20, "2027-05-11", 170),  # Varaždin
        ("1963-06-24", 65, "2028-06-24", 580),  # Nevers
        ("2025-03-13", 5, "2030-03-13", 1207),  # Uman
        ("1978", 50, "2028", None),  # Norwich
        ("1981", 45, "2026", None),  # Maastricht: the year itself
        ("1991-09", 40, "2031-09", None),  # Novara: September 2026 is over
        ("1991-11", 35, "2026-11", None),
        ("2006-11-22", 20, "2026-11-22", 0),
        ("2006-11-21", 25, "2031-11-21", 1825),
        ("2024-02-29", 5, "2029-02-28", 829),
    ],
)
def test_the_next_round_year(signed_on, years, on, days_left):
    found = next_anniversary(PartialDate.parse(signed_on), TODAY)

    assert (found.years, str(found.on), found.days_left) == (years, on, days_left)


@pytest.mark.parametrize("signed_on", [None, PartialDate(2027, 1, 1)])
def test_without_a_signing_there_is_nothing_to_celebrate(signed_on):
    assert next_anniversary(signed_on, TODAY) is None
