"""What comes out of encounters elsewhere: desk, reminders, calendar, templates, summary, demo town."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.roles import Function, Role
from core.desk import waiting_for
from core.publicness import Publicness
from notices.models import Notice
from partnerships.encounters import actions, dates_out, reminders, summary
from partnerships.models import Delegation, Encounter, ParticipantList, Task
from portal import demo
from tests.factories import make_membership, make_organisation, make_user
from tests.partnerships.builders import make_partnership
from tests.partnerships.encounters.builders import days, make_encounter

pytestmark = pytest.mark.django_db
State = Encounter.State


def titles(user):
    return [
        entry.title.split(":")[0].split("?")[0] for entry in waiting_for(user) if entry.kind == "Begegnungen"
    ]


def test_the_desk_of_staff_head_and_executive():
    make_encounter(state=State.PROPOSED)
    make_encounter(starts_on=days(-1))
    make_encounter(starts_on=days(-40), state=State.HELD)
    back = make_encounter(starts_on=days(-50), state=State.REPORTED)
    Delegation.objects.create(encounter=back, purpose="x", state=Delegation.State.HELD)
    Delegation.objects.create(encounter=make_encounter(), purpose="y")
    staff, head, mayor = (make_user(role=role) for role in (Role.CASE_OFFICER, Role.HEAD, Role.EXECUTIVE))

    common = ["Bericht schreiben", "Hat es stattgefunden", "Vorschlag beantworten"]
    assert sorted(titles(staff)) == common
    assert sorted(titles(head)) == ["Bericht der Delegation fehlt", *common]
    assert titles(mayor) == ["Delegation genehmigen"]
    assert titles(make_user(role=Role.COUNCILLOR)) == []


def test_who_organises_is_reminded_once_a_week_before_the_report_is_due():
    club, person = make_organisation(), make_user()
    make_membership(person=person, organisation=club, function=Function.EDITOR)
    encounter = make_encounter(starts_on=days(-10), state=State.HELD, organisers=[club])
    due = encounter.ends_on + timedelta(days=28)

    numbers = [reminders.remind_of_reports(due - timedelta(days=n)) for n in (8, 7, 6)]

    assert numbers == [0, 1, 1]
    assert list(Notice.objects.filter(topic="encounter-report").values_list("person", flat=True)) == [
        person.pk
    ]


def test_calendars_show_each_person_what_is_theirs():
    club, person = make_organisation(), make_user()
    make_membership(person=person, organisation=club, function=Function.EDITOR)
    make_encounter(title="öffentlich")
    make_encounter(title="eigene", publicness=Publicness.INTERNAL, organisers=[club])
    make_encounter(title="fremde", publicness=Publicness.INTERNAL)
    gone = make_encounter(title="abgesagt", state=State.CANCELLED, version=2)
    make_encounter(title="vorbei", starts_on=days(-3))

    def shown(somebody):
        return {event.title for event in dates_out.calendar_events(somebody)}

    assert shown(None) == {"öffentlich", "abgesagt"}
    assert shown(person) == {"öffentlich", "abgesagt", "eigene"}
    assert shown(make_user(role=Role.HEAD)) == {"öffentlich", "abgesagt", "eigene", "fremde"}
    event = next(one for one in dates_out.calendar_events(None) if one.title == "abgesagt")
    assert (event.uid, event.sequence, event.is_cancelled) == (f"encounter-{gone.pk}", 2, True)


@pytest.mark.parametrize("slug", ["schueleraustausch", "buergerfahrt", "jubilaeum", "fachaustausch"])
def test_a_template_begins_with_its_steps_and_no_day_lies_in_the_past(words, slug):
    partnership, staff = make_partnership(), make_user(role=Role.CASE_OFFICER)

    encounter = actions.start_from_template(slug, partnership, days(100), by=staff, title="Fest")

    tasks = Task.objects.filter(encounter=encounter)
    assert 8 <= tasks.count() <= 14 and min(tasks.values_list("due_on", flat=True)) == timezone.localdate()
    origin = "anniversary" if slug == "jubilaeum" else "template"
    assert set(tasks.values_list("origin", flat=True)) == {origin}
    assert encounter.title == "Fest" and list(encounter.partnerships.all()) == [partnership]


def test_the_summary_of_a_partnership(django_assert_max_num_queries):
    town, staff = make_partnership(), make_user(role=Role.HEAD)
    make_encounter(title="bald", partnership=town)
    make_encounter(title="offen", partnership=town, starts_on=days(-40), state=State.HELD)
    make_encounter(title="fremd")
    assert staff.is_city_staff

    with django_assert_max_num_queries(1):
        found = summary.of_partnership(town, staff)

    assert {name: [one.title for one in found[name]] for name in ("next", "last", "reports")} == {
        "next": ["bald"],
        "last": ["offen"],
        "reports": ["offen"],
    }


def test_the_demo_town_has_six_years_of_encounters():
    demo.seed(date(2026, 11, 22))

    assert 100 <= Encounter.objects.count() <= 140
    assert not Encounter.objects.filter(is_example=False).exists()
    assert Encounter.objects.filter(partnerships__slug="maastricht").count() == 1
    assert Delegation.objects.get().encounter.trips.count() == 2
    coach = Encounter.objects.get(title="Schüleraustausch mit Nevers").trips.get(is_chosen=True).legs.get()
    assert abs(coach.kg_co2e - 1689) <= 1
    assert ParticipantList.objects.count() == 1
    assert (
        Encounter.objects.filter(state=State.PROPOSED, proposed_by__slug="nevers-relations-demo").count() == 1
    )
    assert set(Encounter.objects.values_list("state", flat=True)) >= {
        "proposed",
        "held",
        "cancelled",
        "settled",
    }
