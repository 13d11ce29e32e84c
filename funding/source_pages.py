"""What the pages about sources show: plain values."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.statuses import badge
from funding import causes
from funding.models import Call, FeedRun, FeedSource, PageChange, Quarantined

TONES = {"green": "success", "yellow": "warning", "red": "danger"}
RUN_TONES = {
    "running": "info", "complete": "success", "incomplete": "warning", "rejected": "danger",
    "failed": "danger", "refused": "danger",
}  # fmt: skip
SHORT = "SHORT_DATETIME_FORMAT"
MOST_RUNS = 20
MOST_DIFFS = 10


def overview_rows(now):
    """Every source with its newest run and what waits: two queries."""
    newest = FeedRun.objects.filter(source=OuterRef("pk")).order_by("-started_at", "-pk").values("pk")[:1]
    waiting = Quarantined.objects.waiting().filter(source=OuterRef("pk")).order_by()
    unread = PageChange.objects.filter(source=OuterRef("pk"), read_at=None).order_by()
    calls = Call.objects.filter(source=OuterRef("pk")).order_by()
    sources = list(
        FeedSource.objects.annotate(
            newest=Subquery(newest), waiting=_number(waiting), unread=_number(unread), number=_number(calls)
        ).order_by("kind", "name")
    )
    runs = FeedRun.objects.in_bulk([source.newest for source in sources if source.newest])
    return [_row(source, runs.get(source.newest)) for source in sources]


def source_context(source):
    """One source with its runs and page changes."""
    runs = list(source.runs.order_by("-started_at", "-pk")[:MOST_RUNS])
    newest_report = next((run.report for run in runs if run.report.get("only_there") is not None), None)
    return {
        "source": source,
        "health": badge(source.health, source.get_health_display(), TONES[source.health]),
        "runs": [run_row(run) for run in runs],
        "unknown_codes": sorted({code for run in runs for code in run.unknown_codes}),
        "diffs": [_diff(change) for change in source.page_changes.order_by("-at", "-pk")[:MOST_DIFFS]],
        "report": newest_report,
        "vanished": list(
            source.calls.exclude(not_listed_since=None).filter(is_current(timezone.now())).for_cards()[:20]
        ),
        "times": ", ".join(source.times),
    }


def run_row(run):
    word, tone = run.get_state_display(), RUN_TONES[run.state]
    if run.cause == "records" and run.state in FeedRun.TAKEN_OVER:  # a list of records is no scan
        word, tone = _("übernommen"), "success"
    return {
        "run": run,
        "badge": badge(run.state, word, tone),
        "started": _moment(run.started_at),
        "cause": causes.what_happened(run.cause),
        "next_step": causes.what_comes(run),
        "excerpt": run.excerpt,
        "retry": _moment(run.retry_at),
    }


def _row(source, run):
    return {
        "source": source,
        "health": badge(source.health, source.get_health_display(), TONES[source.health]),
        "run": run_row(run) if run else None,
        "last": _moment(source.last_good_at, SHORT),
        "next": _moment(source.next_run_at, SHORT) if source.is_enabled and source.is_asked else "",
        "failing": _moment(source.failing_since, SHORT),
    }


def _diff(change):
    lines = [
        {"sign": line[:1], "text": line[1:], "kind": {"+": "ins", "-": "del"}.get(line[:1], "span")}
        for line in change.diff.splitlines()
    ]
    return {"change": change, "at": _moment(change.at), "lines": lines}


def _number(rows):
    counted = rows.values("source").annotate(n=Count("pk")).values("n")
    return Subquery(counted)


def _moment(moment, form="DATETIME_FORMAT"):
    return date_format(localtime(moment), form) if moment else ""


def is_current(now):
    return Q(last_deadline__gt=now) | Q(last_deadline=None)
