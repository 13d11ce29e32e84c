"""The pages that everybody reads: overview, list, one call; and following, for who has signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.access import get_allowed, may, require
from core.calendars import FILE_TYPE, build_calendar
from core.conditional import public_page
from funding import actions, cards, dates_out, finding, pages
from funding.expected import earlier_calls, expected_calls
from funding.filters import CallFilterForm, narrowed
from funding.models import Call, CallFollow

MOST_ON_OVERVIEW = 6
NEXT = 8


@login_not_required
@require_safe
@public_page("funding")
def overview(request):
    now = timezone.now()
    calls = Call.objects.visible_to(request.user)
    ours = list(calls.for_us().current(now).for_cards().order_by("sort_deadline", "pk")[:MOST_ON_OVERVIEW])
    following = list(calls.filter(next_deadline__gt=now).for_cards().order_by("next_deadline", "pk")[:NEXT])
    context = {
        "now": now,
        "cards": [cards.card_of(call, now) for call in ours],
        "dates": [
            {
                "day": call.next_deadline,
                "title": call.shown_title,
                "url": call.get_absolute_url(),
                "text": call.identifier,
                "language": call.foreign_title_language,
            }
            for call in following
        ],
        "expected": _expected(calls),
        "follows_new": request.user.is_authenticated
        and CallFollow.objects.filter(person=request.user, call=None).exists(),
        "may_see_sources": may(request.user, "funding.see_sources"),
    }
    return TemplateResponse(request, "funding/overview.html", context)


def _expected(calls):
    """What earlier years let us expect, without what is there already."""
    today, earlier = timezone.localdate(), earlier_calls()
    wanted = [expected.identifier for expected in expected_calls(earlier, today)]
    known = calls.filter(identifier__in=wanted).values_list("identifier", flat=True)
    return expected_calls(earlier, today, known=list(known))


@login_not_required
@require_safe
@public_page("funding")
def call_list(request):
    now = timezone.now()
    form = CallFilterForm(request.GET or None) if request.GET else CallFilterForm({})
    chosen = form.read()
    calls = narrowed(Call.objects.visible_to(request.user), chosen, now)
    found = finding.find(
        calls,
        words=chosen["q"],
        order=chosen["sortierung"],
        status=chosen["status"],
        after=request.GET.get("nach", ""),
    )
    context = {
        "form": form,
        "words": chosen["q"],
        "cards": [cards.card_of(call, now) for call in found.calls],
        "count_text": _count_text(found),
        "meant": _meant(request, calls, chosen["q"], found),
        "more_url": _address(request, found.after) if found.after else "",
        "back_url": "" if found.is_first else _address(request, ""),
    }
    is_part = request.htmx and not request.htmx.history_restore_request
    template = "funding/call_list.html#results" if is_part else "funding/call_list.html"
    return TemplateResponse(request, template, context)


def _meant(request, calls, words, found):
    if not words or found.count:
        return []
    return [{"words": other, "url": _address(request, "", q=other)} for other in finding.meant(calls, words)]


def _count_text(found):
    if found.is_more_than_counted:
        return _("mehr als %(n)d Aufrufe") % {"n": found.count}
    return ngettext("%(n)d Aufruf gefunden", "%(n)d Aufrufe gefunden", found.count) % {"n": found.count}


def _address(request, after, **other):
    """The same list, continued behind a call, or with other words."""
    parameters = request.GET.copy()
    parameters.pop("nach", None)
    for name, value in other.items():
        parameters[name] = value
    if after:
        parameters["nach"] = after
    return f"{request.path}?{parameters.urlencode()}" if parameters else request.path


@login_not_required
@require_safe
@public_page("funding", "partnerships", "places")
def call_detail(request, slug):
    call = _call(request, slug)
    return TemplateResponse(
        request, "funding/call_detail.html", pages.context_of(call, request.user, timezone.now())
    )


@login_not_required
@require_safe
@public_page("funding")
def call_calendar(request, slug):
    """The deadlines of one call as a calendar file."""
    call = _call(request, slug)
    content = build_calendar(call.shown_title, dates_out.events_of(call))
    response = HttpResponse(content, content_type=FILE_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{call.slug}.ics"'
    return response


def _call(request, slug):
    calls = Call.objects.visible_to(request.user).whole().select_related("source")
    return get_object_or_404(calls, slug=slug)


@require_POST
def follow(request, slug):
    call = get_allowed(request.user, "funding.follow_call", Call.objects.whole(), slug=slug)
    actions.follow(call, by=request.user)
    messages.success(request, _("Sie folgen diesem Aufruf. Wir melden Änderungen und erinnern an die Frist."))
    return redirect(call)


@require_POST
def unfollow(request, slug):
    call = get_allowed(request.user, "funding.follow_call", Call.objects.whole(), slug=slug)
    actions.unfollow(call, by=request.user)
    messages.success(request, _("Sie folgen diesem Aufruf nicht mehr."))
    return redirect(call)


@require_POST
def follow_new(request):
    require(request.user, "funding.follow_call")
    actions.follow(None, by=request.user)
    messages.success(request, _("Wir melden Ihnen neue Aufrufe für Städte und Partnerschaften."))
    return redirect(reverse("funding:overview"))


@require_POST
def unfollow_new(request):
    require(request.user, "funding.follow_call")
    actions.unfollow(None, by=request.user)
    messages.success(request, _("Sie bekommen keine Hinweise mehr auf neue Aufrufe."))
    return redirect(reverse("funding:overview"))
