"""Deadlines as calendar entries and new calls as a feed, for other programs."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from core.calendars import CalendarEvent
from core.people import AnonymousPerson
from funding.models import Call

MOST = 500
MOST_ENTRIES = 50
ZONE = "Europe/Brussels"


@dataclass(frozen=True)
class FeedEntry:
    """One entry of an Atom feed."""

    uid: str
    title: str
    text: str
    url: str
    published_at: datetime
    changed_at: datetime


def calendar_events(person, now=None):
    """Deadlines ahead: for a person those of the calls they follow, for everybody those for us."""
    now = now or timezone.now()
    if person is None:
        calls = Call.objects.visible_to(AnonymousPerson()).for_us()
    else:
        calls = Call.objects.visible_to(person).filter(follows__person=person)
    calls = calls.filter(last_deadline__gt=now).whole().order_by("next_deadline", "pk")[:MOST]
    return [event for call in calls for event in events_of(call)]


def events_of(call):
    """One entry for each deadline of a call; its name stays when the deadline moves."""
    return [
        CalendarEvent(
            uid=f"call-{call.pk}-deadline-{number}",
            title=_("Frist: %(title)s") % {"title": call.shown_title},
            starts=moment,
            changed_at=call.changed_at,
            zone=ZONE,
            sequence=int(call.changed_at.timestamp()) // 60,
            text=f"{call.identifier}\n{call.url}",
            url=call.get_absolute_url(),
        )
        for number, moment in enumerate(call.deadlines, 1)
    ]


def feed_entries():
    """The newest calls that everybody may see: feed "foerderung"."""
    calls = Call.objects.visible_to(AnonymousPerson()).filter(is_example=False).for_cards()
    return [
        FeedEntry(
            uid=f"call-{call.pk}",
            title=call.shown_title,
            text=call.shown_teaser,
            url=call.get_absolute_url(),
            published_at=call.first_seen_at,
            changed_at=call.changed_at,
        )
        for call in calls.defer(None).whole().order_by("-is_for_us", "-first_seen_at", "-pk")[:MOST_ENTRIES]
    ]
