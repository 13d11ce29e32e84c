"""One worker per source: a claim with a term, so that a dead worker's source becomes free again."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from funding.models import FeedRun, FeedSource

ABORTED = "aborted"


class Busy(Exception):
    """Another worker is asking this source right now."""


def term():
    """Longer than any task may live."""
    return timedelta(seconds=settings.LONGEST_TASK + 30)


@transaction.atomic
def claim(source, token, *, now):
    """A new run for this source, or Busy.

    The run of a worker that died is closed as aborted. The same `token` (a task delivered again after
    its worker died) need not wait for the term.
    """
    real_now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lte=real_now) | Q(claim=token)
    claimed = FeedSource.objects.filter(free, pk=source.pk).update(
        claim=token, claimed_until=real_now + term()
    )
    if not claimed:
        raise Busy(str(source))
    source.refresh_from_db()
    FeedRun.objects.filter(source=source, state=FeedRun.State.RUNNING).update(
        state=FeedRun.State.FAILED,
        cause=ABORTED,
        error="The worker ended in the middle of the run.",
        finished_at=real_now,
    )
    return FeedRun.objects.create(source=source, claim=token, started_at=now)


def abort(source, run, error):
    """Close a run that broke on something nobody expected; the source is free and asked again soon."""
    FeedRun.objects.filter(pk=run.pk, state=FeedRun.State.RUNNING).update(
        state=FeedRun.State.FAILED,
        cause="error",
        error=f"{type(error).__name__}: {error}"[:500],
        finished_at=timezone.now(),
    )
    FeedSource.objects.filter(pk=source.pk, claim=run.claim).update(
        claim="", claimed_until=None, next_run_at=timezone.now() + timedelta(minutes=15)
    )
