"""Calendar addresses: public ones by name, a private one per person that nobody can guess."""

from datetime import UTC, date, datetime

import icalendar
import pytest
from django.urls import reverse

from core.calendars import CalendarEvent
from notices import actions, calendars
from notices.models import CalendarKey
from tests.factories import make_user


def event(uid):
    return CalendarEvent(uid, uid, date(2027, 5, 7), datetime(2027, 1, 1, tzinfo=UTC))


@pytest.fixture(autouse=True)
def deadlines(no_calendars):
    calendars.register(
        "fristen",
        "Fristen der EU",
        lambda person: [event(f"followed-by-{person.name}" if person else "public")],
    )
    calendars.register(
        "gremien", "Gremien", lambda person: [event("meeting")] if person else [], is_public=False
    )


def titles(answer):
    return [str(entry["summary"]) for entry in icalendar.Calendar.from_ical(answer.content).events]


def private_address(person):
    return reverse("calendar", args=[actions.renew_calendar(person, by=person).name])


def test_a_public_calendar_is_there_for_everybody(client, db):
    answer = client.get("/kalender/fristen.ics")

    assert (answer.status_code, titles(answer)) == (200, ["public"])
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies


def test_an_unchanged_calendar_is_answered_without_content(client, db):
    etag = client.get("/kalender/fristen.ics")["ETag"]

    answer = client.get("/kalender/fristen.ics", headers={"if-none-match": etag})

    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)


@pytest.mark.parametrize("name", ["gibt-es-nicht", "gremien", "meine-", "meine-geraten", "meine-" + "x" * 43])
def test_what_is_not_public_is_not_found(client, db, name):
    assert client.get(f"/kalender/{name}.ics").status_code == 404


def test_the_private_calendar_joins_what_concerns_the_person(client, person):
    answer = client.get(private_address(person))

    assert sorted(titles(answer)) == ["followed-by-Ilse Brandt", "meeting"]
    assert answer["Cache-Control"] == "private, no-cache"
    assert "meine-termine.ics" in answer["Content-Disposition"]


def test_a_renewed_address_ends_the_old_one(client, person):
    old, new = private_address(person), private_address(person)

    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_the_address_of_a_blocked_person_ends(client, person):
    address = private_address(person)
    person.is_active = False
    person.save(update_fields=["is_active"])

    assert client.get(address).status_code == 404


def test_the_secret_has_256_bits_and_is_nobody_elses(person):
    keys = {actions.renew_calendar(one, by=one).token for one in (person, make_user(), person)}

    assert (len(keys), {len(key) for key in keys}) == (3, {43})


def test_the_page_makes_an_address_only_when_asked(client, person):
    client.force_login(person)
    page = reverse("notices:calendars")

    assert "Adresse erzeugen" in client.get(page).text
    assert not CalendarKey.objects.exists()
    answer = client.post(reverse("notices:renew_calendar"), follow=True)

    assert f"/kalender/{CalendarKey.objects.get().name}.ics" in answer.text
    assert "Fristen der EU" in answer.text
    assert "Gremien" not in answer.text


def test_a_calendar_is_read_without_writing_and_with_one_query(client, person, django_assert_num_queries):
    address = private_address(person)

    with django_assert_num_queries(1):
        client.get(address)
