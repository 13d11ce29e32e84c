"""Towns and partnerships for tests, with a sensible default for everything."""

import itertools

from core.publicness import Publicness
from partnerships.models import Encounter, Partnership, PartnershipEvent, PartnershipText
from places.models import City, Country

numbers = itertools.count(1)


def make_country(iso2="FR", **more):
    names = {"name_de": "Frankreich", "name_en": "France", "name_fr": "France"}
    return Country.objects.get_or_create(iso2=iso2, defaults=names | more)[0]


def make_city(**more):
    number = next(numbers)
    defaults = {"slug": f"stadt-{number}", "name": f"Stadt {number}", "lat": "47.00000", "lon": "3.00000"}
    if "country" not in more:
        defaults["country"] = make_country()
    return City.objects.create(**(defaults | more))


def make_partnership(*, teaser="Ein Satz.", signed_on="1963-06-24", **more):
    """A public, active twinning with a checked signing and a German text."""
    city = more.pop("city", None) or make_city()
    defaults = {
        "slug": city.slug,
        "state": Partnership.State.ACTIVE,
        "publicness": Publicness.PUBLIC,
    }
    partnership = Partnership.objects.create(city=city, **(defaults | more))
    if signed_on:
        make_event(partnership, kind=PartnershipEvent.Kind.SIGNING, happened_on=signed_on)
    if teaser:
        make_text(partnership, teaser=teaser)
    return partnership


def make_event(partnership, **more):
    defaults = {
        "kind": PartnershipEvent.Kind.CELEBRATION,
        "happened_on": "2018",
        "is_checked": True,
        "source_title": "Rhein-Zeitung",
    }
    return PartnershipEvent.objects.create(partnership=partnership, **(defaults | more))


def make_text(partnership, **more):
    defaults = {"language": "de", "teaser": "Ein Satz.", "profile": "Ein Profil."}
    return PartnershipText.objects.create(partnership=partnership, **(defaults | more))


def make_encounter(partnership, *, ends_on, **more):
    """A public encounter that has been held, of one day."""
    defaults = {
        "title": "Chorreise",
        "kind": Encounter.Kind.CULTURE,
        "direction": Encounter.Direction.OUT,
        "starts_on": ends_on,
        "state": Encounter.State.HELD,
        "publicness": Publicness.PUBLIC,
    }
    encounter = Encounter.objects.create(ends_on=ends_on, **(defaults | more))
    encounter.partnerships.add(partnership)
    return encounter
