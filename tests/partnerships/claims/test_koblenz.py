"""Koblenz' four raw sources: thirteen names, eight to accept, five to look into (domain-data F1)."""

import csv
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from accounts.roles import Role
from partnerships.claims import actions, columns, deciding
from partnerships.claims.cases import propose
from partnerships.demo import _city, rows_of
from partnerships.models import ClaimSource, ReviewCase
from places.loading import load_countries
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TWINNINGS = Path(settings.BASE_DIR).parent / "shared" / "data" / "twinnings"
KOBLENZ = "Q3104"


def rows(name, delimiter=","):
    with (TWINNINGS / name).open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file, delimiter=delimiter)


def as_file(header, lines):
    out = io.StringIO()
    csv.writer(out).writerows([header, *lines])
    return out.getvalue()


def of_the_city():
    header, *lines = rows("koblenz_partners.csv")
    at = {name: n for n, name in enumerate(header)}
    listed = [line for line in lines if line[at["status_koblenz_de_2024"]] == "listed"]
    named = [[line[at["name_de"]], line[at["country"]], line[at["wikidata"]]] for line in listed]
    return as_file(["partner", "country", "wikidata"], named)


def of_wikipedia():
    header, *lines = rows("wikipedia_2026_pairs.csv")
    german = ["Koblenz", "Germany"]
    return as_file(header, [line for line in lines if german in (line[:2], line[4:6])])


def of_wikidata_2016():
    names = dict(rows("wikidata_2016_names.tsv", "\t"))
    partners = [other for one, other in rows("wikidata_2016_edges.tsv", "\t") if one == KOBLENZ]
    return as_file(["partner", "wikidata"], [[names.get(key, key), key] for key in partners])


def of_wikidata_2017():
    header, *lines = rows("wikidata_2017_germany.tsv", "\t")
    return as_file(header, [line for line in lines if line[0] == "Koblenz"])


SOURCES = {
    "koblenz-de-2024": of_the_city,
    "wikipedia-2026": of_wikipedia,
    "wikidata-2016": of_wikidata_2016,
    "wikidata-2017": of_wikidata_2017,
}


def take(key, content, person):
    source = ClaimSource.objects.create(key=key, title=key, licence="-", is_official=key == "koblenz-de-2024")
    run = actions.upload(source, SimpleUploadedFile(f"{key}.csv", content.encode()), by=person)
    run = actions.check(actions.map_columns(run, columns.guess(run.headers), by=person))
    return actions.apply(actions.start_taking_over(run, by=person), by=person)


@pytest.fixture
def decided():
    """{name: accept or review} after the four sources were read, as the portal proposes it."""
    load_countries()
    for row in rows_of("cities"):
        _city(row)
    folder = TWINNINGS.parent / "cities"
    call_command("import_geonames", file=folder / "cities.csv",
                 alternate=folder / "city_alternate_names.csv.gz", verbosity=0)  # fmt: skip
    person = make_user(role=Role.CASE_OFFICER)
    for key, content in SOURCES.items():
        take(key, content(), person)
    return person


def proposals():
    cases = ReviewCase.objects.exclude(state=ReviewCase.State.MERGED)
    rows = {case.name.split(" (")[0]: list(case.claims.select_related("source")) for case in cases}
    return {name: "accept" if propose(claims).is_accept else "review" for name, claims in rows.items()}


def test_four_raw_sources_give_thirteen_names_eight_of_them_to_accept(decided):
    """One source writes "Chaskowo" without a country: the portal does not guess, a person merges it."""
    _header, *lines = rows("koblenz_source_comparison.csv")
    expected = {line[0]: line[5] for line in lines}
    before = proposals()
    cases = {case.name: case for case in ReviewCase.objects.all()}

    deciding.merge(cases["Chaskowo"], cases["Haskovo"], by=decided)

    assert before == expected | {"Chaskowo": "review"}
    assert proposals() == expected
    assert list(expected.values()).count("accept") == 8
