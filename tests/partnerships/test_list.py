"""The list: what it shows, to whom, how it is narrowed, and what it costs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from core.publicness import Publicness
from partnerships import actions
from partnerships.models import Partnership, Topic
from tests.factories import make_user
from tests.partnerships.builders import make_city, make_country, make_partnership

pytestmark = pytest.mark.django_db
LIST = "/partnerschaften/"


@pytest.fixture
def towns():
    france = make_country()
    britain = make_country(
        "GB", name_de="Vereinigtes Königreich", name_en="United Kingdom", name_fr="Royaume-Uni"
    )
    music = Topic.objects.create(slug="musik", name_de="Musik", name_en="Music", name_fr="Musique")
    nevers = make_partnership(
        city=make_city(name="Nevers", slug="nevers", country=france), teaser="Fluss und Wein."
    )
    norwich = make_partnership(
        city=make_city(name="Norwich", slug="norwich", country=britain),
        signed_on="1978",
        state=Partnership.State.DORMANT,
    )
    norwich.topics.add(music)
    uman = make_partnership(
        city=make_city(name="Uman", slug="uman", name_local="Умань", country=france),
        legal_form="F",
        signed_on=None,
    )
    uman.city.names.create(name="Ouman")
    return nevers, norwich, uman


def as_role(role):
    client = Client()
    client.force_login(make_user(role=role))
    return client


def shown(client, query=""):
    return [card["title"] for card in client.get(LIST + query).context["cards"]]


def test_an_empty_portal_says_what_to_do(client):
    response = client.get(LIST)

    assert response.status_code == 200
    assert "Keine Partnerschaft passt zu Ihrer Auswahl." in response.text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Nevers", "Norwich", "Uman"]),
        ("?q=nev", ["Nevers"]),
        ("?q=wein", ["Nevers"]),
        ("?q=Умань", ["Uman"]),
        ("?q=ouman", ["Uman"]),
        ("?q=royaume", ["Norwich"]),
        ("?q=frankreich+uman", ["Uman"]),
        ("?form=F", ["Uman"]),
        ("?stand=dormant", ["Norwich"]),
        ("?land=GB", ["Norwich"]),
        ("?thema=musik", ["Norwich"]),
        ("?q=nirgendwo", []),
        ("?form=P&stand=active&land=FR", ["Nevers"]),
    ],
)
def test_the_list_is_narrowed_by_its_address(client, towns, query, names):
    assert shown(client, query) == names


@pytest.mark.parametrize(
    "query",
    [
        "?form=XX",
        "?stand=%27%20OR%201=1",
        "?land=ZZ",
        "?thema=gibt-es-nicht",
        "?ansicht=galerie",
        "?page=-1",
        "?page=1000000000",
        "?page=zwei",
        "?unbekannt=1",
        "?q=%E2%80%AE%F0%9F%98%80",
        "?q=" + "a" * 3000,
    ],
)
def test_junk_in_the_address_is_answered_with_a_page(client, towns, query):
    response = client.get(LIST + query)

    assert response.status_code == 200
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    "query",
    [
        "?city__slug__startswith=n",
        "?internal_note__contains=geheim",
        "?events__source_title=x",
        "?documents__uploaded_by__password__startswith=p",
        "?o=internal_note",
        "?ordering=-internal_note",
    ],
)
def test_nobody_reaches_other_fields_through_the_filter_R06(client, towns, query):
    assert shown(client, query) == shown(client)


def test_internal_partnerships_are_only_seen_by_staff_R04(client, towns):
    Partnership.objects.filter(slug="nevers").update(publicness=Publicness.INTERNAL)

    public = client.get(LIST)

    assert "Nevers" not in public.text
    assert public.context["count_text"] == "2 Partnerschaften gefunden"
    assert shown(as_role(Role.ASSOCIATION_ADMIN)) == ["Norwich", "Uman"]
    assert shown(as_role(Role.CASE_OFFICER)) == ["Nevers", "Norwich", "Uman"]


def test_countries_and_topics_of_hidden_partnerships_are_not_offered_R04(client, towns):
    Partnership.objects.filter(slug="norwich").update(publicness=Publicness.INTERNAL)

    page = client.get(LIST).text

    assert "Vereinigtes Königreich" not in page
    assert "Musik" not in page


def test_what_is_for_the_portal_is_seen_by_members_of_an_organisation(client, towns):
    Partnership.objects.filter(slug="nevers").update(publicness=Publicness.PORTAL)

    assert shown(client) == shown(as_role(Role.CITIZEN)) == ["Norwich", "Uman"]
    assert shown(as_role(Role.SCHOOL)) == ["Nevers", "Norwich", "Uman"]


def test_since_when_comes_from_a_checked_signing_only(client, towns):
    nevers = towns[0]
    nevers.events.update(is_checked=False)

    prelines = {card["title"]: card["preline"] for card in client.get(LIST).context["cards"]}

    assert prelines == {
        "Nevers": "Frankreich",
        "Norwich": "Vereinigtes Königreich · seit 1978",
        "Uman": "Frankreich",
    }


def test_the_table_shows_the_same_towns_as_the_cards(client, towns):
    rows = client.get(LIST + "?ansicht=tabelle").context["rows"]

    assert [row[0]["text"] for row in rows] == shown(client)


def test_a_swapped_part_equals_the_same_part_of_a_reloaded_page(client, towns):
    whole = client.get(LIST + "?land=GB").text
    part = client.get(LIST + "?land=GB", headers={"HX-Request": "true", "HX-Target": "ergebnis"}).text

    begin, end = '<section class="section" id="ergebnis"', "</section>"
    assert part.count("<html") == 0
    assert (
        part[part.index(begin) : part.index(end)]
        == whole[whole.index(begin) : whole.index(end, whole.index(begin))]
    )
    assert 'id="karte" data-hx-swap-oob="true"' in part


def test_going_back_in_the_browser_gets_the_whole_page(client, towns):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    assert "<html" in client.get(LIST, headers=headers).text


@pytest.mark.parametrize(("view", "number_of_queries"), [("karten", 5), ("tabelle", 6)])
def test_the_list_costs_the_same_for_1_5_and_50_partnerships(client, view, number_of_queries):
    counts = []
    for number in (1, 4, 45):
        for _ in range(number):
            make_partnership().topics.add(
                Topic.objects.get_or_create(
                    slug="sport", defaults={"name_de": "Sport", "name_en": "Sport", "name_fr": "Sport"}
                )[0]
            )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"{LIST}?ansicht={view}").status_code == 200
        counts.append(len(queries))

    assert counts == [number_of_queries] * 3


def test_a_full_list_weighs_less_than_100_kilobytes(client):
    for _ in range(60):
        make_partnership(teaser="Ein Satz von üblicher Länge. " * 6)

    assert len(client.get(LIST).content) < 100_000


def test_an_unchanged_list_is_answered_with_304_and_a_changed_one_is_not(client, towns):
    etag = client.get(LIST)["ETag"]

    again = client.get(LIST, headers={"If-None-Match": etag})
    actions.unpublish(towns[0], by=make_user(role=Role.HEAD))
    changed = client.get(LIST, headers={"If-None-Match": etag})

    assert (again.status_code, changed.status_code) == (304, 200)
    assert "Nevers" not in changed.text


@pytest.mark.parametrize(("prefix", "word"), [("", "gefunden"), ("/en", "Uman"), ("/fr", "Uman")])
def test_the_list_stands_in_each_language(client, towns, prefix, word):
    response = client.get(f"{prefix}{LIST}")

    assert response.status_code == 200
    assert word in response.text
