"""Encounters of one partnership in brief, for its pages and its papers: plain rows, few queries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Value
from django.utils import timezone

from partnerships.encounters import cards
from partnerships.models import Encounter

NEXT, LAST, OPEN = 6, 5, 20
State = Encounter.State
COMING = (State.PLANNED, State.CONFIRMED)


@dataclass(frozen=True)
class Meeting:
    """An encounter as a line. day: its first day; participants: int or None; badge as core.statuses.badge."""

    day: date
    days: str
    title: str
    url: str
    kind: str
    place: str
    participants: int | None
    badge: dict
    is_example: bool
    report_due_on: date


def _of(partnership, user):
    return Encounter.objects.visible_to(user).filter(partnerships=partnership)


def _line(one):
    return Meeting(
        one.starts_on, cards.days_of(one), one.title, one.get_absolute_url(), one.get_kind_display(),
        one.place, one.participants, cards.state_badge(one), one.is_example, one.report_due_on,
    )  # fmt: skip


def of_partnership(partnership, user, today=None):
    """What templates/encounters/_of_partnership.html shows: {slug, next, last, reports}; one query."""
    today = today or timezone.localdate()
    rows = _of(partnership, user)
    coming = rows.filter(state__in=COMING, ends_on__gte=today).order_by("starts_on", "pk")[:NEXT]
    held = rows.held().order_by("-ends_on", "-pk")[:LAST]
    unreported = rows.filter(state__in=(*COMING, State.HELD), ends_on__lt=today).order_by("ends_on", "pk")
    parts = {"next": coming, "last": held, "reports": unreported[:OPEN]}
    marked = [part.annotate(part=Value(name)) for name, part in parts.items()]
    found = {name: [] for name in parts}
    for one in marked[0].union(*marked[1:], all=True):
        found[one.part].append(_line(one))
    found["last"].sort(key=lambda line: line.day, reverse=True)
    for name in ("next", "reports"):
        found[name].sort(key=lambda line: line.day)
    return {"slug": partnership.slug, **found}
