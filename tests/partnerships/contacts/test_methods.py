"""The pure methods of the contact book: names, duplicates, warnings, third countries."""

from datetime import date

import pytest

from partnerships.contacts.duplicates import SAME_MAIL, SAME_NAME, SAME_SCRIPT, Entry, Pair, likely_pairs
from partnerships.contacts.names import name_key, normalised
from partnerships.contacts.third_countries import notice_for
from partnerships.contacts.warnings import (
    ENDING,
    SUCCESSION,
    TERM_ENDED,
    TERM_ENDS,
    VACANT_HERE,
    VACANT_THERE,
    Board,
    Side,
    warnings_of,
)
from places.models import CountryFact
from tests.partnerships.builders import make_country

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("  Élodie  DUPONT-Müller", "elodie dupont muller"),
        ("Weiß", "weiss"),
        ("Łukasz Đorđe", "lukasz dorde"),
        ("ОКСАНА  Приклад", "оксана приклад"),
        ("דָּנָה", "דנה"),
        ("…!?", ""),
    ],
)
def test_spellings_of_a_name_that_mean_the_same(text, key):
    assert normalised(text) == key


def test_the_order_of_the_names_does_not_matter():
    assert name_key("Curie", "Marie") == name_key("Marie", "CURIE") == "curie marie"


def test_pairs_are_found_by_name_and_organisation_by_mail_and_by_script():
    entries = [
        Entry(1, "Émile", "Roux", "", frozenset({"a@x.fr"}), frozenset({7})),
        Entry(2, "emile", "ROUX", "", frozenset({"A@x.fr "}), frozenset({7, 8})),
        Entry(3, "Emile", "Roux", "", frozenset(), frozenset({9})),
        Entry(4, "Oksana", "Pryklad", "Оксана Приклад"),
        Entry(5, "Oxana", "Prikład", "оксана приклад"),
    ]

    assert likely_pairs(entries) == [
        Pair(1, 2, (SAME_NAME, SAME_MAIL)),
        Pair(4, 5, (SAME_SCRIPT,)),
    ]


def test_a_mailbox_that_many_share_makes_no_duplicates():
    entries = [Entry(n, "", f"P{n}", emails=frozenset({"rathaus@x.fr"})) for n in range(10)]

    assert likely_pairs(entries) == []


def kinds(sides=(), boards=()):
    return [one.kind for one in warnings_of(sides, boards, TODAY)]


def test_a_partnership_needs_somebody_here_and_there():
    nobody = Side(1, "Haringey", ())
    both = Side(2, "Nevers", ((True, "Erika", "Amt", None), (False, "Claire", "Amt", None)))

    assert kinds([nobody]) == [VACANT_HERE, VACANT_THERE] or kinds([nobody]) == [VACANT_THERE, VACANT_HERE]
    assert kinds([both]) == []


@pytest.mark.parametrize(("last_day", "warned"), [(date(2027, 1, 21), [ENDING]), (date(2027, 1, 22), [])])
def test_a_function_that_ends_within_60_days_warns(last_day, warned):
    side = Side(1, "Nevers", ((True, "Erika", "Amt", None), (False, "Claire", "Amt", last_day)))

    assert kinds([side]) == warned


@pytest.mark.parametrize(
    ("day", "warned"),
    [
        (date(2026, 11, 21), [TERM_ENDED]),
        (date(2026, 11, 22), [TERM_ENDS]),
        (date(2027, 2, 20), [TERM_ENDS]),
        (date(2027, 2, 21), []),
        (None, []),
    ],
)
def test_the_term_of_a_board_warns_when_it_ends_within_90_days(day, warned):
    assert kinds(boards=[Board("chor", "Chor", day, False)]) == warned


def test_an_acute_succession_warns():
    assert kinds(boards=[Board("chor", "Chor", None, True)]) == [SUCCESSION]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "needs_care"), [("eu", None), ("decision", False), ("partial", True), ("none", True)]
)
def test_the_notice_follows_the_adequacy_of_the_country(value, needs_care):
    country = make_country("UA", name_de="Ukraine")
    CountryFact.objects.create(country=country, kind="adequacy", value=value, is_checked=True,
                               source_title="Liste", valid_to=date(2027, 6, 27))  # fmt: skip

    notice = notice_for(country, TODAY)

    assert (notice.needs_care if notice else None) is needs_care
    assert notice is None or "27. Juni 2027" in notice.text


@pytest.mark.django_db
def test_a_fact_that_is_over_or_unchecked_counts_as_unknown():
    country = make_country("UA")
    CountryFact.objects.create(country=country, kind="adequacy", value="decision", is_checked=True,
                               source_title="Liste", valid_to=date(2026, 11, 21))  # fmt: skip

    assert notice_for(country, TODAY).needs_care is True
    assert notice_for(None, TODAY) is None
