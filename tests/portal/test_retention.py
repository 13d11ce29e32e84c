"""R49: every class of data ends after its term, counted first, enforced once a day."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from celery import current_app
from django.conf import settings as configured
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from core.cache_rows import dead_rows
from core.journal import record
from core.models import JournalEntry, SentForm
from core.retention import all_terms
from funding.models import FeedRun, Quarantined, RawRecord
from notices.actions import notify
from notices.models import Notice
from portal import tasks
from tests.factories import make_user
from tests.funding.making import make_call, make_source

pytestmark = pytest.mark.django_db
START = datetime(2027, 1, 15, 12, tzinfo=UTC)


def days_later(number):
    return time_machine.travel(START + timedelta(days=number), tick=False)


@pytest.fixture
def start():
    with time_machine.travel(START, tick=False):
        yield START


def make_raw(**more):
    defaults = {"key": "SEDIA/1/en", "digest": "alt", "raw": "{}", "seen_at": START}
    return RawRecord.objects.create(**(defaults | more))


def make_run(source, **more):
    defaults = {"state": FeedRun.State.COMPLETE, "started_at": START, "finished_at": START}
    return FeedRun.objects.create(source=source, **(defaults | more))


def make_form():
    return SentForm.objects.create(token="einmal")


def make_session():
    session = SessionStore()
    session.create()
    return Session.objects.get(pk=session.session_key)


def make_unconfirmed():
    user = User.objects.create_user("neu@example.org", joined_at=START)
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    return user


def make_notice():
    notify("barrier-answer", [make_user()], key="1", title="Titel", due_at=START)
    return Notice.objects.get()


def make_resolved():
    source = make_source()
    return Quarantined.objects.create(
        run=make_run(source),
        source=source,
        fingerprint="a",
        reason="x",
        raw="{}",
        held_at=START,
        resolved_at=START,
    )


@pytest.mark.parametrize(
    ("make", "days"),
    [
        (make_raw, 396),
        (make_resolved, 396),
        (make_form, 30),
        (make_session, 0.5),
        (make_notice, 365),
    ],
)
def test_a_row_stays_until_its_term_and_is_gone_after_it_R49(start, make, days):
    row = make()
    found = type(row)._default_manager.filter(pk=row.pk)

    with days_later(days - 0.1):
        call_command("run_retention")
        assert found.exists()
    with days_later(days + 0.1):
        call_command("run_retention")
        assert not found.exists()


def test_an_unconfirmed_account_is_anonymous_after_a_week_R49(start):
    user = make_unconfirmed()

    with days_later(6.9):
        call_command("run_retention")
        assert User.objects.get(pk=user.pk).email == "neu@example.org"
    with days_later(7.1):
        call_command("run_retention")
        assert not User.objects.filter(email="neu@example.org").exists()


def test_the_present_state_of_a_call_stays_however_old_it_is(start):
    make_call(digest="jetzt")
    make_raw(digest="jetzt")
    make_raw(digest="früher")

    with days_later(2000):
        call_command("run_retention")

    assert list(RawRecord.objects.values_list("digest", flat=True)) == ["jetzt"]


def test_the_last_asking_of_a_source_stays_and_so_does_what_waits_for_a_person(start):
    source = make_source()
    first, second, last = (make_run(source, started_at=START + timedelta(hours=hour)) for hour in range(3))
    Quarantined.objects.create(
        run=first, source=source, fingerprint="a", reason="x", raw="{}", held_at=START, resolved_at=None
    )

    with days_later(2000):
        call_command("run_retention")

    assert set(FeedRun.objects.all()) == {first, last}
    assert Quarantined.objects.count() == 1


def test_the_journal_is_kept(start):
    record("accounts.joined", make_user(), by=None)

    with days_later(4000):
        call_command("run_retention")

    assert JournalEntry.objects.filter(verb="accounts.joined").count() == 1


def test_dead_rows_of_the_fallback_cache_end_and_living_ones_stay():
    cache = caches["fallback"]
    cache.set("tot", 1, timeout=60)
    cache.set("lebt", 2, timeout=7200)

    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        call_command("run_retention")
        assert dead_rows(timezone.now()) == []

    assert (cache.get("tot"), cache.get("lebt")) == (None, 2)


def test_a_dry_run_counts_and_changes_nothing_R49(start, capsys):
    make_form()

    with days_later(31):
        call_command("run_retention", "--dry-run")

    lines = capsys.readouterr().out.splitlines()
    assert SentForm.objects.count() == 1
    assert "      1  Kennzeichen abgeschickter Formulare, nach 30 Tagen" in lines
    assert lines[-1] == f"Abgelaufene Zeilen: 1, Klassen: {len(all_terms())}. Geändert wurde nichts."


def test_the_report_names_every_class_and_ends_with_the_sum_R49(start, capsys):
    make_form()

    with days_later(31):
        call_command("run_retention")

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(all_terms()) + 1
    assert lines[-1] == f"Beendete Zeilen: 1, Klassen: {len(all_terms())}."


def test_every_class_of_data_has_its_term():
    assert {term.name for term in all_terms()} >= {
        "accounts.announced",
        "accounts.devices",
        "accounts.sent_forms",
        "accounts.sessions",
        "accounts.unconfirmed",
        "accounts.unused",
        "core.cache_rows",
        "funding.quarantine",
        "funding.raw_records",
        "funding.runs",
        "notices",
        "portal.barrier_addresses",
        "portal.barriers",
    }


def test_the_timetable_enforces_the_terms_every_day(start):
    make_form()
    task = configured.CELERY_BEAT_SCHEDULE["retention"]["task"]

    with days_later(31):
        result = tasks.retention()

    assert current_app.tasks[task].name == "portal.tasks.retention"
    assert result["accounts.sent_forms"] == 1
    assert SentForm.objects.count() == 0
