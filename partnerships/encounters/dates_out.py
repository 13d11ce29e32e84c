"""Encounters as calendar entries, for other programs."""

from django.db.models import CharField, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.utils import timezone

from core.calendars import CalendarEvent
from core.models import JournalEntry
from core.people import AnonymousPerson
from core.publicness import Publicness
from partnerships.models import Encounter
from partnerships.models.encounters import EDITING

MOST = 500
State = Encounter.State
SHOWN = (State.PLANNED, State.CONFIRMED, State.CANCELLED)


def calendar_events(person, today=None):
    """Coming encounters: public ones for everybody; for a person also those of the own organisation.

    Staff have all. What was called off stays, marked as such, so that calendars take it away.
    """
    today = today or timezone.localdate()
    shown = Encounter.objects.visible_to(person or AnonymousPerson())
    if person is None:
        shown = shown.filter(publicness=Publicness.PUBLIC)
    elif not person.is_city_staff:
        own = person.organisations(*EDITING)
        shown = shown.filter(
            Q(publicness=Publicness.PUBLIC)
            | Q(pk__in=Encounter.organisers.through.objects.filter(organisation__in=own).values("encounter"))
        )
    lines = JournalEntry.objects.filter(
        object_kind="partnerships.encounter", object_pk=Cast(OuterRef("pk"), CharField())
    )
    shown = shown.filter(state__in=SHOWN, ends_on__gte=today).annotate(
        changed_at=Subquery(lines.order_by("-at").values("at")[:1])
    )
    return [_event(one) for one in shown.order_by("starts_on", "pk")[:MOST]]


def _event(encounter):
    return CalendarEvent(
        uid=f"encounter-{encounter.pk}",
        title=encounter.title,
        starts=encounter.starts_on,
        ends=encounter.ends_on,
        changed_at=encounter.changed_at or encounter.created_at,
        sequence=encounter.version,
        is_cancelled=encounter.state == State.CANCELLED,
        place=encounter.place,
        url=encounter.get_absolute_url(),
    )
