"""Encounters with journeys, and generated towns, for the tests of reports."""

import itertools
import random
from datetime import date, timedelta
from decimal import Decimal

from partnerships.models import Encounter, Factor, FactorSet, TravelLeg, Trip
from partnerships.reports.figures import HELD, PLANNED, Row

numbers = itertools.count(1)


def make_encounter(*partnerships, **more):
    """A held, public day trip of 2026 about which only the day is known."""
    starts_on = more.pop("starts_on", date(2026, 5, 3))
    defaults = {
        "title": f"Begegnung {next(numbers)}",
        "kind": "citizens",
        "direction": "out",
        "starts_on": starts_on,
        "ends_on": more.pop("ends_on", starts_on),
        "state": Encounter.State.HELD,
        "publicness": "public",
    }
    encounter = Encounter.objects.create(**(defaults | more))
    encounter.partnerships.set(partnerships)
    return encounter


def make_journey(encounter, *kilograms, is_chosen=True, title="Bahn"):
    """A way to travel with a leg for each number of kilograms."""
    factor_set = FactorSet.objects.get_or_create(
        slug="uba-2021",
        defaults={"title": "UBA", "publisher": "UBA", "year": 2021, "scope": "DE", "source_title": "UBA"},
    )[0]
    factor = Factor.objects.get_or_create(
        factor_set=factor_set, mode="rail", country=None, defaults={"grams": 46}
    )[0]
    trip = Trip.objects.create(encounter=encounter, title=title, is_chosen=is_chosen)
    for order, kg in enumerate(kilograms):
        TravelLeg.objects.create(
            trip=trip, order=order, mode="rail", start="A", end="B", persons=1, km=100, factor=factor,
            grams=46, kg_co2e=kg,
        )  # fmt: skip
    return trip


def random_rows(seed, number, partnerships, years):
    """Rows of a town in which much is missing; the same for the same seed."""
    dice = random.Random(seed)
    return [_random_row(dice, pk, partnerships, years) for pk in range(1, number + 1)]


def _random_row(dice, pk, partnerships, years):
    def maybe(value):
        return value if dice.random() < 0.7 else None

    starts_on = date(dice.choice(years), 1, 1) + timedelta(days=dice.randrange(365))
    own, partner = maybe(dice.randrange(60)), maybe(dice.randrange(60))
    most = (own or 0) + (partner or 0)
    municipal, third_party = (maybe(Decimal(dice.randrange(500_000)) / 100) for _ in range(2))
    rest = Decimal(dice.randrange(100_000)) / 100
    return Row(
        pk=pk,
        title=f"Begegnung {pk}",
        kind=dice.choice(["school", "sport", "culture", "online"]),
        status=HELD if dice.random() < 0.85 else PLANNED,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=dice.randrange(8)),
        partnerships=tuple(
            sorted(dice.sample(partnerships, min(len(partnerships), dice.choice([1, 1, 1, 2, 3]))))
        ),
        is_online=dice.random() < 0.1,
        own=own,
        partner=partner,
        minors=maybe(dice.randint(0, most)),
        first_timers=maybe(dice.randint(0, most)),
        nights=maybe(dice.randrange(8)),
        cost=maybe((municipal or 0) + (third_party or 0) + rest),
        municipal=municipal,
        third_party=third_party,
        grant=maybe(Decimal(dice.randrange(100_000)) / 100),
        kg=maybe(Decimal(dice.randrange(30_000)) / 10),
        sets=dice.choice([("UBA (2021)",), ("UBA (2021)", "mobitool (2023)"), ()]),
    )
