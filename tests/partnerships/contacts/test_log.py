"""The contact log: written quickly, found again, followed up."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from partnerships.models import ContactEvent, Task
from tests.partnerships.builders import make_partnership
from tests.partnerships.contacts.rows import make_entry, make_function, make_person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ENTRY = {
    "version": 1,
    "subject": "Programm",
    "happened_on": "2026-01-05",
    "channel": "phone",
    "direction": "out",
}


@pytest.fixture
def staff(signed_in):
    return signed_in(Role.CASE_OFFICER)


def test_from_the_page_of_a_person_only_the_subject_is_left_to_write(staff):
    town = make_partnership()
    person = make_person()
    make_function(person, partnership=town)

    page = staff.get(reverse("contacts:log_add"), {"person": person.pk})

    form = page.context_data["form"]
    assert form["persons"].value() == [person.pk]
    assert form["partnership"].value() == town.pk
    assert form["happened_on"].value() == TODAY


def test_a_follow_up_becomes_a_task_with_the_entry(staff):
    person, due_on = make_person(), TODAY + timedelta(days=7)
    data = ENTRY | {"persons": [person.pk], "follow_up_on": due_on, "follow_up_owner": staff.user.pk}

    staff.post(reverse("contacts:log_add"), data)

    event, task = ContactEvent.objects.get(), Task.objects.get()
    assert (list(event.persons.all()), event.written_by) == ([person], staff.user)
    assert (task.contact_event, task.due_on, task.owner, task.origin) == (
        event,
        due_on,
        staff.user,
        "contact",
    )
    staff.post(reverse("contacts:follow_up_done", args=[task.pk]))
    task.refresh_from_db()
    assert task.done_by == staff.user


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"happened_on": "2999-01-01"}, "liegt in der Zukunft"),
        ({"happened_on": "31.02."}, "Geben Sie ein Datum ein"),
        ({"subject": ""}, "worum es ging"),
        ({"follow_up_on": "2020-01-01"}, "schon vorbei"),
        ({"persons": ["999999"]}, "999999"),
    ],
)
def test_a_wrong_entry_is_refused_in_words(staff, wrong, words):
    answer = staff.post(reverse("contacts:log_add"), ENTRY | wrong)

    assert answer.status_code == 422 and words in answer.content.decode()
    assert not ContactEvent.objects.exists() and not Task.objects.exists()


def test_of_two_editors_of_an_entry_the_second_sees_both(staff):
    event = make_entry(make_person())
    address = reverse("contacts:log_edit", args=[event.pk])
    staff.post(address, ENTRY | {"summary": "von ihr"})

    answer = staff.post(address, ENTRY | {"summary": "von mir"})

    assert answer.status_code == 409 and "von ihr" in answer.content.decode()


def test_pages_of_the_log_follow_each_other_without_gap_or_double(staff):
    ContactEvent.objects.bulk_create(
        ContactEvent(subject=f"Nr. {n}.", happened_on=date(2026, 1, 1) + timedelta(days=n % 7))
        for n in range(70)
    )

    seen, address = [], reverse("contacts:log")
    while address:
        page = staff.get(address)
        seen += [event.pk for event in page.context_data["events"]]
        more = page.context_data["more_url"]
        address = reverse("contacts:log") + more if more else ""

    assert len(seen) == len(set(seen)) == 70


@pytest.mark.parametrize("position", ["x", "2026-99-01_1", "2026-01-01_²", "_", "2026-01-01_" + "9" * 40])
def test_a_wrong_position_shows_the_beginning(staff, position):
    make_entry()

    assert staff.get(reverse("contacts:log"), {"vor": position}).status_code == 200


def test_the_log_is_filtered_by_partnership_person_and_word(staff):
    town, person = make_partnership(), make_person()
    make_entry(person, partnership=town, subject="Chorreise")
    make_entry(subject="Anderes")

    for query in ({"partnerschaft": town.slug}, {"person": person.pk}, {"q": "chor"}):
        found = staff.get(reverse("contacts:log"), query).context_data["events"]
        assert [event.subject for event in found] == ["Chorreise"], query


@pytest.mark.parametrize(
    "query", [{"person": "x"}, {"person": "²"}, {"person": "9" * 30}, {"partnerschaft": "x"}]
)
def test_writing_about_nobody_who_exists_answers_404(staff, query):
    assert staff.get(reverse("contacts:log_add"), query).status_code == 404
