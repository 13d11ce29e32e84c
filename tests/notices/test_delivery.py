"""Mails leave once, whatever happens to the mail server, the worker or one address (D12, C1, C11)."""

import socket
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend as MemoryBackend
from django.core.management import CommandError, call_command
from django.db import connection

from notices import actions, delivery, topics
from notices.actions import notify
from notices.models import Notice, Preference, Undeliverable
from notices.tasks import deliver as deliver_task
from tests.factories import make_user


class SlowBackend(MemoryBackend):
    def send_messages(self, messages):
        time.sleep(0.05)
        return super().send_messages(messages)


class KilledWorker(BaseException):
    """Stands for SIGKILL: nobody catches it."""


class DeadlyBackend(MemoryBackend):
    def send_messages(self, messages):
        raise KilledWorker


def tell(*people, key="call-1", topic="call-changed", title="Frist verlängert"):
    notify(topic, people, key=key, title=title)


def states():
    return list(Notice.objects.order_by("pk").values_list("state", flat=True))


def test_what_is_wanted_at_once_leaves_once(person):
    tell(person)

    assert (delivery.deliver().sent, delivery.deliver().sent) == (1, 0)
    notice = Notice.objects.get()
    assert (notice.state, notice.attempts, len(mail.outbox)) == ("sent", 1, 1)


def test_D12_mail_server_down_nothing_is_lost_and_no_attempt_counted(person, settings):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = unused.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    tell(person)

    run = delivery.deliver()

    notice = Undeliverable.objects.get()
    assert (bool(run.is_server_away), notice.state, notice.attempts) == (True, "waiting", 0)
    assert str(notice.reason) == "Der Mailserver ist nicht erreichbar."
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert delivery.deliver().sent == 1
    assert Notice.objects.get().last_error == ""


def test_D12_a_server_that_never_answers_holds_a_run_for_one_time_out_only(person, smtp):
    smtp.is_silent = True
    for number in range(5):
        tell(person, key=f"call-{number}")
    started = time.monotonic()

    run = delivery.deliver()

    assert (bool(run.is_server_away), smtp.connections) == (True, 1)
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("refusal", ["450 mailbox busy", "550 no such user"])
def test_D12_one_bad_address_does_not_hold_up_the_others(smtp, db, refusal):
    bad, good = make_user(email="bad@example.org"), make_user(email="good@example.org")
    smtp.refusals["bad@example.org"] = refusal
    tell(bad, good)

    run = delivery.deliver()

    assert (run.sent, run.failed, states()) == (1, 1, ["failed", "sent"])
    assert [message["To"] for message in smtp.mails] == ["good@example.org"]
    assert refusal[:3] in Notice.objects.get(person=bad).last_error


def test_D12_a_temporary_refusal_is_repeated_after_a_minute(smtp, person):
    smtp.answer_to_sender = "451 try again later"
    tell(person)
    now = delivery.database_time()

    assert delivery.deliver(now).failed == 1
    smtp.answer_to_sender = "250 ok"
    assert delivery.deliver(now + timedelta(seconds=59)).sent == 0
    assert delivery.deliver(now + timedelta(seconds=60)).sent == 1
    assert len(smtp.mails) == 1


def test_D12_a_connection_lost_after_the_text_is_tried_again_under_the_same_message_id(smtp, person):
    tell(person)
    now = delivery.database_time()
    smtp.hangs_up_after_data = True
    assert delivery.deliver(now).failed == 1
    smtp.hangs_up_after_data = False

    assert delivery.deliver(now + timedelta(minutes=2)).sent == 1
    Notice.objects.update(state="waiting", sent_at=None)
    assert delivery.deliver(now + timedelta(minutes=3)).sent == 1
    assert smtp.mails[0]["Message-ID"] == smtp.mails[1]["Message-ID"]


def test_C11_after_five_repetitions_a_notice_is_dead_and_staff_see_it(smtp, person):
    smtp.refusals["ilse@example.org"] = "550 no such user"
    tell(person)
    now, waits = delivery.database_time(), []

    while states() != ["dead"]:
        delivery.deliver(now)
        notice = Notice.objects.get()
        waits.append(notice.next_try_at - now)
        now = max(now, notice.next_try_at)

    assert waits[:-1] == delivery.DELAYS
    assert (delivery.DELAYS[0], delivery.DELAYS[-1]) == (timedelta(minutes=1), timedelta(hours=24))
    staff = make_user(role="case_officer")
    assert Undeliverable.objects.visible_to(staff).count() == 1
    assert Undeliverable.objects.visible_to(person).count() == 0
    assert delivery.deliver(now + timedelta(days=30)) == delivery.Run()


def test_C11_a_notice_that_cannot_be_written_does_not_stop_the_queue(person):
    tell("verein@" + "ä" * 80, key="poison")
    tell(person, key="good")

    run = delivery.deliver()

    assert (run.failed, run.sent, states()) == (1, 1, ["failed", "sent"])


def test_staff_let_a_dead_notice_be_tried_again(person):
    tell(person)
    Notice.objects.update(state="dead", attempts=6, last_error="550")

    assert actions.retry(Notice.objects.get(), by=make_user(role="head"))
    assert not actions.retry(Notice.objects.get(), by=make_user(role="head"))
    assert delivery.deliver().sent == 1


def test_nobody_without_access_gets_mail(person):
    blocked = make_user(is_active=False)
    notify("news", [blocked], key="news-1", title="täglich gewünscht")
    tell(blocked)

    run = delivery.deliver()

    assert (run.sent, run.silent, states(), mail.outbox) == (0, 2, ["silent", "silent"], [])


def test_who_wants_no_mail_finds_the_notice_in_the_portal(person):
    Preference.objects.create(person=person, topic="call-changed", frequency="none")
    tell(person)

    assert (delivery.deliver().silent, mail.outbox) == (1, [])
    assert Notice.objects.visible_to(person).count() == 1


def test_a_mandatory_topic_is_sent_even_against_an_old_preference(person):
    Preference.objects.create(person=person, topic="your-account", frequency="none")
    tell(person, topic="your-account")

    assert delivery.deliver().sent == 1


def test_a_right_that_ended_before_delivery_ends_the_mail_too(person):
    tell(person, topic="for-staff")
    tell(make_user(role="head"), topic="for-staff")

    run = delivery.deliver()

    assert (run.sent, run.silent) == (1, 1)


def test_a_topic_that_is_no_longer_registered_is_still_delivered(person, monkeypatch):
    tell(person)
    monkeypatch.setattr(topics, "_topics", {})

    assert delivery.deliver().sent == 1


@pytest.mark.parametrize("skew", [timedelta(minutes=-5), timedelta(minutes=5)])
def test_D13_a_wrong_clock_of_one_machine_neither_delays_nor_reorders(person, skew):
    tell(person, key="first")
    with time_machine.travel(datetime.now(UTC) + skew):
        tell(person, key="second")
        assert delivery.deliver().sent == 2

    assert list(Notice.objects.order_by("created_at").values_list("key", flat=True)) == ["first", "second"]


def test_the_command_says_what_it_did_on_its_last_line(person, capsys):
    tell(person)

    call_command("deliver_notices")

    assert capsys.readouterr().out.splitlines()[-1] == (
        "deliver_notices: sent=1 digests=0 silent=0 failed=0 dead=0"
    )


def test_the_command_fails_when_the_mail_server_is_away(person, smtp):
    smtp.is_silent = True
    tell(person)

    with pytest.raises(CommandError, match="mail-server-away"):
        call_command("deliver_notices")


def test_C5_C9_the_task_needs_nothing_but_the_table(person):
    """No message in a broker carries a notice: whatever Redis forgets, the next run finds the row."""
    tell(person)

    assert deliver_task() == "sent=1 digests=0 silent=0 failed=0 dead=0"


def run_in_threads(number, work):
    errors = []

    def guarded():
        try:
            work()
        except BaseException as reason:  # noqa: BLE001 - a thread hands its error to the test
            errors.append(reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=guarded) for _number in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_notice_once(settings):
    settings.EMAIL_BACKEND = f"{__name__}.SlowBackend"
    people = [make_user() for _number in range(12)]
    tell(*people)

    errors = run_in_threads(3, delivery.deliver)

    addresses = sorted(address for message in mail.outbox for address in message.to)
    assert (errors, addresses) == ([], sorted(person.email for person in people))
    assert set(states()) == {"sent"}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_digest(settings):
    settings.EMAIL_BACKEND = f"{__name__}.SlowBackend"
    person = make_user()
    for number in range(5):
        tell(person, key=f"news-{number}", topic="news")
    tomorrow = delivery.database_time() + timedelta(days=1)

    errors = run_in_threads(3, lambda: delivery.digest(tomorrow))

    assert (errors, len(mail.outbox), set(states())) == ([], 1, {"sent"})


@pytest.mark.django_db(transaction=True)
def test_C1_a_worker_killed_before_the_server_took_the_mail_loses_nothing(settings):
    person = make_user()
    tell(person)
    settings.EMAIL_BACKEND = f"{__name__}.DeadlyBackend"

    errors = run_in_threads(1, delivery.deliver)

    assert ([type(error) for error in errors], states()) == ([KilledWorker], ["waiting"])
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert (delivery.deliver().sent, len(mail.outbox)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_planning_anew_does_not_wait_for_a_mail_on_its_way(settings):
    settings.EMAIL_BACKEND = f"{__name__}.SlowBackend"
    person = make_user()
    for number in range(5):
        tell(person, key=f"call-{number}")
    worker = threading.Thread(target=lambda: run_in_threads(1, delivery.deliver))
    worker.start()
    time.sleep(0.08)

    taken_back = actions.cancel("call-")

    worker.join()
    assert taken_back + len(mail.outbox) == 5
    assert 0 < taken_back < 5
