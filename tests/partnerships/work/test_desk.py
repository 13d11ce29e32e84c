"""What waits for those who look after partnerships, in "Mein Bereich" and in their calendar."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from core.desk import desk_of, waiting_for
from notices.actions import renew_calendar
from partnerships import states
from partnerships.models import Agreement, ContactEvent, Encounter, Reminder, Task
from tests.factories import make_user
from tests.partnerships.builders import make_city, make_encounter, make_partnership
from tests.partnerships.test_states_and_rights import full_change

pytestmark = pytest.mark.django_db


def days(number):
    return timezone.localdate() + datetime.timedelta(days=number)


def titles(person):
    """What waits, without what the contact book and the encounters say."""
    others = ("Nachfolge", "Kontakt", "Begegnungen")
    return [entry.title for entry in waiting_for(person) if entry.kind not in others]


def test_ones_own_tasks_and_everybodys_wait_the_nearest_first():
    officer, other = make_user(role=Role.CASE_OFFICER), make_user(role=Role.HEAD)
    Task.objects.create(title="Brief", due_on=days(20), owner=officer)
    Task.objects.create(title="Anruf", due_on=days(2))
    Task.objects.create(title="Fremd", due_on=days(1), owner=other)
    Task.objects.create(title="Fertig", due_on=days(1), done_at=timezone.now())

    assert titles(officer) == ["Anruf", "Brief"]


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.CASE_OFFICER, Role.HEAD)])
def test_nothing_of_it_waits_for_anybody_else(role):
    Task.objects.create(title="Anruf", due_on=days(2))
    make_encounter(make_partnership(signed_on="1963-06-24"), ends_on=days(-900))

    assert [one for one in titles(make_user(role=role)) if "Anruf" in one or "keine Begegnung" in one] == []


def test_a_suspension_waits_90_days_before_its_review():
    officer, town = make_user(role=Role.CASE_OFFICER), make_partnership(city=make_city(name="Nevers"))
    change = full_change(happened_on=days(-10), review_on=days(91))
    states.make_move(town, "suspend", change, by=officer)
    early = titles(officer)
    town.state_changes.update(review_on=days(90))

    assert (early, titles(officer)) == ([], ["Nevers: Aussetzung prüfen"])


def test_agreements_and_regular_reviews_wait():
    officer = make_user(role=Role.CASE_OFFICER)
    town = make_partnership(city=make_city(name="Nevers"), review_on=days(5), signed_on=None)
    Agreement.objects.create(partnership=town, title="Urkunde", valid_to=days(30))

    assert titles(officer) == [
        "Nevers: Partnerschaft überprüfen",
        "Nevers: „Urkunde“ prüfen oder verlängern",
    ]


def test_two_years_of_silence_are_said():
    officer = make_user(role=Role.CASE_OFFICER)
    make_encounter(make_partnership(city=make_city(name="Nevers"), signed_on=None), ends_on=days(-731))
    make_encounter(make_partnership(city=make_city(name="Novara"), signed_on=None), ends_on=days(-729))

    assert titles(officer) == ["Nevers: seit zwei Jahren keine Begegnung"]


def test_a_reminder_speaks_when_nothing_has_happened_for_so_long():
    officer = make_user(role=Role.CASE_OFFICER)
    town = make_partnership(city=make_city(name="Nevers"), signed_on=None)
    Reminder.objects.create(person=officer, partnership=town, days=30)
    ContactEvent.objects.create(partnership=town, happened_on=days(-31), subject="Anruf")
    before = titles(officer)
    ContactEvent.objects.create(partnership=town, happened_on=days(-1), subject="Anruf")

    assert before == ["Nevers: seit mehr als 30 Tagen kein Kontakt"]
    assert titles(officer) == []


def test_an_anniversary_waits_from_18_months_before_until_somebody_prepares_it():
    officer = make_user(role=Role.CASE_OFFICER)
    feast = days(500)
    town = make_partnership(
        city=make_city(name="Varaždin"), signed_on=feast.replace(year=feast.year - 20).isoformat()
    )
    before = titles(officer)
    make_encounter(town, ends_on=feast, kind=Encounter.Kind.ANNIVERSARY, state=Encounter.State.PLANNED)

    assert before == ["Varaždin: 20 Jahre Partnerschaft vorbereiten"]
    assert titles(officer) == []


def test_with_2000_open_tasks_the_desk_counts_all_and_asks_twice():
    officer = make_user(role=Role.CASE_OFFICER)
    Task.objects.bulk_create(Task(title=f"Aufgabe {n}", due_on=days(n)) for n in range(2000))
    with CaptureQueriesContext(connection) as seen:
        desk = desk_of(officer, soon=days(150))

    unions = [query for query in seen.captured_queries if "UNION ALL" in query["sql"]]
    assert (desk.number, desk.number_soon, len(desk.entries)) == (2000, 151, 100)
    assert len(unions) == 2


def test_the_private_calendar_holds_what_waits(client):
    officer = make_user(role=Role.CASE_OFFICER)
    Task.objects.create(title="Brief nach Nevers", due_on=days(20), owner=officer)
    key = renew_calendar(officer, by=officer)
    file = client.get(f"/kalender/{key.name}.ics").content.decode()

    assert "Brief nach Nevers" in file
