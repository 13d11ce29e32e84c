"""Rows of the demo town: what four sources say about Koblenz; eight decided, five open."""

import csv
from datetime import UTC, datetime
from pathlib import Path

from django.db.models import Q

from partnerships.claims import cases, importing
from partnerships.claims.columns import Statement
from partnerships.claims.matching import Mention
from partnerships.models import Claim, ClaimSource, ImportRun, ReviewCase, TwinPlace
from partnerships.models import Mention as MentionRow

FOLDER = Path(__file__).parent.parent / "data"


def _rows(name):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def seed(today, people, partnerships):
    """Build what is not there yet; `people` by role and key, `partnerships` by slug."""
    named = _rows("claims")
    for row in _rows("claim_sources"):
        as_of = datetime.fromisoformat(row.pop("as_of")).replace(tzinfo=UTC)
        row["is_official"] = row["is_official"] == "1"
        source, is_new = ClaimSource.objects.get_or_create(
            key=row.pop("key"), defaults=row | {"is_example": True}
        )
        if is_new:
            _import(source, [one for one in named if one["source"] == source.key], as_of, today)
    _decide(people.get("case_officer"))


def _import(source, named, as_of, today):
    home = importing.home_mention()
    statements = [
        Statement(number, home, Mention(row["name"], row["country"]), None, None, row)
        for number, row in enumerate(named, 2)
    ]
    plan = importing.make_plan(source, statements)
    run = ImportRun.objects.create(
        source=source, state=ImportRun.State.DONE, filename="claims.csv", rows=len(named), counts=plan.counts,
        started_at=as_of, finished_at=as_of, is_example=True,
    )  # fmt: skip
    new, _changed = importing.write(run, plan, today=today)
    cases.sort_into_cases(new)


def _decide(person):
    """What the city itself names is accepted; the rest stays open."""
    official = ReviewCase.objects.filter(claims__source__is_official=True, state=ReviewCase.State.OPEN)
    for case in official.filter(claims__source__is_example=True, decided_at=None).distinct():
        cases.stamp(case, ReviewCase.State.ACCEPTED, person)
        case.is_example = True
        case.save()
        case.claims.update(state=Claim.State.ACCEPTED)
    ReviewCase.objects.filter(claims__source__is_example=True).update(is_example=True)


def remove(partnerships):
    """Take back what `seed` has made and the partnerships do not take with them."""
    sources = ClaimSource.objects.filter(is_example=True)
    Claim.objects.filter(source__in=sources).delete()
    ReviewCase.objects.filter(claims=None, is_example=True).delete()
    ImportRun.objects.filter(source__in=sources).delete()
    sources.delete()
    MentionRow.objects.filter(claims_a=None, claims_b=None).delete()
    TwinPlace.objects.filter(Q(mentions=None) & Q(claims_a=None) & Q(claims_b=None) & Q(review=None)).delete()
