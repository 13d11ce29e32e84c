"""Calendars as files (RFC 5545): events with lasting ids that every calendar program takes over.

A moved or cancelled event keeps its `uid` and gets a higher `sequence`; that is how a program that
has subscribed learns of it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings

HOME = "Europe/Berlin"
PRODUCT = "-//Staedtebruecke//Kalender//DE"
FILE_TYPE = "text/calendar; charset=utf-8"
# Summer time in Berlin and Brussels, the same rule since 1996; short, and understood everywhere
CENTRAL_EUROPE = {"Europe/Berlin", "Europe/Brussels"}
ZONE = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True)
class CalendarEvent:
    """An entry of a calendar.

    uid         lasting name of the event, unique in the portal ("call-4711-deadline-1")
    starts      a moment (aware), or a day for events of whole days
    changed_at  when the event was last changed; its DTSTAMP and LAST-MODIFIED
    ends        end of the event; for whole days the last day itself; None: no length, or one day
    zone        the zone in which people read the time
    url         address of the page, from "/"
    """

    uid: str
    title: str
    starts: date
    changed_at: datetime
    ends: date | None = None
    zone: str = HOME
    sequence: int = 0
    is_cancelled: bool = False
    text: str = ""
    place: str = ""
    url: str = ""

    @property
    def is_all_day(self):
        return not isinstance(self.starts, datetime)


def build_calendar(title, events, *, text=""):
    """The bytes of a calendar file."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    if text:
        calendar.add("description", text)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    entries = [_entry(event) for event in events]
    for entry in [*_zones(events), *entries]:
        calendar.add_component(entry)
    return calendar.to_ical()


def _zones(events):
    used = sorted({event.zone for event in events if not event.is_all_day})
    for name in used:
        if name in CENTRAL_EUROPE:
            yield icalendar.Timezone.from_ical(ZONE.format(name=name))
        else:
            yield icalendar.Timezone.from_tzid(name)


def _entry(event):
    entry = icalendar.Event()
    entry.add("uid", f"{event.uid}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("dtstamp", event.changed_at.astimezone(UTC))
    entry.add("last-modified", event.changed_at.astimezone(UTC))
    entry.add("sequence", event.sequence)
    entry.add("summary", event.title)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    _add_times(entry, event)
    if event.text:
        entry.add("description", event.text)
    if event.place:
        entry.add("location", event.place)
    if event.url:
        entry.add("url", settings.SITE_URL + event.url)
    return entry


def _add_times(entry, event):
    if event.is_all_day:
        entry.add("dtstart", event.starts)
        entry.add("dtend", (event.ends or event.starts) + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
        return
    zone = ZoneInfo(event.zone)
    entry.add("dtstart", event.starts.astimezone(zone))
    if event.ends:
        entry.add("dtend", event.ends.astimezone(zone))
