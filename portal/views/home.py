"""The start page and the dates: what anybody sees first."""

from django.contrib.auth.decorators import login_not_required
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.conditional import public_page
from funding.models import Call
from funding.models.calls import Status
from notices.calendars import public_calendars
from partnerships.cards import home_pin, pin_of
from partnerships.models import Partnership
from portal import dates
from portal.forms import DatesForm

NEXT = 5
MOST_FIGURES = 3
SOON_DAYS = 400
FAMILIES = ("partnerships", "places", "funding")


def _partnerships(user):
    return Partnership.objects.visible_to(user).with_summary(get_language()).order_by("city__name", "pk")


@login_not_required
@require_safe
@public_page(*FAMILIES)
def home(request):
    now, today = timezone.now(), timezone.localdate()
    partnerships = list(_partnerships(request.user))
    calls = dates.deadlines_of(dates.calls_ahead(request.user, now, NEXT), now)
    feasts = [
        one for one in dates.anniversaries_of(partnerships, today) if (one.day - today).days < SOON_DAYS
    ]
    real = Call.objects.visible_to(request.user).for_us().filter(is_example=False)
    number_open = real.in_status(now, Status.OPEN).count()
    context = {
        "pins": [pin_of(one) for one in partnerships],
        "home": home_pin(),
        "figures": _figures(partnerships, number_open),
        "deadlines": calls,
        "anniversaries": [one for one in sorted(feasts) if not one.when][:NEXT],
    }
    return TemplateResponse(request, "portal/home.html", context)


def _figures(partnerships, number_open):
    """Three counted numbers with their words; what is 0 or not a checked fact makes room for the next."""
    towns = [one for one in partnerships if one.state in dates.LIVED]
    countries = len({one.city.country_id for one in towns})
    years = [one.signed_on.year for one in towns if one.signed_on]
    figures = [
        (len(towns), ngettext("Partnerstadt", "Partnerstädte", len(towns))),
        (number_open, ngettext("offener Förderaufruf", "offene Förderaufrufe", number_open)),
        (countries if countries > 1 else 0, _("Länder")),
        (str(min(years)) if years else "", _("älteste Partnerschaft")),
    ]
    return [{"number": number, "word": word} for number, word in figures if number][:MOST_FIGURES]


@login_not_required
@require_safe
@public_page(*FAMILIES)
def date_list(request):
    now, today = timezone.now(), timezone.localdate()
    form = DatesForm(request.GET)
    chosen, entries = form.chosen(), []
    if chosen in ("", DatesForm.CALLS):
        entries += dates.deadlines_of(dates.calls_ahead(request.user, now), now)
    if chosen in ("", DatesForm.ANNIVERSARIES):
        entries += dates.anniversaries_of(_partnerships(request.user), today)
    if chosen in ("", DatesForm.MEETINGS):
        entries += dates.meetings_ahead(request.user, today)
    entries.sort()
    context = {
        "form": form,
        "years": _by_year(entries),
        "count_text": ngettext("%(n)d Termin", "%(n)d Termine", len(entries)) % {"n": len(entries)},
        "calendars": [
            {"title": one.title, "url": reverse("calendar", args=[one.name]), "kind": _("Kalender (ICS)")}
            for one in public_calendars()
        ],
    }
    is_part = request.htmx and not request.htmx.history_restore_request
    return TemplateResponse(request, "portal/dates.html#results" if is_part else "portal/dates.html", context)


def _by_year(entries):
    """The dates of each year, those known to the day apart from those known to the month or year."""
    years = {}
    for entry in entries:
        year = years.setdefault(entry.day.year, {"year": str(entry.day.year), "exact": [], "vague": []})
        year["vague" if entry.when else "exact"].append(entry)
    return list(years.values())
