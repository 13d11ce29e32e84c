"""Summaries: one mail at 6:30, on Mondays for the week, newest first, nothing twice."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from notices import delivery
from notices.actions import notify
from notices.models import Notice, Preference
from tests.factories import make_user

# Local time in winter is UTC + 1
THURSDAY_NOON = datetime(2027, 2, 4, 11, 0, tzinfo=UTC)
FRIDAY_HALF_PAST_SIX = datetime(2027, 2, 5, 5, 30, tzinfo=UTC)
MONDAY_HALF_PAST_SIX = datetime(2027, 2, 8, 5, 30, tzinfo=UTC)


def tell(person, title, topic="news", at=THURSDAY_NOON):
    notify(
        topic,
        [person],
        key=f"{topic}-{title}",
        title=title,
        text=f"Text zu {title}",
        url="/hinweise/",
        due_at=at,
    )


def test_a_daily_summary_is_one_mail_with_the_newest_first(person):
    tell(person, "Nevers kommt")
    tell(person, "Frist verlängert – Town Twinning 2026", at=THURSDAY_NOON + timedelta(hours=2))
    tell(person, "Novara schreibt", at=THURSDAY_NOON + timedelta(hours=1))

    assert delivery.digest(FRIDAY_HALF_PAST_SIX).digests == 1

    [message] = mail.outbox
    assert message.subject == "3 Neuigkeiten: Frist verlängert – Town Twinning 2026 …"
    order = [message.body.index(title) for title in ("Frist verlängert", "Novara schreibt", "Nevers kommt")]
    assert order == sorted(order)


def test_one_entry_makes_a_subject_in_the_singular(person):
    tell(person, "Nevers kommt")

    delivery.digest(FRIDAY_HALF_PAST_SIX)

    assert mail.outbox[0].subject == "1 Neuigkeit: Nevers kommt"


def test_nothing_is_said_twice(person):
    tell(person, "Nevers kommt")

    runs = [delivery.digest(FRIDAY_HALF_PAST_SIX + timedelta(days=days)).digests for days in (0, 0, 1, 3)]

    assert (runs, len(mail.outbox)) == ([1, 0, 0, 0], 1)


def test_what_happens_after_half_past_six_waits_for_tomorrow(person):
    tell(person, "Nevers kommt", at=FRIDAY_HALF_PAST_SIX)

    assert delivery.digest(FRIDAY_HALF_PAST_SIX + timedelta(hours=3)).digests == 0
    assert delivery.digest(FRIDAY_HALF_PAST_SIX + timedelta(days=1)).digests == 1


def test_a_missed_morning_is_made_up_for(person):
    tell(person, "Nevers kommt")

    assert delivery.digest(FRIDAY_HALF_PAST_SIX + timedelta(hours=5)).digests == 1


@pytest.mark.parametrize("days_later, expected", [(0, 0), (1, 0), (2, 0), (3, 1), (4, 1)])
def test_the_weekly_summary_waits_for_monday(person, days_later, expected):
    tell(person, "Rückblick auf Nevers", topic="weekly-news")

    assert delivery.digest(FRIDAY_HALF_PAST_SIX + timedelta(days=days_later)).digests == expected


def test_single_mails_and_summaries_do_not_mix(person):
    tell(person, "sofort", topic="call-changed")
    tell(person, "täglich")

    assert delivery.deliver(FRIDAY_HALF_PAST_SIX).sent == 1
    assert delivery.digest(FRIDAY_HALF_PAST_SIX).digests == 1
    assert [message.subject for message in mail.outbox] == ["sofort", "1 Neuigkeit: täglich"]


def test_the_choice_at_the_time_of_sending_counts(person):
    tell(person, "Nevers kommt")
    Preference.objects.create(person=person, topic="news", frequency="immediate")

    assert delivery.digest(FRIDAY_HALF_PAST_SIX).digests == 0
    assert delivery.deliver(FRIDAY_HALF_PAST_SIX).sent == 1


def test_everybody_gets_their_own_summary_in_their_own_language(person):
    guest = make_user(language="fr", email="guest@example.org")
    tell(person, "Nevers kommt")
    tell(guest, "Nevers vient")

    assert delivery.digest(FRIDAY_HALF_PAST_SIX).digests == 2
    french = next(message for message in mail.outbox if message.to == ["guest@example.org"])
    assert "/fr/hinweise/" in french.body
    assert "Nevers kommt" not in french.body


def test_a_summary_carries_the_way_out_of_all_summaries(person, client):
    tell(person, "Nevers kommt")
    delivery.digest(FRIDAY_HALF_PAST_SIX)
    headers = mail.outbox[0].extra_headers

    client.post(
        "/hinweise/" + headers["List-Unsubscribe"].strip("<>").partition("/hinweise/")[2],
        {"List-Unsubscribe": "One-Click"},
    )

    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert set(person.preferences.values_list("topic", "frequency")) == {
        ("news", "none"),
        ("weekly-news", "none"),
    }


def test_D12_a_refused_summary_is_repeated_as_a_whole(person, smtp):
    tell(person, "eins")
    tell(person, "zwei")
    smtp.refusals["ilse@example.org"] = "450 mailbox busy"

    assert delivery.digest(FRIDAY_HALF_PAST_SIX).failed == 2
    smtp.refusals.clear()
    assert delivery.deliver_all(FRIDAY_HALF_PAST_SIX + timedelta(minutes=1)).digests == 1
    assert [message["Subject"] for message in smtp.mails] == ["2 Neuigkeiten: zwei …"]


def test_people_without_access_get_no_summary(person):
    tell(person, "Nevers kommt")
    person.is_active = False
    person.save(update_fields=["is_active"])

    run = delivery.deliver_all(FRIDAY_HALF_PAST_SIX)

    assert (run.digests, run.silent, Notice.objects.get().state) == (0, 1, "silent")


@pytest.mark.parametrize(
    "now, day, week",
    [
        (
            MONDAY_HALF_PAST_SIX - timedelta(seconds=1),
            "2027-02-07T06:30:00+01:00",
            "2027-02-01T06:30:00+01:00",
        ),
        (MONDAY_HALF_PAST_SIX, "2027-02-08T06:30:00+01:00", "2027-02-08T06:30:00+01:00"),
        (datetime(2027, 3, 28, 4, 29, tzinfo=UTC), "2027-03-27T06:30:00+01:00", "2027-03-22T06:30:00+01:00"),
        (datetime(2027, 3, 28, 4, 30, tzinfo=UTC), "2027-03-28T06:30:00+02:00", "2027-03-22T06:30:00+01:00"),
        (datetime(2027, 11, 1, 5, 30, tzinfo=UTC), "2027-11-01T06:30:00+01:00", "2027-11-01T06:30:00+01:00"),
    ],
)
def test_half_past_six_is_local_time_in_summer_and_winter(now, day, week):
    assert tuple(moment.isoformat() for moment in delivery.last_slots(now)) == (day, week)
