"""Expected calls: pure functions over the dates of earlier years."""

from datetime import UTC, date, datetime

import pytest

from funding.eligibility import PartnerTown, reach, rules_of
from funding.expected import earlier_calls, expected_calls

TODAY = date(2026, 11, 22)


def spans(today, **more):
    return [
        (call.identifier, call.opens_from, call.opens_to, call.closes_from, call.closes_to)
        for call in expected_calls(earlier_calls(), today, **more)
    ]


def test_networks_are_expected_in_mid_december_and_twinning_in_spring():
    assert spans(TODAY) == [
        (
            "CERV-2027-CITIZENS-TOWN-NT",
            date(2026, 12, 14),
            date(2026, 12, 17),
            date(2027, 3, 27),
            date(2027, 4, 18),
        ),
        (
            "CERV-2027-CITIZENS-TOWN-TT",
            date(2027, 4, 9),
            date(2027, 5, 6),
            date(2027, 9, 17),
            date(2027, 9, 23),
        ),
    ]


def test_a_call_that_is_there_is_expected_no_longer():
    known = ["cerv-2027-citizens-town-nt"]

    assert [call[0] for call in spans(TODAY, known=known)] == ["CERV-2027-CITIZENS-TOWN-TT"]


def test_after_the_last_year_of_the_programme_nothing_is_expected():
    known = ["CERV-2027-CITIZENS-TOWN-NT", "CERV-2027-CITIZENS-TOWN-TT"]

    assert spans(date(2027, 10, 1), known=known) == []


def test_what_did_not_come_for_two_months_is_expected_no_longer():
    assert spans(date(2027, 3, 1))[0][0] == "CERV-2027-CITIZENS-TOWN-TT"


@pytest.mark.django_db
def test_expected_calls_are_marked_as_such_on_the_page(client, time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 12, tzinfo=UTC))

    html = client.get("/foerderung/").content.decode()

    assert html.count("erwartet (Muster der Vorjahre)") == 2
    assert "14. Dezember 2026" in html and "keine Angabe der EU-Kommission" in html


def test_a_network_is_possible_with_partners_of_three_more_countries():
    towns = [
        PartnerTown("Nevers", "Frankreich", "FR", "yes"),
        PartnerTown("Maastricht", "Niederlande", "NL", "yes"),
        PartnerTown("Novara", "Italien", "IT", "yes"),
        PartnerTown("Norwich", "Vereinigtes Königreich", "GB", "no"),
    ]

    found = reach("43437677", towns, own_country="DE")

    assert (found.countries, found.is_enough, [town.name for town in found.not_counted]) == (
        4,
        True,
        ["Norwich"],
    )


def test_other_strands_have_no_rules_of_ours():
    assert (rules_of(["43437691"]), len(rules_of(["43437872"]))) == ((), 5)
