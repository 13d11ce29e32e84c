"""What is ahead: deadlines of funding calls and anniversaries of partnerships, in one list."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from core.publicness import Publicness
from funding.models import Call
from partnerships.anniversaries import next_anniversary
from partnerships.encounters.cards import days_of
from partnerships.models import Encounter, Partnership
from portal.forms import DatesForm

MOST = 100
LIVED = (Partnership.State.ACTIVE, Partnership.State.DORMANT, Partnership.State.SUSPENDED)
CARD = (
    "slug", "identifier", "title", "title_de", "language", "deadlines", "next_deadline", "last_deadline",
    "sort_deadline", "is_example",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Entry:
    """One date: a day, or a month or year that begins on this day (`when` says it in words)."""

    day: date
    title: str
    url: str
    text: str
    kind: str
    when: str = ""
    language: str = ""


def deadlines_of(calls, now):
    """One entry for the next deadline of each call; closed ones have none."""
    moments = [(call, call.next_deadline_at(now)) for call in calls]
    return [
        Entry(
            timezone.localdate(moment),
            call.shown_title,
            call.get_absolute_url(),
            _deadline_text(call, moment),
            DatesForm.CALLS,
            language=call.foreign_title_language,
        )
        for call, moment in moments
        if moment
    ]


def _deadline_text(call, moment):
    """ "Frist 17:00 Uhr · CERV-2027-…"; what is invented says so."""
    time = _("Frist %(time)s Uhr") % {"time": timezone.localtime(moment).strftime("%H:%M")}
    return " · ".join(filter(None, [_("Beispiel") if call.is_example else "", time, call.identifier]))


def calls_ahead(user, now, most=MOST):
    """The calls for us that can still be answered, the nearest deadline first."""
    calls = Call.objects.visible_to(user).for_us().filter(last_deadline__gt=now)
    return calls.only(*CARD).order_by("sort_deadline", "pk")[:most]


def anniversaries_of(partnerships, today):
    """The next anniversary of each partnership whose signing is a checked fact."""
    found = [(one, next_anniversary(one.signed_on, today)) for one in partnerships if one.state in LIVED]
    return [
        Entry(
            max(coming.on.first_day, today),
            _("%(years)d Jahre Partnerschaft mit %(city)s") % {"years": coming.years, "city": one.city.name},
            one.get_absolute_url(),
            _("am %(date)s") % {"date": coming.on.display()} if coming.on.day else coming.on.display(),
            DatesForm.ANNIVERSARIES,
            _vague(coming.on),
        )
        for one, coming in found
        if coming
    ]


def meetings_ahead(user, today, most=MOST):
    """Public encounters that are planned or confirmed, the next first."""
    coming = (Encounter.State.PLANNED, Encounter.State.CONFIRMED)
    rows = Encounter.objects.visible_to(user).filter(
        publicness=Publicness.PUBLIC, state__in=coming, ends_on__gte=today
    )
    return [
        Entry(
            max(one.starts_on, today),
            one.title,
            one.get_absolute_url(),
            " · ".join(filter(None, [_("Beispiel") if one.is_example else "", days_of(one), one.place])),
            DatesForm.MEETINGS,
        )
        for one in rows.order_by("starts_on", "pk")[:most]
    ]


def _vague(day):
    """When it is, for a date that is not known to the day; nothing for one that is."""
    if day.day:
        return ""
    return day.display() if day.month else _("im Lauf des Jahres %(year)d") % {"year": day.year}
