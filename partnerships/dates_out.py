"""Anniversaries of partnerships as calendar entries, for other programs."""

from datetime import UTC, datetime, time

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core.calendars import CalendarEvent
from core.people import AnonymousPerson
from partnerships.anniversaries import next_anniversary
from partnerships.models import Partnership

MOST = 500
LIVED = (Partnership.State.ACTIVE, Partnership.State.DORMANT, Partnership.State.SUSPENDED)


def calendar_events(person, today=None):
    """The next anniversary of each partnership whose day of signing is known and checked."""
    today = today or timezone.localdate()
    shown = Partnership.objects.visible_to(person or AnonymousPerson()).filter(state__in=LIVED)
    shown = shown.with_summary(settings.LANGUAGE_CODE).order_by("slug")[:MOST]
    coming = [(one, next_anniversary(one.signed_on, today)) for one in shown]
    return [_event(one, feast) for one, feast in coming if feast and feast.on.day]


def _event(partnership, feast):
    """Its stamp is the day of the signing: the entry changes only when that date is corrected."""
    signed_on = partnership.signed_on.first_day
    return CalendarEvent(
        uid=f"anniversary-{partnership.slug}-{feast.years}",
        title=_("%(years)d Jahre Partnerschaft mit %(city)s")
        % {"years": feast.years, "city": partnership.city.name},
        starts=feast.on.first_day,
        changed_at=datetime.combine(signed_on, time(), UTC),
        sequence=partnership.version,
        place=partnership.city.name,
        url=partnership.get_absolute_url(),
    )
