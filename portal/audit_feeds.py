"""Calls and sources of the audit town: every status and level, runs in every state, a full quarantine."""

import datetime

from django.utils import timezone

from core.publicness import Publicness
from funding.models import (
    Call,
    CallChange,
    CallText,
    FeedRun,
    FeedSource,
    PageChange,
    Quarantined,
    RawRecord,
)
from portal.audit_rows import canary, keep

DAYS = datetime.timedelta(days=1)
# status: (days to the opening, days to the deadline)
DATES = {"open": (-30, 60), "forthcoming": (20, 90), "closed": (-90, -5), "unknown": (None, None)}


def build(town):
    now = timezone.now().replace(microsecond=0)
    source = keep(
        FeedSource,
        {"key": "pruefquelle"},
        name=canary("source", "name", "manual"),
        kind=FeedSource.Kind.MANUAL,
        is_enabled=False,
        is_example=True,
    )
    town.objects["source"] = source
    for status, days in DATES.items():
        for level in Publicness:
            _call(town, source, status, level, _dates(now, *days), now)
    _runs(town, source, now)


def _dates(now, opens, closes):
    opening = now + opens * DAYS if opens is not None else None
    deadline = now + closes * DAYS if closes is not None else None
    ahead = deadline if deadline and deadline > now else None
    return {
        "opening": opening.date() if opening else None,
        "opening_at": opening,
        "deadlines": [deadline] if deadline else [],
        "next_deadline": ahead,
        "last_deadline": deadline,
        "sort_deadline": deadline or now + 3650 * DAYS,
    }


def _call(town, source, status, level, dates, now):
    where = f"{status}-{level}"
    is_public = level == Publicness.PUBLIC
    title = f"Prüfaufruf {where}" if is_public else canary("call", "title", where)
    found = keep(
        Call,
        {"datasource": "audit", "reference": where, "language": "de"},
        source=source,
        slug=f"pruefaufruf-{where}",
        kind=Call.Kind.MANUAL,
        identifier=f"PRUEF-{where}" if is_public else canary("call", "identifier", where),
        title=title,
        title_de=title,
        summary_de="Für alle." if is_public else canary("call", "summary", where),
        staff_note=canary("call", "staff_note", where),
        status=status,
        source_status=status,
        is_for_us=True,
        first_seen_at=now,
        changed_at=now,
        publicness=level,
        is_publicness_chosen=True,
        is_example=True,
        words_de=title,
        **dates,
    )
    town.objects["call", status, str(level)] = found
    keep(CallText, {"call": found, "language": "de"}, title=title)
    town.objects["proposal", status, str(level)] = keep(
        CallChange,
        {"call": found, "field": "title_de"},
        at=now,
        weight=CallChange.Weight.MATERIAL,
        before=canary("proposal", "before", where),
        after=canary("proposal", "after", where),
        proposal=CallChange.Proposal.OPEN,
    )


def _runs(town, source, now):
    for number, state in enumerate(FeedRun.State):
        is_running = state == FeedRun.State.RUNNING
        run = keep(
            FeedRun,
            {"source": source, "state": state},
            started_at=now - number * DAYS,
            finished_at=None if is_running else now - number * DAYS,
            error=canary("run", "error", state),
            excerpt=canary("run", "excerpt", state),
        )
        town.objects["run", str(state)] = run
    for state in ("waiting", "resolved"):
        town.objects["quarantined", state] = keep(
            Quarantined,
            {"source": source, "fingerprint": f"audit-{state}"},
            run=run,
            reason="date:unreadable",
            title=canary("quarantined", "title", state),
            raw=f'{{"text": "{canary("quarantined", "raw", state)}"}}',
            held_at=now,
            resolved_at=now if state == "resolved" else None,
        )
    keep(
        RawRecord,
        {"key": "audit", "digest": "audit"},
        raw=f'{{"text": "{canary("raw_record", "raw", "kept")}"}}',
        run=run,
        seen_at=now,
    )
    town.objects["page_change"] = keep(
        PageChange, {"source": source}, at=now, diff=canary("page_change", "diff", "unread")
    )
