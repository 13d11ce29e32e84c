"""How a source is doing, and when it is asked again."""

from django.db import transaction
from django.utils import timezone

from core.conditional import touch
from funding.feed_errors import FeedRefused
from funding.models import FeedRun, FeedSource
from funding.schedule import next_slot, retry_at

RED_AFTER = 3


@transaction.atomic
def note_good(source, run, state, now, *, cause=""):
    """Close a run that brought something; the source is well again."""
    _close(run, state, cause=cause)
    source.failures, source.failing_since, source.last_good_at = 0, None, now
    source.health = (
        FeedSource.Health.GREEN if state == FeedRun.State.COMPLETE else _health_of_piece(source, cause)
    )
    _release(source, next_slot(source.times, now, weekday=source.weekday))
    touch("feed-health")


@transaction.atomic
def note_trouble(source, run, state, error, now):
    """Close a run that failed: tried again soon, at its next slot after three misses."""
    source.refresh_from_db()
    if source.claim != run.claim:
        return
    source.failures += 1
    source.failing_since = source.failing_since or now
    source.health = FeedSource.Health.RED if source.failures >= RED_AFTER else FeedSource.Health.YELLOW
    slot = next_slot(source.times, now, weekday=source.weekday)
    again = None
    if not isinstance(error, FeedRefused) and source.is_asked:
        again = retry_at(source.failures, now, retry_after=getattr(error, "retry_after", None))
    run.retry_at = again
    _close(run, state, cause=error.cause, error=str(error)[:500], excerpt=error.excerpt[:200])
    _release(source, again or slot)
    touch("feed-health")


def _health_of_piece(source, cause):
    """Recorded pieces are never whole; a programme that came in pieces is not well."""
    is_recorded = not source.is_asked or cause == "records"
    return FeedSource.Health.GREEN if is_recorded else FeedSource.Health.YELLOW


def _close(run, state, **values):
    for name, value in values.items():
        setattr(run, name, value.replace("\x00", "") if isinstance(value, str) else value)
    run.state, run.finished_at = state, timezone.now()
    run.seconds = round((run.finished_at - run.created_at).total_seconds(), 2)
    run.save()


def _release(source, next_run_at):
    source.next_run_at, source.claim, source.claimed_until = next_run_at, "", None
    source.save(
        update_fields=[
            "failures",
            "failing_since",
            "health",
            "last_good_at",
            "next_run_at",
            "claim",
            "claimed_until",
            "etag",
            "last_modified",
            "fetched_whole_at",
            "page_text",
        ]  # fmt: skip
    )
