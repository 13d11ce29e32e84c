"""What became of rows that were not taken over: released by a person, or put aside."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.journal import record
from funding.actions import NotNow
from funding.claims import Busy
from funding.models import Call, FeedRun, Quarantined, RawRecord
from funding.reading import Read, read_rows, sort_out
from funding.sedia import jsontext
from funding.sedia.recordings import read_recording
from funding.takeover import take_over


def release(rows, *, by, now=None):
    """Take over rows that wait in quarantine; returns the run, or NotNow if they are still unreadable."""
    rows = list(rows)
    readable = read_rows([jsontext.loads(row.raw) for row in rows if _is_json(row.raw)], {})
    if not any(read.outcome.record for read in readable.fresh):
        raise NotNow(_("Diese Datensätze lassen sich weiterhin nicht lesen."))
    return _take(rows[0].source, readable, rows, by=by, now=now or timezone.now())


@transaction.atomic
def dismiss(row, *, by):
    """Put one row aside; it is not shown again."""
    Quarantined.objects.filter(pk=row.pk, resolved_at=None).update(resolved_at=timezone.now())
    record("funding.quarantine_dismissed", row.source, by=by, changes={"reason": (row.reason, "")})


def replay(source, *, by, now=None):
    """Read the stored newest state of every call of a source again, with today's parser."""
    now = now or timezone.now()
    wanted = dict(Call.objects.filter(source=source).exclude(digest="").values_list("digest", "pk"))
    raws = RawRecord.objects.filter(digest__in=list(wanted)).values_list("raw", flat=True)
    outcomes = [outcome for raw in raws for outcome in read_recording(raw.encode())]
    Call.objects.filter(source=source).exclude(digest="").update(digest="", fingerprint="")
    return _take(source, sort_out([Read(outcome) for outcome in outcomes]), [], by=by, now=now)


def _is_json(raw):
    try:
        jsontext.loads(raw)
    except (ValueError, RecursionError):
        return False
    return True


@transaction.atomic
def _take(source, reading, rows, *, by, now):
    if source.runs.filter(state=FeedRun.State.RUNNING).exists():
        raise Busy(str(source))
    run = FeedRun.objects.create(source=source, claim=source.claim, started_at=now)
    take_over(run, reading, now=now)
    run.state, run.finished_at, run.cause = FeedRun.State.COMPLETE, timezone.now(), "replay"
    run.save()
    Quarantined.objects.filter(pk__in=[row.pk for row in rows]).update(resolved_at=timezone.now())
    record("funding.records_replayed", source, by=by)
    return run
