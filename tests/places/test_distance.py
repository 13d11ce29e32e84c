"""Distances from Koblenz, as domain.md 3.3 gives them."""

import pytest

from partnerships import demo
from places.distance import great_circle_km

TOWNS = {row["slug"]: row for row in demo.rows_of("cities")}


@pytest.mark.parametrize(
    ("town", "km"),
    [
        ("maastricht", 145),
        ("nevers", 496),
        ("norwich", 504),
        ("novara", 552),
        ("haringey", 557),
        ("varazdin", 787),
        ("uman", 1635),
        ("petah-tikva", 3025),
        ("austin", 8448),
        ("koblenz", 0),
    ],
)
def test_distance_from_koblenz(town, km):
    home, there = TOWNS["koblenz"], TOWNS[town]

    assert round(great_circle_km(home["lat"], home["lon"], there["lat"], there["lon"])) == km


def test_the_other_side_of_the_globe_is_half_its_girth_away():
    assert great_circle_km(0, 0, 0, 180) == pytest.approx(20015.1, abs=0.1)
