"""The demo town: facts about Koblenz and its partner towns, and a few invented rows marked "Beispiel"."""

import csv
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from core.attachments import describe
from core.conditional import touch
from core.publicness import Publicness
from partnerships.claims import demo as claims
from partnerships.contacts import demo as contacts
from partnerships.encounters import demo as encounters
from partnerships.encounters import vocabulary as of_encounters
from partnerships.models import (
    CooperationField,
    Partnership,
    PartnershipDocument,
    PartnershipEvent,
    PartnershipLink,
    PartnershipText,
    PublicWording,
    StateReason,
    Topic,
    TypeTag,
)
from partnerships.networks import demo as networks
from partnerships.reports import demo as reports
from partnerships.work import demo as work
from places.loading import load_countries
from places.models import City, CityFigure, CityName

AREAS = (work, contacts, encounters, networks, claims, reports)
FOLDER = Path(__file__).parent / "data"
RETRIEVED_ON = date(2026, 11, 22)
EXAMPLE_TOWN = "beispielstadt"
EXAMPLE_NOTE = "Beispiel: Der Verein sucht Gastfamilien für das nächste Treffen."
EXAMPLE_TEASER = "Erfundene Stadt, mit der erste Gespräche laufen."
EXAMPLE_SITUATIONS = {
    "haringey": {
        "state": Partnership.State.DORMANT,
        "state_is_example": True,
        "internal_note": "Beispiel: Zurzeit gibt es keine Begegnungen. Eine Ansprechperson fehlt.",
    },
    "petah-tikva": {
        "travel_is_suspended": True,
        "travel_note": "Beispiel: Reisehinweis des Auswärtigen Amts abwarten.",
        "internal_note": "Beispiel: Reisen ruhen zurzeit. Begegnungen finden online statt.",
    },
}
# What the press has reported of the council's decisions; of the others no record was read
DECISIONS = {"varazdin": "Stadtrat vom 1. Februar 2007", "austin": "Stadtrat vom 13. Juni 1991"}
EXAMPLE_DOCUMENT = (
    "Beispiel-Programm eines Besuchs\n\n10:00 Begrüßung im Rathaus\n12:00 Mittagessen\n14:00 Rundgang\n"
)


VOCABULARIES = (
    (Topic, "topics"),
    (TypeTag, "type_tags"),
    (CooperationField, "cooperation_fields"),
    (StateReason, "state_reasons"),
    (PublicWording, "public_wordings"),
)


def rows_of(name):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@transaction.atomic
def seed(today, people=None):
    """Build everything that is not there yet; `people` maps a role to its demo account."""
    load_countries()
    cities = {row["slug"]: _city(row) for row in rows_of("cities")}
    for row in rows_of("figures"):
        _figure(cities[row.pop("city")], row)
    partnerships = {slug: _partnership(city) for slug, city in cities.items() if not city.is_home}
    load_vocabularies()
    _assign_topics(partnerships)
    for row in rows_of("events"):
        _sourced(PartnershipEvent, partnerships[row.pop("partnership")], row, key=("kind", "happened_on"))
    for row in rows_of("links"):
        _sourced(PartnershipLink, partnerships[row.pop("partnership")], row, key=("title",))
    for partnership in partnerships.values():
        _texts(partnership)
    _invent(partnerships["nevers"], today, people or {})
    for area in AREAS:
        area.seed(today, people or {}, partnerships)
    touch("partnerships", "places")
    return len(partnerships)


def load_vocabularies():
    """Words, emission factors and templates that a portal may begin with; existing rows stay as they are."""
    for model, name in VOCABULARIES:
        known = {field.name for field in model._meta.concrete_fields}
        words = [model(**{key: row[key] for key in row if key in known}) for row in rows_of(name)]
        model.objects.bulk_create(words, ignore_conflicts=True)
    of_encounters.load()


def _city(row):
    names = filter(None, row.pop("names").split(";"))
    values = {name: value for name, value in row.items() if name not in ("slug", "country", "is_home")}
    for number in ("geonames", "nuts_version"):
        values[number] = int(values[number]) if values[number] else None
    values |= {"country_id": row["country"], "is_home": row["is_home"] == "1"}
    city, _made = City.objects.get_or_create(slug=row["slug"], defaults=values)
    CityName.objects.bulk_create([CityName(city=city, name=name) for name in names], ignore_conflicts=True)
    return city


def _figure(city, row):
    row |= {"is_rounded": row["is_rounded"] == "1", "is_checked": row["is_checked"] == "1"}
    CityFigure.objects.get_or_create(
        city=city, kind=CityFigure.Kind.POPULATION, source_title=row.pop("source_title"), defaults=row
    )


def _partnership(city):
    """All nine are official partner towns, twinnings by their form; some situations are invented."""
    defaults = {
        "city": city,
        "state": Partnership.State.ACTIVE,
        "publicness": Publicness.PUBLIC,
        "decision_not_recorded": city.slug not in DECISIONS,
        "council_decision": DECISIONS.get(city.slug, ""),
    }
    found, _made = Partnership.objects.get_or_create(
        slug=city.slug, defaults=defaults | EXAMPLE_SITUATIONS.get(city.slug, {})
    )
    return found


def _assign_topics(partnerships):
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    for row in rows_of("topics"):
        for slug in row["partnerships"].split():
            partnerships[slug].topics.add(topics[row["slug"]])


def _sourced(model, partnership, row, *, key):
    row |= {"is_checked": row["is_checked"] == "1", "retrieved_on": RETRIEVED_ON}
    lookup = {name: row.pop(name) for name in key}
    model.objects.get_or_create(partnership=partnership, **lookup, defaults=row)


def _texts(partnership):
    for language, _name in settings.LANGUAGES:
        content = (FOLDER / "texts" / f"{partnership.slug}.{language}.md").read_text("utf-8")
        teaser, _blank, profile = content.partition("\n\n")
        PartnershipText.objects.get_or_create(
            partnership=partnership,
            language=language,
            defaults={
                "teaser": teaser,
                "profile": profile.strip(),
                "translated_from": None if language == "de" else 1,
            },
        )


def _invent(nevers, today, people):
    """Rows that no source has: a town in exploration that only staff see, and a document."""
    town, _made = City.objects.get_or_create(
        slug=EXAMPLE_TOWN,
        defaults={"name": "Beispielstadt", "country_id": "PT", "lat": "39.50000", "lon": "-8.20000"},
    )
    exploring, _made = Partnership.objects.get_or_create(
        slug=EXAMPLE_TOWN,
        defaults={
            "city": town,
            "legal_form": Partnership.LegalForm.CONTACT,
            "state": Partnership.State.EXPLORING,
            "internal_note": EXAMPLE_NOTE,
            "is_example": True,
        },
    )
    exploring.texts.get_or_create(language="de", defaults={"teaser": EXAMPLE_TEASER, "is_example": True})
    exploring.events.get_or_create(
        kind=PartnershipEvent.Kind.FIRST_CONTACT,
        happened_on=f"{today.year - 1}-05",
        defaults={"is_checked": True, "is_example": True, "source_title": "Beispiel"},
    )
    _invent_document(nevers, people)


def _invent_document(partnership, people):
    file = ContentFile(EXAMPLE_DOCUMENT.encode(), name="beispiel-programm.txt")
    document = describe(PartnershipDocument(file=file), file, "text/plain")
    if PartnershipDocument.objects.filter(partnership=partnership, sha256=document.sha256).exists():
        return
    document.partnership, document.title = partnership, "Programm eines Besuchs"
    document.publicness, document.is_example = Publicness.PUBLIC, True
    document.uploaded_by = people.get("case_officer")
    document.save()


@transaction.atomic
def remove():
    """Take back what `seed` has made; countries and vocabularies stay, they belong to every portal."""
    slugs = [row["slug"] for row in rows_of("cities")] + [EXAMPLE_TOWN]
    partnerships = Partnership.objects.filter(slug__in=slugs)
    for area in reversed(AREAS):
        area.remove(partnerships)
    for document in PartnershipDocument.objects.filter(partnership__in=partnerships):
        document.file.delete(save=False)
    partnerships.delete()
    City.objects.filter(slug__in=slugs, partnerships=None).delete()
    touch("partnerships", "places")
