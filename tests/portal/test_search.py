"""/suche/: one box over everything that the reader may see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from core.publicness import Publicness
from places.models import CityName
from tests.factories import make_organisation, make_user
from tests.funding.making import make_call
from tests.partnerships.builders import make_city, make_partnership, make_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(client):
    """found(words): {title of the group: titles of its hits}."""

    def ask(words, browser=client):
        groups = browser.get("/suche/", {"q": words}).context["groups"]
        return {str(group["title"]): [str(hit.title) for hit in group["hits"]] for group in groups}

    return ask


def make_public_call(**more):
    now = timezone.now()
    return make_call(now=now, publicness=Publicness.PUBLIC, deadlines=[now + timedelta(days=20)], **more)


@pytest.mark.parametrize("words", ["Nevers", "nevers", "Nevrs", "Nevers Frankreich", "Frankreich"])
def test_a_town_is_found_by_its_name_its_country_and_with_a_slip_of_the_pen(found, words):
    make_partnership(city=make_city(name="Nevers"))
    make_partnership(city=make_city(name="Uman"), teaser="")

    assert found(words)["Partnerschaften"][0] == "Nevers"


@pytest.mark.parametrize("words", ["Varazdin", "Warasdin"])
def test_a_town_is_found_without_accents_and_by_another_name(found, words):
    city = make_city(name="Varaždin")
    CityName.objects.create(city=city, name="Warasdin", language="de")
    make_partnership(city=city)

    assert found(words) == {"Partnerschaften": ["Varaždin"]}


def test_german_words_are_found_in_their_other_forms(found):
    partnership = make_partnership(city=make_city(name="Novara"), teaser="")
    make_text(partnership, teaser="Chöre besuchen sich.", profile="Die Schulen tauschen Schüler aus.")

    assert found("Schule")["Partnerschaften"] == ["Novara"]
    assert found("Chor")["Partnerschaften"] == ["Novara"]


def test_calls_are_found_in_german_and_with_a_slip_of_the_pen(found):
    make_public_call(title="Town-Twinning", title_de="Städtepartnerschaften")

    assert found("Stadtepartnerschaften")["Förderaufrufe"] == ["Städtepartnerschaften"]
    assert found("Städtepartnershaften")["Förderaufrufe"] == ["Städtepartnerschaften"]


def test_pages_are_found_by_what_they_are_about(found):
    assert found("Cookies") == {"Seiten": ["Datenschutz"]}
    assert found("Datenschtz") == {"Seiten": ["Datenschutz"]}


def test_nobody_finds_what_they_may_not_see(found, client):
    make_partnership(city=make_city(name="Geheimstadt"), publicness=Publicness.INTERNAL)
    make_organisation(name="Geheimverein", publicness=Publicness.INTERNAL)
    make_call(title_de="Geheimaufruf", publicness=Publicness.INTERNAL)

    assert [found(words) for words in ("Geheimstadt", "Geheimverein", "Geheimaufruf")] == [{}, {}, {}]

    client.force_login(make_user(role=Role.CASE_OFFICER))
    assert found("Geheimstadt")["Partnerschaften"] == ["Geheimstadt"]


def test_nothing_found_says_what_to_do(client):
    words = client.get("/suche/", {"q": "Xylophonquartett"}).content.decode()

    assert "Zu „Xylophonquartett“ finden wir nichts." in words
    assert 'href="/kontakt/"' in words


@pytest.mark.parametrize(
    "words", ["", "a", "' OR 1=1 --", "%_%", "<script>alert(1)</script>", "x" * 300, "!&|()*:", "😀😀"]
)
def test_odd_words_never_break_the_search(client, words):
    answer = client.get("/suche/", {"q": words})

    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("number", [1, 5])
def test_as_many_queries_for_one_hit_as_for_five(client, django_assert_num_queries, number):
    for _ in range(number):
        make_partnership(city=make_city(name="Nevers"))
        make_organisation(name="Chor Nevers")
        make_public_call(title_de="Nevers")

    with django_assert_num_queries(4):
        client.get("/suche/?q=Nevers")


def test_long_lists_are_capped(client):
    for _ in range(7):
        make_public_call(title_de="Städtepartnerschaften")

    group = client.get("/suche/", {"q": "Städtepartnerschaften"}).context["groups"][0]

    assert (len(group["hits"]), group["count"]) == (5, "7 Treffer")
    assert group["all_url"] == "/foerderung/aufrufe/?q=St%C3%A4dtepartnerschaften"
