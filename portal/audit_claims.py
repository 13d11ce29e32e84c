"""Rows of the audit town: imports of twinnings and their review."""

from django.utils import timezone

from partnerships.models import (
    Claim,
    ClaimSource,
    ImportMapping,
    ImportProblem,
    ImportRun,
    Mention,
    ReviewCase,
    TwinPlace,
)
from portal.audit_rows import canary, keep
from portal.permission_table import STAFF

# (pattern of a canary, who may find it), as in portal/audit_readers.py
RULES = (("claim-.*", STAFF),)


def build(town):
    """Add this area's objects to the town: a run with a problem, a case with its claim."""
    source = keep(
        ClaimSource,
        {"key": "pruefquelle"},
        title=canary("claim", "source", "a"),
        licence="CC0",
        trouble=canary("claim", "trouble", "a"),
        is_example=True,
    )
    run = keep(
        ImportRun,
        {"source": source, "filename": f"{canary('claim', 'file', 'a')}.csv"},
        headers=["ort"],
        mapping={"name_b": "ort"},
        rows=1,
        message=canary("claim", "message", "a"),
        report={"preview": [{"ort": canary("claim", "preview", "a")}]},
        is_example=True,
    )
    town.objects["import_run"] = run
    keep(
        ImportProblem,
        {"run": run, "row": 2},
        text=canary("claim", "problem", "a"),
        raw={"ort": canary("claim", "raw-problem", "a")},
    )
    keep(ImportMapping, {"name": canary("claim", "mapping", "a")}, columns={"name_b": "ort"})
    _case(town, source, run)


def _case(town, source, run):
    ends = [
        keep(TwinPlace, {"name": f"Prüfort {name}"}, country="FR", identity=f"pruefort-{name}")
        for name in "ab"
    ]
    mentions = [
        keep(
            Mention,
            {"key": f"pruefung-{place.pk}"},
            label=canary("claim", "mention", str(number)),
            place=place,
            reason=Mention.Reason.UNKNOWN,
        )
        for number, place in enumerate(ends)
    ]
    case = keep(
        ReviewCase,
        {"place": ends[1]},
        name=canary("claim", "case", "a"),
        name_key="pruefung",
        reason=canary("claim", "reason", "a"),
        reopened_because=canary("claim", "reopened", "a"),
        decided_at=timezone.now(),
        is_example=True,
    )
    keep(
        Claim,
        {"source": source, "place_a": ends[0], "place_b": ends[1]},
        mention_a=mentions[0],
        mention_b=mentions[1],
        fingerprint="pruefung",
        raw={"ort": canary("claim", "raw", "a")},
        reason=canary("claim", "claim-reason", "a"),
        first_run=run,
        last_run=run,
        case=case,
    )
    town.objects["review_case"], town.objects["mention"] = case, mentions[1]
