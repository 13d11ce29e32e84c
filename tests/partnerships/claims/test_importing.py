"""From a file to claims, and what people decide about them."""

import csv
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.roles import Role
from core.publicness import Publicness
from partnerships.claims import actions, columns, deciding, graph, importing
from partnerships.claims.demo import seed
from partnerships.claims.reading import read
from partnerships.demo import seed as seed_town
from partnerships.models import (
    Claim,
    ClaimSource,
    ImportRun,
    Partnership,
    PartnershipEvent,
    ReviewCase,
    TwinPlace,
)
from places.models import City, GazetteerName, GazetteerPlace
from places.names import key_of
from tests.factories import make_user
from tests.partnerships.builders import make_city, make_country
from tests.partnerships.claims.making import make_case, make_source

pytestmark = pytest.mark.django_db
PAIRS = "partner,country,since\nNevers,France,1963\nNovara,Italy,1991-09\n"


@pytest.fixture
def koblenz():
    make_country("DE"), make_country("IT"), make_country("FR")
    make_city(slug="nevers", name="Nevers", lat="46.98956", lon="3.159")
    return make_city(
        slug="koblenz", name="Koblenz", country=make_country("DE"), is_home=True, wikidata="Q3104"
    )


def take(content, key="liste", name="a.csv"):
    person = make_user(role=Role.CASE_OFFICER)
    run = actions.upload(make_source(key), SimpleUploadedFile(name, content.encode()), by=person)
    run = actions.map_columns(run, columns.guess(run.headers), by=person)
    run = actions.check(run)
    assert run.state == "checked", run.message
    checked = dict(run.counts)
    run = actions.apply(actions.start_taking_over(run, by=person), by=person)
    assert run.counts == checked
    return run


def test_the_same_file_changes_nothing_the_second_time(koblenz):
    first, second = take(PAIRS), take(PAIRS)

    assert (first.counts["new"], second.counts["new"], second.counts["changed"]) == (2, 0, 0)
    assert second.counts["unchanged"] == 2


def test_mirrored_rows_are_one_claim(koblenz):
    rows = "city1,country1,city2,country2\nNevers,France,Koblenz,Germany\nKoblenz,Germany,Nevers,France\n"

    assert take(rows).counts["relations"] == Claim.objects.count() == 1


def test_what_vanishes_is_marked_and_comes_back(koblenz):
    take(PAIRS)
    take("partner,country,since\nNevers,France,1963\n")

    assert Claim.objects.exclude(not_seen_since=None).count() == 1
    assert take(PAIRS).counts["returned"] == 1
    assert not Claim.objects.exclude(not_seen_since=None).exists()


def test_a_decided_claim_stays_decided_until_it_changes(koblenz):
    take(PAIRS)
    person = make_user(role=Role.HEAD)
    case = ReviewCase.objects.get(name="Nevers")
    deciding.reject(case, reason="Verwechslung", by=person)

    take(PAIRS)
    assert ReviewCase.objects.get(name="Nevers").state == "rejected"
    take(PAIRS.replace("1963", "1964"))
    case.refresh_from_db()
    assert (case.state, bool(case.reopened_because)) == ("open", True)


def test_accepting_begins_an_internal_idea_with_an_unchecked_date(koblenz):
    take(PAIRS)
    case = ReviewCase.objects.get(name="Nevers")

    case = deciding.accept(case, by=make_user(role=Role.HEAD))

    event = PartnershipEvent.objects.get(partnership=case.partnership)
    found = case.partnership
    assert (found.state, found.publicness) == (Partnership.State.IDEA, Publicness.INTERNAL)
    assert (str(event.happened_on), event.is_checked, event.source_title) == ("1963", False, "liste")


def test_merging_moves_the_claims(koblenz):
    one, other = make_case(), make_case()

    deciding.merge(one, other, by=make_user(role=Role.HEAD))

    assert other.claims.exclude(state="merged").count() == 1
    one.refresh_from_db()
    assert (one.state, one.merged_into) == ("merged", other)


def test_four_sources_give_thirteen_names_of_which_eight_are_accepted(shared_data):
    seed_town(date(2026, 11, 24))
    with (shared_data / "twinnings/koblenz_source_comparison.csv").open(encoding="utf-8") as file:
        expected = {row["partner"]: row["expected_decision"] for row in csv.DictReader(file)}

    words = {"accepted": "accept", "open": "review"}
    found = {case.name: words[case.state] for case in ReviewCase.objects.all()}

    assert found == expected
    assert (ClaimSource.objects.count(), Claim.objects.count()) == (4, 40)
    uman = ReviewCase.objects.get(name="Uman")
    assert (uman.state, uman.partnership.slug) == ("open", "uman")
    seed(None, {}, {})
    assert ReviewCase.objects.count() == 13


def test_wikidata_answers_are_grouped_and_dated(koblenz, shared_data):
    recorded = shared_data / "twinnings/wikidata_sparql_response_sample.json"

    call_command("import_wikidata_twinnings", city="Q3104", file=str(recorded), verbosity=0)

    assert Claim.objects.count() == 12
    call_command("import_wikidata_twinnings", city="Q3104", file=str(recorded), verbosity=0)
    assert ImportRun.objects.order_by("-pk").first().counts["unchanged"] == 12


@pytest.mark.parametrize("answer", [b"", b"<html>", b"{}", b'{"results": {"bindings": []}}', b"[1]"])
def test_an_empty_or_strange_answer_of_wikidata_changes_nothing(koblenz, answer, shared_data, tmp_path):
    recorded = (shared_data / "twinnings/wikidata_sparql_response_sample.json").read_bytes()
    actions.ask_wikidata("Q3104", body=recorded)
    path = tmp_path / "answer.json"
    path.write_bytes(answer)

    with pytest.raises(CommandError):
        call_command("import_wikidata_twinnings", city="Q3104", file=str(path))

    assert not Claim.objects.exclude(not_seen_since=None).exists()


def test_the_weekly_question_is_off_until_somebody_switches_it_on(koblenz, settings):
    asked = []

    settings.FEEDS = settings.FEEDS | {"enabled": True}
    actions.ask_every_week(fetch=lambda *args, **more: asked.append(args))

    assert asked == []


def test_the_entity_of_weimar_gives_days_and_no_deprecated_statement(shared_data):
    from partnerships.claims.wikidata import read_answer

    body = (shared_data / "twinnings/wikidata_entity_weimar_2016.json").read_bytes()
    dates = {s.other.wikidata: str(s.since) for s in read_answer(body, "Q3955")}

    assert dates["Q160927"] == "1995-02-18"


@pytest.mark.slow
def test_the_recorded_pairs_come_in_once_and_cross_links_are_found(shared_data):
    cities = shared_data / "cities"
    call_command(
        "import_geonames", file=str(cities / "cities.csv"),
        alternate=str(cities / "city_alternate_names.csv.gz"), verbosity=0,
    )  # fmt: skip
    table = read("pairs.csv", (shared_data / "twinnings/wikipedia_2026_pairs.csv").read_bytes())
    mapping, source = columns.guess(table.headers), make_source()
    statements = [columns.statement_of(row, mapping, None) for row in table.rows]

    plans = []
    for _ in range(2):
        plans.append(importing.make_plan(source, statements))
        run = ImportRun.objects.create(source=source)
        importing.write(run, plans[-1], today=run.started_at.date())

    assert len(table.rows) == 25_917 and Claim.objects.count() <= 24_797
    assert (plans[1].counts["new"], plans[1].counts["changed"], plans[1].counts["vanished"]) == (0, 0, 0)
    karlsruhe = TwinPlace.objects.get(name="Karlsruhe")
    two = {link.place.name: link for link in graph.links_into(karlsruhe, "UA", hops=2)}
    assert {name: two[name].ways[0][0].name for name in two} == {
        "Chernivtsi": "Timișoara",
        "Vinnytsia": "Nancy",
    }
    three = {link.place.name: link for link in graph.links_into(karlsruhe, "UA", hops=3)}
    for name in ("Rivne", "Ivano-Frankivsk"):
        assert ["Nancy", "Lublin"] in [[place.name for place in way] for way in three[name].ways]


def test_upload_columns_comparison_and_taking_over_in_the_browser(koblenz, signed_in):
    client = signed_in(Role.CASE_OFFICER)
    form = {
        "title": "Liste",
        "key": "liste",
        "licence": "CC0",
        "file": SimpleUploadedFile("a.csv", PAIRS.encode()),
    }

    page = client.post(reverse("claims:upload"), form, follow=True)
    run = ImportRun.objects.get()
    assert "Was bedeuten die Spalten?" in page.content.decode()
    page = client.post(
        reverse("claims:run_map", args=[run.pk]), run.mapping | {"save_as": "Liste"}, follow=True
    )
    assert "Was sich ändern würde" in page.content.decode()
    client.post(reverse("claims:run_apply", args=[run.pk]))

    assert Claim.objects.count() == 2
    assert client.get(reverse("claims:csv")).content.startswith("\ufeff".encode())


def test_exports_hold_no_formula(koblenz, signed_in):
    case = make_case()
    case.name = "=1+1"
    case.save()

    assert "'=1+1" in signed_in(Role.HEAD).get(reverse("claims:csv")).content.decode()


def test_a_file_of_a_wrong_kind_is_refused_in_words(koblenz, signed_in):
    form = {"title": "L", "key": "l", "licence": "x", "file": SimpleUploadedFile("a.json", b"{")}

    page = signed_in(Role.HEAD).post(reverse("claims:upload"), form)

    assert page.status_code == 422
    assert "Das ist kein gültiges JSON." in page.content.decode()


def test_a_town_of_ours_stays_one_place_once_the_gazetteer_lists_it_too(koblenz):
    nevers = City.objects.get(slug="nevers")
    take(PAIRS)
    before = TwinPlace.objects.get(city=nevers)
    City.objects.filter(pk=nevers.pk).update(geonames=2990474)
    place = GazetteerPlace.objects.create(
        pk=2990474, name="Nevers", country="FR", lat=46.98956, lon=3.159, cell=0, population=43988
    )
    GazetteerName.objects.create(place=place, key=key_of("Nevers"), is_main=True)

    take("partner,country,geonameid\nNevers,Frankreich,2990474\n", key="andere")

    assert TwinPlace.objects.get(city=nevers) == before
    assert Claim.objects.filter(place_b=before).count() + Claim.objects.filter(place_a=before).count() == 2
