"""From the tables to the score, its alerts, and the fields that nobody looks after."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Kind
from partnerships.activity.overview import fields_of, overviews
from partnerships.activity.rows import rows_of
from partnerships.models import ContactEvent, CooperationField, Encounter
from tests.factories import make_organisation
from tests.partnerships.builders import make_encounter, make_partnership

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


def days_ago(number):
    return TODAY - datetime.timedelta(days=number)


def inputs(partnership, day=TODAY):
    return rows_of([partnership.pk], TODAY)[partnership.pk].inputs_on(day)


def test_encounters_count_with_people_and_age():
    nevers = make_partnership()
    make_encounter(nevers, ends_on=days_ago(365), participants_own=12, participants_partner=8)

    assert inputs(nevers).encounters == ((20, pytest.approx(12, abs=0.02)),)


def test_what_was_cancelled_or_only_proposed_does_not_count():
    nevers = make_partnership()
    make_encounter(nevers, ends_on=days_ago(10), state="cancelled")
    make_encounter(nevers, ends_on=days_ago(10), state="proposed")

    assert inputs(nevers).encounters is None


def test_visits_count_in_their_direction_for_three_years():
    nevers = make_partnership()
    make_encounter(nevers, ends_on=days_ago(100), direction="in", participants_partner=58)
    make_encounter(nevers, ends_on=days_ago(200), direction="out", participants_own=39)
    make_encounter(nevers, ends_on=days_ago(1200), direction="out", participants_own=500)

    assert inputs(nevers).visitors == (58, 39)


def test_associations_count_once_with_their_last_encounter_and_offices_do_not():
    nevers, chor = make_partnership(), make_organisation()
    office = make_organisation(kind=Kind.OFFICE)
    for day in (400, 61):
        make_encounter(nevers, ends_on=days_ago(day)).organisers.set([chor, office])

    assert inputs(nevers).carriers == (pytest.approx(2, abs=0.01),)


def test_a_year_ago_is_judged_without_what_came_later():
    nevers = make_partnership()
    make_encounter(nevers, ends_on=days_ago(30), participants_own=20)

    then = inputs(nevers, days_ago(365))

    assert then.encounters is None
    assert then.planned == 1


def test_two_silent_years_and_a_fall_are_alerts():
    nevers = make_partnership()
    for day in range(1100, 1107):
        met = make_encounter(
            nevers, ends_on=days_ago(day), direction="both", participants_own=60, participants_partner=60
        )
        met.organisers.set([make_organisation() for _ in range(3)])
        ContactEvent.objects.create(partnership=nevers, happened_on=days_ago(day), subject="Anruf")

    alerts = overviews([nevers], TODAY)[nevers.pk].alerts

    assert alerts[0] == "Seit mehr als zwei Jahren gab es keine Begegnung."
    assert alerts[1].startswith("In zwölf Monaten von ")


def test_nine_towns_cost_as_many_queries_as_one():
    towns = [make_partnership() for _ in range(9)]
    for town in towns:
        make_encounter(town, ends_on=days_ago(10))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        overviews(towns, TODAY)

    assert len(seen) == 2


def test_a_field_that_both_want_and_nobody_fills_is_a_gap():
    nevers = make_partnership()
    school = CooperationField.objects.create(slug="schule", name_de="Schule", order=1)
    sport = CooperationField.objects.create(slug="sport", name_de="Sport", order=2)
    climate = CooperationField.objects.create(slug="klima", name_de="Klima", order=3)
    nevers.fields.set([school, sport])
    make_encounter(nevers, ends_on=days_ago(20), state=Encounter.State.HELD).fields.add(school)
    ContactEvent.objects.create(partnership=nevers, happened_on=days_ago(900), subject="Lauf", field=sport)

    found = {row.field.slug: row for row in fields_of(nevers, TODAY)}

    assert (found["schule"].last_on, found["schule"].is_gap) == (days_ago(20), False)
    assert (found["sport"].last_on, found["sport"].is_gap) == (days_ago(900), True)
    assert (found[climate.slug].last_on, found[climate.slug].is_gap) == (None, False)
