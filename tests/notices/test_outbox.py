"""Writing notices: in the caller's transaction, once per person and key, in everybody's language."""

import threading
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from notices import delivery
from notices.actions import cancel, mark_read, notify
from notices.models import Notice
from notices.topics import UnknownTopic
from tests.factories import make_user

LATER = datetime(2027, 3, 1, 8, tzinfo=UTC)


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("title", flat=True))


def test_a_rolled_back_action_tells_nobody(person):
    with pytest.raises(RuntimeError), transaction.atomic():
        notify("call-changed", [person], key="call-1", title="Frist verlängert")
        raise RuntimeError

    assert (Notice.objects.count(), str(delivery.deliver())) == (
        0,
        "sent=0 digests=0 silent=0 failed=0 dead=0",
    )


def test_the_same_key_tells_a_person_once_but_everybody_else_too(person):
    other = make_user()
    notify("call-changed", [person], key="call-1", title="zuerst")

    notify("call-changed", [person, other, other], key="call-1", title="noch einmal")

    assert (told(person), told(other)) == (["zuerst"], ["noch einmal"])


def test_an_address_without_account_is_told_once(db):
    for _attempt in range(2):
        notify("call-changed", ["verein@example.org"], key="call-1", title="Frist verlängert")

    notice = Notice.objects.get()
    assert (notice.email, notice.person, notice.language) == ("verein@example.org", None, "de")


def test_a_topic_that_nobody_registered_is_refused(person):
    with pytest.raises(UnknownTopic):
        notify("no-such-topic", [person], key="x", title="x")


def test_everybody_reads_their_own_language(person):
    guest = make_user(language="fr")

    notify(
        "call-changed",
        [person, guest],
        key="call-1",
        title=lambda language: {"de": "Frist verlängert", "fr": "Délai prolongé"}[language],
        text=_("Deutsch"),
        url="/hinweise/",
    )

    rows = Notice.objects.order_by("language").values_list("language", "title", "url")
    assert list(rows) == [("de", "Frist verlängert", "/hinweise/"), ("fr", "Délai prolongé", "/fr/hinweise/")]


def test_an_address_written_by_an_english_page_leads_german_readers_to_the_german_one(person):
    notify("call-changed", [person], key="call-1", title="Neu", url="/en/hinweise/einstellungen/")

    assert Notice.objects.get().url == "/hinweise/einstellungen/"


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_notice_never_leads_away_from_the_portal(person, url):
    with pytest.raises(ValueError, match="path of the portal"):
        notify("call-changed", [person], key="call-1", title="Neu", url=url)


def test_control_characters_and_direction_marks_do_not_reach_a_notice(person):
    notify("call-changed", [person], key="call-1", title="Frist\x00 \u202ever\r\nlängert", text="a\x07\nb")

    notice = Notice.objects.get()
    assert (notice.title, notice.text) == ("Frist ver längert", "a\nb")


def test_reminders_that_have_not_left_can_be_planned_anew(person):
    notify("call-changed", [person], key="call-1-reminder-7", title="in 7 Tagen", due_at=LATER)
    notify("call-changed", [person], key="call-10-reminder-7", title="anderer Aufruf", due_at=LATER)
    notify("call-changed", [person], key="call-1-reminder-30", title="in 30 Tagen")
    delivery.deliver()

    assert cancel("call-1-") == 1
    notify("call-changed", [person], key="call-1-reminder-7", title="in 7 Tagen, neu", due_at=LATER)

    assert told(person) == ["anderer Aufruf", "in 30 Tagen", "in 7 Tagen, neu"]


def test_a_reminder_neither_leaves_nor_shows_before_its_moment(person):
    notify("call-changed", [person], key="reminder", title="in 7 Tagen", due_at=LATER)

    assert delivery.deliver(LATER.replace(hour=7)).sent == 0
    assert not Notice.objects.shown_at(LATER.replace(hour=7)).exists()
    assert delivery.deliver(LATER).sent == 1
    assert [message.subject for message in mail.outbox] == ["in 7 Tagen"]


def test_people_see_their_own_notices_only(person):
    notify("call-changed", [make_user()], key="call-1", title="für andere")
    notify("call-changed", [person], key="call-1", title="für mich")

    assert [notice.title for notice in Notice.objects.visible_to(person)] == ["für mich"]


def test_reading_twice_counts_once(person):
    notify("call-changed", [person], key="call-1", title="Neu")

    assert (mark_read(person.notices), mark_read(person.notices)) == (1, 0)


def test_a_notice_has_exactly_one_recipient(person):
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(
            person=person, email="b@example.org", topic="news", key="x", title="x", language="de"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(topic="news", key="x", title="x", language="de")


@pytest.mark.django_db(transaction=True)
def test_eight_threads_at_once_tell_a_person_once():
    person, barrier, errors = make_user(), threading.Barrier(8), []

    def tell():
        barrier.wait()
        try:
            with transaction.atomic():
                notify("call-changed", [person], key="call-1", title="Frist verlängert")
        except Exception as reason:  # noqa: BLE001 - a thread hands its error to the test
            errors.append(reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=tell) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (errors, told(person)) == ([], ["Frist verlängert"])
