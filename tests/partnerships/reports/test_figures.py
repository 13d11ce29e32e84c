"""Every figure can be computed a second way, and what nobody recorded is never a nought."""

import time
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from partnerships.reports import wording
from partnerships.reports.figures import SUMMED, by_partnership, figures_of, gaps_of
from partnerships.reports.loading import Material, Partner, freeze, material_for, thaw
from partnerships.reports.overview import climate_sentence, overview_of
from tests.factories import make_user
from tests.partnerships.builders import make_partnership
from tests.partnerships.reports.builders import make_encounter, make_journey, random_rows

TOWNS = list(range(1, 10))


def naive(rows, year, partnership=None):
    """The same figures the long way: one loop for each question, nothing shared with figures.py."""
    found = {"encounters": 0, "planned": 0, "by_kind": {}}
    values = {name: [] for name in SUMMED}
    missing = dict.fromkeys(SUMMED, 0)
    cost = people = third = city = Decimal(0)
    for row in rows:
        if row.starts_on.year != year or (partnership and partnership not in row.partnerships):
            continue
        if row.status == "planned":
            found["planned"] += 1
            continue
        found["encounters"] += 1
        found["by_kind"][row.kind] = found["by_kind"].get(row.kind, 0) + 1
        everybody = None if row.own is None and row.partner is None else (row.own or 0) + (row.partner or 0)
        for name in SUMMED:
            if row.is_online and name in ("kg", "nights"):
                continue
            value = everybody if name == "participants" else getattr(row, name)
            if value is None:
                missing[name] += 1
            else:
                values[name].append(value)
        if row.cost is not None and everybody is not None:
            cost, people = cost + row.cost, people + everybody
        if row.third_party is not None and row.municipal is not None:
            third, city = third + row.third_party, city + row.municipal
    found["sums"] = {name: (sum(values[name]) if values[name] else None, missing[name]) for name in SUMMED}
    cent = Decimal("0.01")
    found["per_head"] = (cost / people).quantize(cent, ROUND_HALF_EVEN) if people else None
    found["per_euro"] = (third / city).quantize(cent, ROUND_HALF_EVEN) if city else None
    return found


def told(figures):
    return {
        "encounters": figures.encounters,
        "planned": figures.planned,
        "by_kind": figures.by_kind,
        "sums": {name: (one.value, one.missing) for name, one in figures.sums.items()},
        "per_head": figures.cost_per_participant,
        "per_euro": figures.third_party_per_euro,
    }


@pytest.mark.parametrize("seed", range(12))
def test_every_figure_of_a_generated_town_can_be_computed_again(seed):
    rows = random_rows(seed, 300, TOWNS, [2024, 2025, 2026])

    for year in (2023, 2024, 2025, 2026):
        assert told(figures_of(rows, year)) == naive(rows, year)
        for town in TOWNS:
            mine = by_partnership(rows).get(town, [])
            assert told(figures_of(mine, year)) == naive(rows, year, town)


def test_an_encounter_of_two_towns_counts_once_in_all_and_once_in_each():
    row = replace(random_rows(1, 1, [1, 2], [2026])[0], partnerships=(1, 2), status="held", own=10, partner=5)

    grouped = by_partnership([row])

    assert figures_of([row], 2026).sums["participants"].value == 15
    assert [figures_of(grouped[town], 2026).encounters for town in (1, 2)] == [1, 1]


def test_a_journey_over_new_year_belongs_to_the_year_in_which_it_begins():
    row = replace(
        random_rows(1, 1, [1], [2026])[0],
        starts_on=date(2025, 12, 29),
        ends_on=date(2026, 1, 3),
        status="held",
    )

    assert (figures_of([row], 2025).encounters, figures_of([row], 2026).encounters) == (1, 0)


def test_what_nobody_recorded_is_never_a_nought():
    blank = dict.fromkeys(("own", "partner", "minors", "first_timers", "nights", "cost", "municipal",
                           "third_party", "grant", "kg"))  # fmt: skip
    row = replace(random_rows(1, 1, [1], [2026])[0], status="held", is_online=False, **blank)

    overview = overview_of(Material(2026, (row,), (), ()))

    assert {line.name: line.now for line in overview.lines if line.now != wording.unknown()} == {
        "encounters": "1",
        "planned": "0",
    }
    assert "0" not in overview.climate.replace("2026", "")
    assert len(overview.gaps) == len(SUMMED)


def test_nights_and_journeys_are_not_missed_online():
    row = replace(random_rows(1, 1, [1], [2026])[0], status="held", is_online=True, nights=None, kg=None)

    names = [gap.name for gap in gaps_of(figures_of([row], 2026))]

    assert "kg" not in names and "nights" not in names


def test_a_gap_is_a_sentence():
    rows = [
        replace(row, status="held", cost=None if row.pk <= 4 else Decimal(1))
        for row in random_rows(3, 12, [1], [2026])
    ]
    gap = next(gap for gap in gaps_of(figures_of(rows, 2026)) if gap.name == "cost")

    assert wording.gap(gap) == "Bei 4 von 12 Begegnungen fehlt die Angabe der Kosten."


def test_the_sentence_for_the_climate_names_sets_gaps_and_the_year_before():
    base = replace(random_rows(1, 1, [1], [2026])[0], status="held", is_online=False, sets=("UBA (2021)",))
    now = [
        replace(base, kg=Decimal("1688.9")),
        replace(base, pk=2, kg=None),
        replace(base, pk=3, is_online=True),
    ]
    before = [replace(base, starts_on=date(2025, 3, 1), ends_on=date(2025, 3, 1), kg=Decimal("54.8"))]

    assert climate_sentence(figures_of(now, 2026), figures_of(before, 2025)) == (
        "Die Reisen zu 1 Begegnung des Jahres 2026 verursachten 1.688,9 kg CO2e. Gerechnet wurde mit: "
        "UBA (2021). Bei 1 von 2 Begegnungen fehlt die Reise mit ihren Emissionen. 1 Begegnung fand online "
        "statt. Im Jahr 2025 waren es 54,8 kg."
    )


def test_a_frozen_report_thaws_to_what_it_was_made_of():
    partner = Partner(1, "nevers", "Nevers", "FR", "P", "active", True)
    material = Material(2026, tuple(random_rows(7, 200, [1], [2025, 2026])), (partner,), ())

    kept, checksum = freeze(material)

    assert thaw(kept) == material and freeze(thaw(kept)) == (kept, checksum)


def test_two_thousand_encounters_take_well_under_a_second():
    rows = random_rows(5, 2000, TOWNS, [2025, 2026])
    partners = tuple(Partner(pk, f"s{pk}", f"Stadt {pk}", "FR", "P", "active", True) for pk in TOWNS)
    began = time.perf_counter()

    overview_of(Material(2026, tuple(rows), partners, ()))

    assert time.perf_counter() - began < 0.5


@pytest.mark.django_db
def test_the_rows_come_from_the_tables_with_few_queries():
    nevers, novara = make_partnership(), make_partnership()
    both = make_encounter(nevers, novara, participants_own=20, participants_partner=7, cost_total="1000.50")
    make_journey(both, "100.5", "20")
    make_journey(both, "999", is_chosen=False, title="Flug")
    make_encounter(nevers, state="planned", starts_on=date(2027, 1, 5))
    make_encounter(nevers, state="cancelled")
    make_encounter(nevers, state="proposed")
    staff = make_user(role=Role.CASE_OFFICER)
    assert staff.is_city_staff

    with CaptureQueriesContext(connection) as asked:
        material = material_for(staff, 2026)

    assert len(asked) <= 5
    assert [(row.status, row.year) for row in material.rows] == [("held", 2026), ("planned", 2027)]
    row = material.rows[0]
    assert (row.partnerships, row.own, row.cost, row.kg, row.sets) == (
        tuple(sorted([nevers.pk, novara.pk])), 20, Decimal("1000.50"), Decimal("120.5"), ("UBA (2021)",),
    )  # fmt: skip


@pytest.mark.django_db
def test_closed_encounters_are_in_nobodys_figures():
    make_encounter(make_partnership(), publicness="closed")

    assert material_for(make_user(role=Role.HEAD), 2026).rows == ()
