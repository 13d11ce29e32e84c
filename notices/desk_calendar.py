"""What waits for a person as all-day entries of their private calendar."""

from datetime import datetime, time

from django.utils import timezone

from core.calendars import CalendarEvent
from core.desk import waiting_for


def calendar_events(person):
    """The entries of "Wartet auf mich" that have a lasting name, each on the day it is due."""
    if person is None:
        return []
    stamp = datetime.combine(timezone.localdate(), time(), timezone.get_current_timezone())
    return [
        CalendarEvent(
            uid=f"waiting-{entry.uid}",
            title=f"{entry.kind}: {entry.title}" if entry.kind else entry.title,
            starts=entry.due_on,
            changed_at=stamp,
            url=entry.url,
        )
        for entry in waiting_for(person)
        if entry.uid
    ]
