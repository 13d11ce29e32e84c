"""Emissions of a journey: persons, kilometres and grams, nothing else (domain.md 3.7).

kg = persons · km · grams / 1000, twice for a way there and back. A car counted by the vehicle:
persons / occupancy · km · grams / 1000. Where nobody has measured the way it is the great circle with
a detour of the mode (EN 16258, as used by pledge4future/co2calculator).
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from partnerships.models.travel import Mode
from places.distance import great_circle_km

LAND = frozenset({Mode.RAIL, Mode.COACH, Mode.LINE_BUS, Mode.CAR, Mode.FERRY, Mode.BICYCLE, Mode.WALK})
PLANES = frozenset({Mode.PLANE_SHORT, Mode.PLANE_LONG, Mode.PLANE_LONG_BUSINESS})
DETOUR = {Mode.RAIL: Decimal("1.2"), Mode.COACH: Decimal("1.5"), Mode.LINE_BUS: Decimal("1.5")}
DETOUR_OTHERWISE = Decimal("1.3")
PLANE_EXTRA_KM = Decimal(95)
SHORT_HAUL_KM = 3700  # DESNZ: flights up to here are short
MOST_BY_LAND_KM = 1800  # farther away nobody is told to take a train
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Factor:
    """Grams of CO2e per kilometre and person (or vehicle), with the set it comes from.

    country  ISO code of the country it holds for, "" for everywhere
    """

    pk: int
    mode: str
    country: str
    grams: Decimal
    is_per_vehicle: bool
    is_default: bool
    set_title: str
    year: int


@dataclass(frozen=True)
class Way:
    """One alternative as it is proposed: a mode, its kilometres one way, its factor."""

    mode: str
    km: Decimal
    factor: Factor
    kg: Decimal


def kilometres(mode, start, end):
    """Kilometres one way between two cities, one decimal; `start` and `end` have lat and lon."""
    circle = Decimal(repr(great_circle_km(start.lat, start.lon, end.lat, end.lon)))
    if mode in PLANES:
        return (circle + PLANE_EXTRA_KM).quantize(TENTH, ROUND_HALF_UP)
    return (circle * DETOUR.get(mode, DETOUR_OTHERWISE)).quantize(TENTH, ROUND_HALF_UP)


def kilograms(persons, km, grams, *, is_return=True, occupancy=None):
    """Kilograms of CO2e, one decimal; with `occupancy` the grams are those of a vehicle."""
    travelled = Decimal(persons) * Decimal(km) * (2 if is_return else 1)
    if occupancy:
        travelled /= Decimal(occupancy)
    return (travelled * Decimal(grams) / 1000).quantize(TENTH, ROUND_HALF_UP)


def plane_for(start, end):
    """Short or long haul, by the great circle."""
    circle = great_circle_km(start.lat, start.lon, end.lat, end.lon)
    return Mode.PLANE_SHORT if circle <= SHORT_HAUL_KM else Mode.PLANE_LONG


def best_factor(factors, mode, *, country="", is_per_vehicle=False):
    """The factor by the default rule, or None.

    The default for the country, else the default for everywhere, else the newest of the mode. Per
    vehicle only when somebody has said how many people sit in a car.
    """
    fitting = [
        one
        for one in factors
        if one.mode == mode
        and one.country in ("", country)
        and (one.is_per_vehicle == is_per_vehicle or mode != Mode.CAR)
    ]
    if not fitting:
        return None
    return max(fitting, key=lambda one: (bool(one.country), one.is_default, one.year))


def alternatives(factors, start, end, persons):
    """[Way] by rail, coach and plane there and back, the lightest first; no land travel across an ocean."""
    modes = [plane_for(start, end)]
    if great_circle_km(start.lat, start.lon, end.lat, end.lon) <= MOST_BY_LAND_KM:
        modes = [Mode.RAIL, Mode.COACH, *modes]
    ways = []
    for mode in modes:
        if factor := best_factor(factors, mode):
            km = kilometres(mode, start, end)
            ways.append(Way(mode, km, factor, kilograms(persons, km, factor.grams)))
    return sorted(ways, key=lambda way: way.kg)
