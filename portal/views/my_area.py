""" "Mein Bereich": what waits, what is due, where one belongs."""

from dataclasses import replace
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.models import Membership
from core.desk import desk_of
from funding.models import Call, CallFollow
from portal import dates, side_navigation

SOON_DAYS = 14
MOST_SHOWN_DEADLINES = 6
MOST_SHOWN = 20


@require_safe
def my_area(request):
    user, today = request.user, timezone.localdate()
    desk = desk_of(user, soon=today + timedelta(days=SOON_DAYS))
    followed, deadlines = _deadlines(user)
    context = {
        "greeting": _("Guten Tag, %(name)s") % {"name": user.name} if user.name else _("Guten Tag"),
        "lead": _lead(desk),
        "groups": _grouped(desk.entries[:MOST_SHOWN], today),
        "number_hidden": max(0, desk.number - MOST_SHOWN),
        "followed": followed,
        "deadlines": deadlines,
        "memberships": user.valid_memberships,
        "asked": _asked(user),
        "side": side_navigation.groups_for(user.roles),
        "next_steps": _next_steps(user, followed),
    }
    return TemplateResponse(request, "portal/my_area.html", context)


def _lead(desk):
    if not desk.number:
        return _("Zurzeit wartet nichts auf Sie.")
    words = ngettext("%(n)d Vorgang wartet auf Sie", "%(n)d Vorgänge warten auf Sie", desk.number)
    return _("%(waiting)s, davon %(soon)d fällig in den nächsten 14 Tagen.") % {
        "waiting": words % {"n": desk.number},
        "soon": desk.number_soon,
    }


def _grouped(entries, today):
    """Overdue and today, the next two weeks, later; empty groups are left out."""
    groups = [
        {"title": _("Jetzt dran"), "entries": [e for e in entries if e.due_on <= today]},
        {"title": _("In den nächsten 14 Tagen"), "entries": []},
        {"title": _("Später"), "entries": []},
    ]
    for entry in entries:
        if entry.due_on > today:
            groups[1 if (entry.due_on - today).days <= SOON_DAYS else 2]["entries"].append(entry)
    return [group for group in groups if group["entries"]]


def _deadlines(user):
    """The deadlines of the calls one follows, and what is due next: those, and calls for us."""
    now = timezone.now()
    own = CallFollow.objects.filter(person=user, call=OuterRef("pk"))
    calls = Call.objects.visible_to(user).filter(last_deadline__gt=now).annotate(is_followed=Exists(own))
    rows = calls.filter(Q(is_followed=True) | Q(is_for_us=True)).only(*dates.CARD)
    rows = list(rows.order_by("-is_followed", "sort_deadline", "pk")[: 2 * MOST_SHOWN_DEADLINES])
    followed = dates.deadlines_of([call for call in rows if call.is_followed][:MOST_SHOWN_DEADLINES], now)
    others = dates.deadlines_of([call for call in rows if not call.is_followed], now)
    named = [replace(entry, text=_("Sie folgen · %(text)s") % {"text": entry.text}) for entry in followed]
    return followed, sorted(named + others)[:MOST_SHOWN_DEADLINES]


def _asked(user):
    """Organisations one has asked to join, or founded, that nobody has confirmed yet."""
    waiting = Membership.objects.filter(person=user, last_day=None)
    confirmed = waiting.filter(confirmed_at__isnull=False, organisation__state="confirmed")
    return list(
        waiting.exclude(pk__in=confirmed.values("pk"))
        .select_related("organisation")
        .order_by("asked_at", "pk")
    )


def _next_steps(user, followed):
    """What a fresh account may do first."""
    if len(user.roles) > 1:
        return []
    steps = [
        {
            "title": _("Gehören Sie zu einem Verein, einer Schule oder einem Betrieb?"),
            "text": _("Melden Sie Ihre Organisation an oder treten Sie ihr bei."),
            "url": reverse("accounts:organisations"),
        },
        {
            "title": _("Möchten Sie an Fristen erinnert werden?"),
            "text": _("Folgen Sie einem Förderaufruf. Wir schreiben Ihnen rechtzeitig."),
            "url": reverse("funding:overview"),
        },
        {
            "title": _("Wie oft sollen wir schreiben?"),
            "text": _("Wählen Sie: sofort, einmal am Tag, einmal in der Woche oder gar nicht."),
            "url": reverse("notices:preferences"),
        },
    ]
    return [step for step in steps if not (followed and step["url"] == reverse("funding:overview"))]
