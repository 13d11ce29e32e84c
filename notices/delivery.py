"""The outbox is emptied: single mails and digests, each exactly as often as it can be promised.

A row stays locked while its mail is on the way. A worker that dies before the mail server has said
yes leaves the row as it was; one that dies after it sends the mail again, with the same Message-ID.
"""

import logging
import time
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from smtplib import SMTPException
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection as database
from django.db import transaction
from django.db.models import Q

from notices import mails, topics
from notices.models import SERVER_AWAY, Notice
from notices.topics import Frequency

logger = logging.getLogger(__name__)
DELAYS = [
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
]
MOST_AT_ONCE = 1000
LONGEST_RUN_SECONDS = 0.75 * settings.CELERY_TASK_SOFT_TIME_LIMIT
LONGEST_SEND = "120s"
DIGEST_HOUR, DIGEST_MINUTE = 6, 30
MONDAY = 0
LOCK_OF_DIGESTS = 40_717


class MailServerAway(Exception):
    """No connection to the mail server: nothing was tried, everything keeps waiting."""


@dataclass
class Run:
    """What one delivery did."""

    sent: int = 0
    silent: int = 0
    failed: int = 0
    dead: int = 0
    digests: int = 0
    is_server_away: bool = False

    def add(self, other):
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))

    def __str__(self):
        away = " mail-server-away" if self.is_server_away else ""
        return (
            f"sent={self.sent} digests={self.digests} silent={self.silent}"
            f" failed={self.failed} dead={self.dead}{away}"
        )


class Post:
    """One connection to the mail server for a whole run; opened anew after a refusal."""

    def __init__(self):
        self.connection = get_connection()
        self.is_open = False

    def send(self, message):
        if not self.is_open:
            try:
                self.connection.open()
            except (SMTPException, OSError) as reason:
                raise MailServerAway(_short(reason)) from reason
            self.is_open = True
        try:
            self.connection.send_messages([message])
        except BaseException:
            self.close()
            raise

    def close(self):
        if self.is_open:
            self.is_open = False
            try:
                self.connection.close()
            except (SMTPException, OSError) as reason:
                logger.info("mail server hung up: %s", type(reason).__name__)


def database_time():
    """The clock that all machines share."""
    with database.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def deliver_all(now=None):
    """Single mails, then summaries whose hour has come or whose sending failed before."""
    now = now or database_time()
    run = deliver(now)
    run.add(digest(now))
    return run


def deliver(now=None):
    """Send what is due and wanted at once."""
    now = now or database_time()
    due = Notice.objects.due(now).with_frequency()
    wanted = Q(frequency__in=[Frequency.IMMEDIATE, Frequency.NONE]) | Q(person__is_active=False)
    queue = list(due.filter(wanted).order_by("next_try_at", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    run = _work_off(queue, lambda pk, post, run: _deliver_one(pk, now, post, run))
    if run.is_server_away:
        _note_that_server_is_away(queue)
    return run


def digest(now=None):
    """One mail per person with everything that was due before the last 6:30, or before Monday's."""
    now = now or database_time()
    rows = _for_digest(now).order_by("person").values_list("person", flat=True).distinct()
    return _work_off(list(rows), lambda pk, post, run: _digest_one(pk, now, post, run))


def _work_off(queue, step):
    run, post, started = Run(), Post(), time.monotonic()
    try:
        for pk in queue:
            if time.monotonic() - started > LONGEST_RUN_SECONDS:
                break
            step(pk, post, run)
    except MailServerAway as reason:
        run.is_server_away = True
        logger.warning("mail server away: %s", reason)
    finally:
        post.close()
    return run


@transaction.atomic
def _note_that_server_is_away(queue):
    """Staff see what hangs; no attempt is counted, for nobody's address is to blame."""
    hanging = Notice.objects.not_left().filter(pk__in=queue).select_for_update(skip_locked=True)
    Notice.objects.filter(pk__in=list(hanging.values_list("pk", flat=True))).update(last_error=SERVER_AWAY)


@transaction.atomic
def _deliver_one(pk, now, post, run):
    _allow_a_slow_server()
    notice = (
        Notice.objects.due(now)
        .with_frequency()
        .select_related("person")
        .select_for_update(of=["self"], skip_locked=True)
        .filter(pk=pk)
        .first()
    )
    if notice is None:  # another worker has it, or had it
        return
    if not _wants_mail(notice):
        _settle([notice], Notice.State.SILENT)
        run.silent += 1
        return
    error = _try(post, lambda: mails.single(notice))
    run.sent += _close([notice], error, now, run)


@transaction.atomic
def _digest_one(person, now, post, run):
    _allow_a_slow_server()
    if not _is_first_at(person):
        return
    rows = (
        _for_digest(now)
        .filter(person=person)
        .select_related("person")
        .select_for_update(of=["self"], skip_locked=True)
    )
    notices = list(rows.order_by("-due_at", "-pk"))
    wanted = [notice for notice in notices if _wants_mail(notice)]
    unwanted = [notice for notice in notices if notice not in wanted]
    _settle(unwanted, Notice.State.SILENT)
    run.silent += len(unwanted)
    if wanted:
        error = _try(post, lambda: mails.digest(wanted))
        run.digests += _close(wanted, error, now, run)


def _for_digest(now):
    day, week = last_slots(now)
    asked = Q(frequency=Frequency.DAILY, due_at__lt=day) | Q(frequency=Frequency.WEEKLY, due_at__lt=week)
    return Notice.objects.due(now).with_frequency().filter(asked, person__is_active=True)


def last_slots(now):
    """The latest 6:30 and the latest Monday's 6:30 in local time that are not after `now`."""
    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    day = _half_past_six(local)
    if day > local:
        day = _half_past_six(local - timedelta(days=1))
    return day, _half_past_six(day - timedelta(days=(day.weekday() - MONDAY) % 7))


def _half_past_six(local):
    return datetime(local.year, local.month, local.day, DIGEST_HOUR, DIGEST_MINUTE, tzinfo=local.tzinfo)


def _allow_a_slow_server():
    """The transaction stays idle while the mail server thinks."""
    with database.cursor() as cursor:
        cursor.execute("SELECT set_config('idle_in_transaction_session_timeout', %s, true)", [LONGEST_SEND])


def _is_first_at(person):
    """One worker per person, so that nobody gets two halves of a digest."""
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_OF_DIGESTS, person % 2**31])
        return cursor.fetchone()[0]


def _wants_mail(notice):
    if notice.person_id is None:
        return notice.frequency != Frequency.NONE
    topic = topics.get_or_plain(notice.topic)
    is_off = notice.frequency == Frequency.NONE and not topic.mandatory
    return notice.person.is_active and not is_off and topic.concerns(notice.person)


def _try(post, write):
    """Send one mail; returns what went wrong, or an empty text."""
    try:
        post.send(write())
    except MailServerAway:
        raise
    except (SMTPException, OSError) as reason:
        return _short(reason)
    except Exception as reason:
        logger.exception("a notice cannot be written")
        return _short(reason)
    return ""


def _short(reason):
    return f"{type(reason).__name__}: {reason}".replace("\x00", "")[:300]


def _settle(notices, state, **more):
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(state=state, **more)


def _close(notices, error, now, run):
    """Write down how it went; returns 1 for a mail that has left."""
    attempts = max(notice.attempts for notice in notices) + 1
    if not error:
        _settle(notices, Notice.State.SENT, sent_at=now, attempts=attempts, last_error="")
        return 1
    if attempts > len(DELAYS):
        _settle(notices, Notice.State.DEAD, attempts=attempts, last_error=error)
        run.dead += len(notices)
        return 0
    _settle(
        notices,
        Notice.State.FAILED,
        attempts=attempts,
        last_error=error,
        next_try_at=now + DELAYS[attempts - 1],
    )
    run.failed += len(notices)
    return 0
