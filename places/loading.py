"""Take over the country lists that come with the portal (places/data/)."""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from core.conditional import touch
from places.models import Country, CountryFact, Goal

FOLDER = Path(__file__).parent / "data"
COUNTRY_FIELDS = ("iso3", "eurostat_code", "name_de", "name_en", "name_fr")


def rows_of(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _fact(row):
    """A CountryFact of one line of the file."""
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to")}
    plain = ("kind", "value", "programme", "strand", "source_title", "source_url", "source_licence")
    return CountryFact(
        country_id=row["country"],
        is_checked=row["is_checked"] == "1",
        retrieved_on=date.fromisoformat(row["retrieved_on"]),
        **days,
        **{name: row[name] for name in plain},
    )


def _key(fact):
    return (fact.country_id, fact.kind, fact.programme, fact.strand, fact.valid_from)


@transaction.atomic
def load_countries():
    """Add and update countries, their facts and the 17 goals; the number of countries and facts.

    A fact that is known already stays as it is: a person may have checked or corrected it.
    """
    countries = [Country(**row) for row in rows_of("countries.csv")]
    Country.objects.bulk_create(
        countries, update_conflicts=True, unique_fields=["iso2"], update_fields=COUNTRY_FIELDS
    )
    Goal.objects.bulk_create([Goal(**row) for row in rows_of("goals.csv")], ignore_conflicts=True)
    known = {_key(fact) for fact in CountryFact.objects.all()}
    facts = [fact for fact in map(_fact, rows_of("country_facts.csv")) if _key(fact) not in known]
    CountryFact.objects.bulk_create(facts)
    if facts:
        touch("places")
    return len(countries), len(facts)
