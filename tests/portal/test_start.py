"""Start page, dates, and the pages of words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.publicness import Publicness
from partnerships.models import PartnershipLink
from portal.side_navigation import GROUPS
from tests.funding.making import make_call
from tests.partnerships.builders import make_city, make_country, make_encounter, make_partnership

pytestmark = pytest.mark.django_db
PAGES = (
    "/", "/termine/", "/suche/", "/austausch/", "/strategie/", "/impressum/", "/datenschutz/",
    "/barrierefreiheit/", "/lizenzen/", "/kontakt/", "/leichte-sprache/", "/gebaerdensprache/", "/daten/",
)  # fmt: skip


def make_open_call(**more):
    now = timezone.now()
    defaults = {"is_for_us": True, "publicness": Publicness.PUBLIC, "deadlines": [now + timedelta(days=20)]}
    return make_call(now=now, **(defaults | more))


@pytest.mark.parametrize("path", PAGES)
def test_every_public_page_answers_in_three_languages_without_a_cookie(client, path):
    for prefix in ("", "/en", "/fr"):
        answer = client.get(prefix + path)

        assert (answer.status_code, dict(answer.cookies)) == (200, {})
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert client.get(prefix + path, headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("number", [1, 5])
@pytest.mark.parametrize(("path", "queries"), [("/", 4), ("/termine/", 4), ("/austausch/", 2)])
def test_as_many_queries_for_one_town_as_for_five(client, django_assert_num_queries, path, queries, number):
    for _ in range(number):
        partnership = make_partnership(signed_on="2002-05-11")
        PartnershipLink.objects.create(
            partnership=partnership, kind="association", title="Verein", source_title="x", is_checked=True
        )
        make_open_call()

    with django_assert_num_queries(queries):
        client.get(path)


def test_the_start_page_counts_what_is_public_and_open(client):
    make_partnership(city=make_city(name="Nevers"))
    make_partnership(city=make_city(name="GEHEIMSTADT"), publicness=Publicness.INTERNAL)
    make_open_call(title_de="Städtepartnerschaften")
    make_open_call(title_de="Erfunden", is_example=True, deadlines=[timezone.now() + timedelta(days=30)])
    make_open_call(title_de="GEHEIMAUFRUF", publicness=Publicness.INTERNAL)

    answer = client.get("/")

    assert [(figure["number"], figure["word"]) for figure in answer.context["figures"]] == [
        (1, "Partnerstadt"),
        (1, "offener Förderaufruf"),
        ("1963", "älteste Partnerschaft"),
    ]
    assert [entry.title for entry in answer.context["deadlines"]] == [
        "Städtepartnerschaften",
        "Erfunden",
    ]
    assert answer.context["deadlines"][1].text.startswith("Beispiel · Frist")
    assert "GEHEIM" not in answer.content.decode()


def test_there_are_three_true_figures(client):
    make_partnership(city=make_city(name="Nevers"), signed_on="1963-06-24")
    italy = make_country("IT")
    make_partnership(city=make_city(name="Novara", country=italy), signed_on="1991-09", state="dormant")

    figures = client.get("/").context["figures"]

    assert [(figure["number"], figure["word"]) for figure in figures] == [
        (2, "Partnerstädte"),
        (2, "Länder"),
        ("1963", "älteste Partnerschaft"),
    ]


def test_a_figure_of_nothing_is_not_shown(client):
    assert client.get("/").context["figures"] == []


def test_dates_are_sorted_and_a_date_without_a_day_claims_none(client):
    today = timezone.localdate()
    make_partnership(city=make_city(name="Varaždin"), signed_on=f"{today.year - 19}-05-11")
    make_partnership(city=make_city(name="Norwich"), signed_on=str(today.year - 19))

    years = client.get("/termine/").context["years"]

    assert [(year["year"], len(year["exact"]), len(year["vague"])) for year in years] == [
        (str(today.year + 1), 1, 1)
    ]
    assert years[0]["vague"][0].when == f"im Lauf des Jahres {today.year + 1}"


@pytest.mark.parametrize(("chosen", "number"), [("", 2), ("fristen", 1), ("jubilaeen", 1), ("unbekannt", 2)])
def test_dates_are_filtered_by_kind_and_an_unknown_kind_means_all(client, chosen, number):
    make_partnership()
    make_open_call()

    answer = client.get("/termine/", {"art": chosen})

    assert sum(len(year["exact"]) for year in answer.context["years"]) == number


def test_a_part_of_the_dates_is_the_same_as_on_the_whole_page(client):
    make_partnership()

    part = client.get("/termine/", headers={"HX-Request": "true"}).content.decode().strip()

    assert part.startswith("<section") and part in client.get("/termine/").content.decode()


def test_the_strategy_page_claims_no_outcome_of_the_motion(client):
    words = client.get("/strategie/").content.decode()

    assert "AT/0127/2022" in words
    assert not any(claim in words for claim in ("angenommen", "einstimmig", "mehrheitlich", "abgelehnt"))


def test_exchange_shows_the_checked_associations_of_public_partnerships(client):
    partnership, hidden = make_partnership(), make_partnership(publicness=Publicness.INTERNAL)
    for town, title, is_checked in ((partnership, "Freundeskreis", True), (partnership, "Ungeprüft", False),
                                    (hidden, "Versteckt", True)):  # fmt: skip
        PartnershipLink.objects.create(
            partnership=town, kind="association", title=title, source_title="x", is_checked=is_checked
        )

    assert [link.title for link in client.get("/austausch/").context["links"]] == ["Freundeskreis"]


def test_every_link_of_the_side_navigation_leads_to_a_page():
    from django.urls import reverse

    assert all(reverse(name).startswith("/") for group in GROUPS for _label, name in group.links)


def test_public_encounters_stand_among_the_dates_and_others_do_not(client):
    ahead = timezone.localdate() + timedelta(days=30)
    for level in ("public", "internal"):
        make_encounter(
            make_partnership(), ends_on=ahead, title=f"Chor {level}", state="planned", publicness=level
        )

    page = client.get("/termine/", {"art": "begegnungen"}).content.decode()

    assert "Chor public" in page and "Chor internal" not in page
