"""Sources with their last runs as plain values, for commands and for /readyz."""

from funding.models import Call, FeedRun, FeedSource, Quarantined

RUN_FIELDS = (
    "state", "cause", "error", "started_at", "finished_at", "seconds", "requests", "size", "sha256", "total",
    "rows", "distinct", "new", "changed", "unchanged", "archived", "quarantined", "held_back", "absent",
    "unknown_codes", "retry_at",
)  # fmt: skip
SOURCE_FIELDS = ("key", "name", "kind", "programme", "address", "is_enabled", "health", "failures")
MOMENTS = ("failing_since", "last_good_at", "next_run_at")


def report_sources():
    """Every source with its newest run and what waits for a person."""
    newest = FeedRun.objects.order_by("source", "-started_at", "-pk").distinct("source")
    runs = {run.source_id: run for run in newest}
    waiting = _counts(Quarantined.objects.waiting())
    calls = _counts(Call.objects.all())
    return [
        {
            **{name: getattr(source, name) for name in SOURCE_FIELDS},
            **{name: _plain(getattr(source, name)) for name in MOMENTS},
            "calls": calls.get(source.pk, 0),
            "quarantine": waiting.get(source.pk, 0),
            "last_run": _run(runs.get(source.pk)),
        }
        for source in FeedSource.objects.order_by("key")
    ]


def _run(run):
    return {name: _plain(getattr(run, name)) for name in RUN_FIELDS} if run else None


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def _counts(rows):
    counts = {}
    for source in rows.values_list("source_id", flat=True).order_by():
        counts[source] = counts.get(source, 0) + 1
    return counts
