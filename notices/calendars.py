"""The calendars of the portal; every app registers its own in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from core.calendars import build_calendar
from notices.models import CalendarKey

PRIVATE = "meine-"
_calendars = {}


class NoSuchCalendar(LookupError):
    """No calendar has this name."""


@dataclass(frozen=True)
class PortalCalendar:
    name: str
    title: str
    source: Callable
    is_public: bool = True


def register(name, title, source, is_public=True):
    """Make a calendar known.

    `source(person)` lists core.calendars.CalendarEvent: with a person what belongs into that
    person's private calendar, with None what everybody may see. Only public calendars have an
    address of their own, /kalender/<name>.ics.
    """
    _calendars[name] = PortalCalendar(name, title, source, is_public)


def public_calendars():
    return [calendar for calendar in _calendars.values() if calendar.is_public]


def content_of(name):
    """The bytes of a calendar by its public name or by its secret one; raises NoSuchCalendar."""
    if name.startswith(PRIVATE):
        return _private(name.removeprefix(PRIVATE))
    calendar = _calendars.get(name)
    if calendar is None or not calendar.is_public:
        raise NoSuchCalendar(name)
    return build_calendar(str(calendar.title), calendar.source(None))


def _private(token):
    key = CalendarKey.objects.select_related("person").filter(token=token, person__is_active=True).first()
    if key is None:
        raise NoSuchCalendar
    with translation.override(key.person.language):
        events = {
            event.uid: event for calendar in _calendars.values() for event in calendar.source(key.person)
        }
        return build_calendar(_("Meine Termine"), list(events.values()))
