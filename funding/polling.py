"""Asking one source from the claim to the closed run: fetch, judge, parse, take over."""

import hashlib
import logging
import uuid
from collections import Counter

from django.db import transaction
from django.utils import timezone

from funding import claims, outside, page_watch, scans, translations
from funding.absence import about_to_vanish
from funding.crosscheck import crosscheck
from funding.feed_errors import FeedChanged, FeedError, FeedRefused, FeedUnavailable
from funding.health import note_good, note_trouble
from funding.models import Call, FeedRun, FeedSource
from funding.reading import Read, read_rows, sort_out
from funding.sedia.envelope import parse_search_answer
from funding.sedia.recordings import is_list_of_records, read_recording
from funding.sedia.records import OutcomeKind
from funding.takeover import LostClaim, take_over

logger = logging.getLogger(__name__)
MOST_LOOK_UPS = 5
STATE_OF = {
    FeedUnavailable: FeedRun.State.FAILED,
    FeedChanged: FeedRun.State.REJECTED,
    FeedRefused: FeedRun.State.REFUSED,
}


def poll(source, *, fetch=outside.ask, now=None, token=""):
    """Ask a source and take over what it says; returns the closed run, raises claims.Busy.

    Every run leaves a row, the failed one too. Nothing is asked inside a transaction.
    """
    now = now or timezone.now()
    run = claims.claim(source, token or uuid.uuid4().hex, now=now)
    meter = scans.Meter(run, fetch, scans.pause_seconds() if fetch is outside.ask else 0)
    return _guarded(source, run, now, lambda: WAYS[source.kind](source, run, meter, now))


def take_recorded(source, bodies, *, now, is_quiet=False):
    """Take over recorded answers, or files with one record per line, as if they had come at that moment."""
    run = claims.claim(source, uuid.uuid4().hex, now=now)
    run.size = sum(map(len, bodies))
    run.sha256 = hashlib.sha256(b"".join(bodies)).hexdigest()

    def work():
        pages, outcomes = recorded_pages(bodies)
        scan = scans.scan_of_pages(pages) if pages else scans.Scan(reason="records")
        _take(source, run, scan, now, parsed=None if pages else outcomes, is_quiet=is_quiet)

    return _guarded(source, run, now, work)


def recorded_pages(bodies):
    """(envelopes of search answers, outcomes of lists of records): one of the two is empty."""
    pages, outcomes = [], []
    for body in bodies:
        try:
            pages.append(parse_search_answer(body))
        except FeedChanged:
            if not is_list_of_records(body):
                raise
            outcomes += read_recording(body)
    if pages and outcomes:
        raise FeedChanged("Search answers and lists of records are mixed.", cause="mixed-files")
    return pages, outcomes


def _guarded(source, run, now, work):
    """Run `work` and close the run, whatever happens; what nobody expected is closed and raised."""
    try:
        work()
    except FeedError as error:
        state = next(state for kind, state in STATE_OF.items() if isinstance(error, kind))
        note_trouble(source, run, state, error, now)
        logger.warning("feed trouble", extra={"source": source.key, "cause": error.cause})
    except LostClaim:
        FeedRun.objects.filter(pk=run.pk, state=FeedRun.State.RUNNING).update(
            state=FeedRun.State.FAILED, cause=claims.ABORTED, finished_at=timezone.now()
        )
        run.refresh_from_db()
    except Exception as error:
        claims.abort(source, run, error)
        raise
    return run


def _poll_search(source, run, meter, now):
    scan = scans.scan_programme(source, meter)
    _take(source, run, scan, now, meter=meter)
    translations.fetch_german(run, meter)


def _take(source, run, scan, now, *, meter=None, parsed=None, is_quiet=False):
    run.total, run.rows, run.distinct = scan.total, scan.delivered or len(parsed or ()), scan.distinct
    reason, previous = scans.why_not_to_believe(source, scan, now)
    if reason:
        raise FeedChanged(f"The answer is not believable: {reason}", cause="suspicious", excerpt=reason)
    known = dict(Call.objects.exclude(fingerprint="").values_list("fingerprint", "pk"))
    reading = (
        read_rows(scan.rows, known) if parsed is None else sort_out([Read(outcome) for outcome in parsed])
    )
    _refuse_if_unreadable(reading)
    can_be_absent = scan.is_complete and source.kind != FeedSource.Kind.RECORDED
    if can_be_absent and meter is not None:
        reading = _with_look_ups(source, reading, scan, meter, known, now)
    held_back = scans.why_to_hold_back(source, scan, _new_of_programmes(reading), previous)
    with transaction.atomic():
        take_over(run, reading, now=now, is_complete=can_be_absent, held_back=held_back, is_quiet=is_quiet)
        run.distinct = run.distinct or len(reading.fresh)
        run.report = {
            "repeats": reading.repeats,
            "dropped": len({double.record.digest for double in reading.dropped}),
        }
        state = FeedRun.State.COMPLETE if scan.is_complete else FeedRun.State.INCOMPLETE
        note_good(source, run, state, now, cause=scan.reason[:60])


def _refuse_if_unreadable(reading):
    """More than a fifth in quarantine means that the source has changed."""
    reasons = [read.outcome.reason for read in reading.fresh if read.outcome.record is None]
    if reasons and len(reasons) * 5 > len(reading.fresh) + len(reading.unchanged):
        number = len(reasons)
        raise FeedChanged(f"{number} records cannot be read.", cause="unreadable", excerpt=reasons[0])


def _with_look_ups(source, reading, scan, meter, known, now):
    """Ask one by one for calls that are about to vanish with their deadline ahead.

    The scan is whole without the answers: if one fails, no more are asked and the run goes on.
    """
    references = {read.outcome.record.source_key.reference for read in reading.fresh if read.outcome.record}
    arrived = set(Call.objects.filter(reference__in=references).values_list("pk", flat=True))
    calls = about_to_vanish(source, reading.unchanged | arrived, now)[:MOST_LOOK_UPS]
    found = []
    try:
        for call in calls:
            found += scans.look_up(call, meter)
    except FeedError as error:
        logger.warning("look-up failed", extra={"source": source.key, "cause": error.cause})
    return read_rows([*scan.rows, *found], known) if found else reading


def _new_of_programmes(reading):
    """How many calls we have never seen, by programme."""
    calls = [read.outcome.record for read in reading.fresh if read.outcome.outcome == OutcomeKind.CALL]
    references = [record.source_key.reference for record in calls]
    known = set(
        Call.objects.filter(reference__in=references).values_list("datasource", "reference", "language")
    )
    return Counter(record.programme.code for record in calls if record.source_key not in known)


WAYS = {
    FeedSource.Kind.PROGRAMME: _poll_search,
    FeedSource.Kind.CASCADE: _poll_search,
    FeedSource.Kind.REFERENCE: crosscheck,
    FeedSource.Kind.PAGE: page_watch.watch,
}
