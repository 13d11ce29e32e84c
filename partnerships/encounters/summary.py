"""Encounters of one partnership in brief, for its pages and its papers: plain rows, few queries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Value
from django.utils import timezone

from core.publicness import Publicness
from partnerships.encounters import cards
from partnerships.models import Encounter, EncounterFile

NEXT, LAST, PHOTOS, OPEN = 6, 5, 12, 20
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


@dataclass(frozen=True)
class Photo:
    url: str
    alt_text: str
    title: str
    rights: str


def _of(partnership, user):
    return Encounter.objects.visible_to(user).filter(partnerships=partnership)


def _line(one):
    return Meeting(
        one.starts_on, cards.days_of(one), one.title, one.get_absolute_url(), one.get_kind_display(),
        one.place, one.participants, cards.state_badge(one), one.is_example, one.report_due_on,
    )  # fmt: skip


def next_ones(partnership, user, today=None, most=NEXT):
    """[Meeting] that are planned or confirmed, the next first: one query."""
    today = today or timezone.localdate()
    rows = _of(partnership, user).filter(state__in=COMING, ends_on__gte=today)
    return [_line(one) for one in rows.order_by("starts_on", "pk")[:most]]


def last_ones(partnership, user, most=LAST):
    """[Meeting] that took place, the last first: one query."""
    return [_line(one) for one in _of(partnership, user).held().order_by("-ends_on", "-pk")[:most]]


def open_reports(partnership, user, today=None):
    """[Meeting] over which nobody has reported yet, or nobody has said whether they took place: one query."""
    today = today or timezone.localdate()
    rows = _of(partnership, user).filter(state__in=(*COMING, State.HELD), ends_on__lt=today)
    return [_line(one) for one in rows.order_by("ends_on", "pk")[:OPEN]]


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


def public_dates(partnership, user, today=None):
    """[{day, title, url, text}] for components/date_list.html: only what everybody may read; one query."""
    today = today or timezone.localdate()
    rows = _of(partnership, user).filter(publicness=Publicness.PUBLIC, state__in=COMING, ends_on__gte=today)
    return [
        {"day": one.starts_on, "title": one.title, "url": one.get_absolute_url(), "text": one.place}
        for one in rows.order_by("starts_on", "pk")[:NEXT]
    ]


def public_photos(partnership, user):
    """[Photo] that everybody may see, the latest first; one query."""
    rows = EncounterFile.objects.visible_to(user).filter(
        is_photo=True, publicness=Publicness.PUBLIC, encounter__publicness=Publicness.PUBLIC,
        encounter__partnerships=partnership,
    )  # fmt: skip
    return [
        Photo(one.get_absolute_url(), one.alt_text, one.title, one.rights)
        for one in rows.order_by("-uploaded_at", "pk")[:PHOTOS]
    ]
