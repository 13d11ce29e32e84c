""" "Meinten Sie …?": a slip of the pen still finds its calls, and no word of an internal call gets out."""

import random

import pytest
from django.urls import reverse
from django.utils.html import escape

from core.publicness import Publicness
from funding import demo
from funding.models import Call, SearchWord
from funding.polling import take_recorded
from funding.spelling import distance, fold, refresh_words, suggestions
from tests.funding.making import JUNE, make_call, make_source

pytestmark = pytest.mark.django_db


def swapped(word, place):
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def dropped(word, place):
    return word[:place] + word[place + 1 :]


def doubled(word, place):
    return word[: place + 1] + word[place:]


@pytest.mark.parametrize(("one", "other", "slips"), [
    ("jugend", "jugend", 0), ("jugnd", "jugend", 1), ("juegnd", "jugend", 1), ("jugendd", "jugend", 1),
    ("judent", "jugend", 2), ("", "ab", 2),
])  # fmt: skip
def test_two_letters_in_the_wrong_order_are_one_slip(one, other, slips):
    assert distance(one, other) == slips


@pytest.mark.parametrize(
    "typed", ["Jugnedbegegnung", "jugendbegegung", "Jugendbegeggnung", "JUGENDBEGEGNUNK"]
)
def test_a_slip_is_recognised(typed):
    make_call(title="Jugendbegegnung in Städten")
    refresh_words()

    assert suggestions(f"{typed} Stadten") == ["Jugendbegegnung Stadten"]


def test_words_that_we_know_are_left_alone():
    make_call(title="Energy and Energie")
    refresh_words()

    assert suggestions("Energie") == []


def test_the_more_frequent_word_comes_first():
    make_call(title="Values")
    for _number in range(2):
        make_call(title="Value")
    refresh_words()

    assert suggestions("valuee") == ["Value", "Values"]


def test_words_of_internal_calls_are_never_in_the_list():
    make_call(title="Openness")
    hidden = make_call(title="Secrecy", publicness=Publicness.INTERNAL)
    refresh_words()

    assert list(SearchWord.objects.filter(folded__in=["openness", "secrecy"]).values_list("folded")) == [
        ("openness",)
    ]
    hidden.publicness = Publicness.PUBLIC
    hidden.save()
    refresh_words()
    assert suggestions("secreccy") == ["Secrecy"]
    Call.objects.filter(pk=hidden.pk).update(publicness=Publicness.INTERNAL)
    refresh_words()
    assert suggestions("secreccy") == []


def test_a_list_in_step_is_not_written_again():
    make_call(title="Openness")

    assert (refresh_words() > 0, refresh_words()) == (True, 0)


@pytest.mark.parametrize("slip", [swapped, dropped, doubled])
def test_of_a_hundred_slips_eighty_five_find_their_word_among_three(slip):
    take_recorded(make_source(kind="recorded"), [demo.RECORDS.read_bytes()], now=JUNE, is_quiet=True)
    refresh_words()
    words = list(SearchWord.objects.order_by("folded").values_list("folded", flat=True))
    chance = random.Random(7)
    wanted = chance.choices([word for word in words if len(word) > 4], k=100)

    typed = [(slip(word, chance.randrange(len(word) - 1)), word) for word in wanted]
    typed = [(slipped, word) for slipped, word in typed if slipped not in words]

    found = sum(word in [fold(other) for other in suggestions(slipped)] for slipped, word in typed)
    assert found >= 0.85 * len(typed)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_list_offers_the_corrected_search_with_the_same_filters(client, headers):
    make_call(title="Heritage", is_for_us=True)
    refresh_words()

    page = client.get(
        reverse("funding:list"), {"q": "hertiage", "status": "alle", "fuer_uns": "on"}, headers=headers
    )

    link = escape(f"{reverse('funding:list')}?q=Heritage&status=alle&fuer_uns=on")
    assert f'<a class="link" href="{link}">Heritage</a>' in page.text


def test_a_search_that_finds_nothing_either_is_not_offered(client):
    make_call(title="Heritage", is_for_us=False)
    refresh_words()

    page = client.get(reverse("funding:list"), {"q": "hertiage", "status": "alle", "fuer_uns": "on"})

    assert page.context["meant"] == []


def test_a_search_without_hits_takes_at_most_six_queries(client, django_assert_max_num_queries):
    for title in ("Heritage", "Heritages", "Heritagen"):
        make_call(title=title)
    refresh_words()

    with django_assert_max_num_queries(6):
        page = client.get(reverse("funding:list"), {"q": "heritagge", "status": "alle"})

    assert [search["words"] for search in page.context["meant"]] == ["Heritage", "Heritagen", "Heritages"]


def test_the_search_of_the_portal_offers_it_too(client):
    make_call(title="Heritage of small towns and their long common history")
    refresh_words()

    page = client.get(reverse("portal:search"), {"q": "hertiage"})

    assert page.context["meant"] == [{"words": "Heritage", "url": f"{reverse('portal:search')}?q=Heritage"}]
