"""Tasks, reminders, anniversaries and the file of a partnership as people use them."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.roles import Role
from partnerships.demo import load_vocabularies
from partnerships.models import Encounter, Reminder, Task
from tests.factories import make_user
from tests.partnerships.builders import make_city, make_encounter, make_partnership

pytestmark = pytest.mark.django_db
HERE = "/partnerschaften/arbeit/"


@pytest.fixture
def nevers():
    return make_partnership(city=make_city(slug="nevers", name="Nevers"))


@pytest.fixture
def officer(signed_in):
    return signed_in(Role.CASE_OFFICER)


def test_a_task_is_noted_from_the_file_and_done_there(officer, nevers):
    page = officer.get(f"{HERE}aufgaben/neu/?partnerschaft=nevers").content.decode()
    sent = {"title": "Brief", "due_on": "2027-01-05", "partnership": nevers.pk, "version": 1}
    answer = officer.post(f"{HERE}aufgaben/neu/", sent)
    task = Task.objects.get()
    done = officer.post(f"{HERE}aufgaben/{task.pk}/erledigt/", {"next": "/partnerschaften/nevers/akte/"})

    assert f'<option value="{nevers.pk}" selected>' in page
    assert answer["Location"] == done["Location"] == "/partnerschaften/nevers/akte/"
    assert Task.objects.get().done_at


def test_the_way_back_never_leaves_the_portal(officer):
    task = Task.objects.create(title="Brief", due_on=timezone.localdate())

    answer = officer.post(f"{HERE}aufgaben/{task.pk}/erledigt/", {"next": "//example.org/"})

    assert answer["Location"] == f"{HERE}aufgaben/"


def test_a_task_is_put_off_and_that_is_counted(officer):
    task = Task.objects.create(title="Brief", due_on=timezone.localdate())

    officer.post(f"{HERE}aufgaben/{task.pk}/verschieben/", {"days": 30})

    task.refresh_from_db()
    assert (task.due_on, task.postponed) == (timezone.localdate() + datetime.timedelta(days=30), 1)


def test_what_is_done_is_not_done_twice_and_can_be_opened_again(officer):
    task = Task.objects.create(title="Brief", due_on=timezone.localdate(), done_at=timezone.now())

    answer = officer.post(f"{HERE}aufgaben/{task.pk}/erledigt/", follow=True).content.decode()
    officer.post(f"{HERE}aufgaben/{task.pk}/wieder-oeffnen/")

    assert "schon erledigt" in answer
    assert Task.objects.get().done_at is None


def test_of_two_people_who_change_a_task_both_texts_are_kept(officer):
    task = Task.objects.create(title="Brief", due_on=timezone.localdate(), version=2)
    sent = {"title": "Anruf", "due_on": "2027-01-05", "version": 1}

    answer = officer.post(f"{HERE}aufgaben/{task.pk}/", sent)

    assert answer.status_code == 409
    assert "Brief" in answer.content.decode() and "Anruf" in answer.content.decode()


@pytest.mark.parametrize(("days", "status"), [("6", 422), ("7", 302), ("3651", 422), ("²", 422), ("", 422)])
def test_a_reminder_has_a_sensible_number_of_days(officer, nevers, days, status):
    assert (
        officer.post(f"{HERE}erinnerungen/", {"partnership": nevers.pk, "days": days}).status_code == status
    )


def test_the_same_reminder_twice_is_said(officer, nevers):
    officer.post(f"{HERE}erinnerungen/", {"partnership": nevers.pk, "days": 30})
    answer = officer.post(f"{HERE}erinnerungen/", {"partnership": nevers.pk, "days": 60})

    assert answer.status_code == 422
    assert "haben Sie schon" in answer.content.decode()


def test_reminders_of_others_are_not_there(officer, nevers):
    other = Reminder.objects.create(person=make_user(role=Role.HEAD), partnership=nevers, days=30)

    assert officer.post(f"{HERE}erinnerungen/{other.pk}/entfernen/").status_code == 404


def test_a_click_makes_the_project_of_an_anniversary_once(officer):
    call_command("load_places", verbosity=0)
    load_vocabularies()
    day = timezone.localdate() + datetime.timedelta(days=170)
    make_partnership(
        city=make_city(slug="varazdin", name="Varaždin"),
        signed_on=day.replace(year=day.year - 20).isoformat(),
    )

    page = officer.get(f"{HERE}jubilaeen/").content.decode()
    for _ in range(2):
        answer = officer.post(f"{HERE}jubilaeen/varazdin/")

    project = Encounter.objects.get()
    assert "Varaždin" in page and "170 Tage" in page
    assert (project.title, project.starts_on) == ("20 Jahre Partnerschaft mit Varaždin", day)
    assert answer["Location"] == project.get_absolute_url()
    assert project.tasks.count() >= 8
    assert project.tasks.filter(due_on__lt=timezone.localdate()).count() == 0


def test_the_file_says_what_is_known_what_is_missing_and_what_would_help(officer, nevers):
    make_encounter(nevers, ends_on=timezone.localdate() - datetime.timedelta(days=30), participants_own=20)
    Task.objects.create(title="Brief", due_on=timezone.localdate(), partnership=nevers)

    page = officer.get("/partnerschaften/nevers/akte/").content.decode()

    for words in ("mindestens", "von 6 Bereichen erfasst", "Am meisten hilft", "nicht erfasst", "Brief"):
        assert words in page


def test_the_score_is_for_staff_and_the_steering_team(signed_in, client, nevers):
    for role in Role:
        browser = signed_in(role)
        expected = 200 if role in (Role.CASE_OFFICER, Role.HEAD, Role.STEERING_TEAM) else 403
        assert browser.get("/partnerschaften/nevers/akte/").status_code == expected, role
        assert browser.get(HERE).status_code == expected, role
    assert "Punkten" not in client.get("/partnerschaften/nevers/").content.decode()


def test_towns_stand_by_name_and_never_by_score(officer, nevers):
    austin = make_partnership(city=make_city(slug="austin", name="Austin"))
    for _ in range(5):
        make_encounter(nevers, ends_on=timezone.localdate(), participants_own=50)

    page = officer.get(HERE).content.decode()

    assert page.index(austin.city.name) < page.index("Nevers")
