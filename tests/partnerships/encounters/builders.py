"""Encounters for tests, with a sensible default for everything."""

import datetime

from django.utils import timezone

from core.publicness import Publicness
from partnerships.models import Encounter
from places.models import City
from tests.partnerships.builders import make_country, make_partnership

TODAY = timezone.localdate()


def days(number):
    return TODAY + datetime.timedelta(days=number)


def make_encounter(*, partnership=None, organisers=(), fields=(), **more):
    """A planned citizens' trip in a month, public like its partnership."""
    defaults = {
        "title": "Bürgerfahrt", "kind": Encounter.Kind.CITIZENS, "direction": Encounter.Direction.OUT,
        "starts_on": days(30), "publicness": Publicness.PUBLIC,
    } | more  # fmt: skip
    defaults.setdefault("ends_on", defaults["starts_on"])
    encounter = Encounter.objects.create(**defaults)
    encounter.partnerships.set([partnership or make_partnership()])
    encounter.organisers.set(organisers)
    encounter.fields.set(fields)
    return encounter


def make_town(slug, name, country, lat, lon):
    return City.objects.create(slug=slug, name=name, country=make_country(country), lat=lat, lon=lon)


def make_home():
    return City.objects.create(
        slug="koblenz",
        name="Koblenz",
        country=make_country("DE"),
        lat="50.35972",
        lon="7.59778",
        is_home=True,
    )
