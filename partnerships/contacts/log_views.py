"""The contact log: all of it, one entry, writing one in under a minute."""

from datetime import date

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import get_allowed, require
from core.forms import conflict_response, form_response
from core.lost_updates import StaleVersion
from partnerships.actions import NotNow
from partnerships.contacts import log as book
from partnerships.contacts.filters import LogFilter
from partnerships.contacts.log_forms import EntryForm
from partnerships.models import ContactEvent, Partnership, Person, PersonFunction, Task

PER_PAGE = 30
FORM = ["GET", "HEAD", "POST"]


@require_safe
def log(request):
    """Newest first, page by page from where the last one ended: 2,000 entries cost as much as 30."""
    require(request.user, "contacts.log")
    found = LogFilter(request.GET, ContactEvent.objects.visible_to(request.user))
    rows = found.qs.select_related("partnership__city", "field").prefetch_related("persons")
    if before := _position(request.GET.get("vor", "")):
        day, pk = before
        rows = rows.filter(Q(happened_on__lt=day) | Q(happened_on=day, pk__lt=pk))
    events = list(rows.order_by("-happened_on", "-pk")[: PER_PAGE + 1])
    parameters = request.GET.copy()
    parameters.pop("vor", None)
    back_url = f"?{parameters.urlencode()}" if before else ""
    more_url = ""
    if len(events) > PER_PAGE:
        last = events[PER_PAGE - 1]
        parameters["vor"] = f"{last.happened_on:%Y-%m-%d}_{last.pk}"
        more_url = f"?{parameters.urlencode()}"
    context = {"filter": found, "events": events[:PER_PAGE], "more_url": more_url, "back_url": back_url}
    is_part = request.htmx and not request.htmx.history_restore_request
    return TemplateResponse(request, "contacts/log.html#results" if is_part else "contacts/log.html", context)


def _position(text):
    """(day, pk) of "2026-11-24_17", or None for what is no position."""
    day, _underscore, pk = text.partition("_")
    try:
        return date.fromisoformat(day), int(pk[:18])
    except ValueError:
        return None


@require_http_methods(FORM)
def add(request):
    """?person=… and ?partnerschaft=… say with whom and for what, so that little is left to fill in."""
    require(request.user, "contacts.log")
    person, partnership = _named(request)
    initial = {
        "partnership": partnership.pk if partnership else None,
        "persons": [person.pk] if person else [],
    }
    people = _people(person, partnership)
    form = EntryForm(request.POST if request.method == "POST" else None, initial=initial, people=people)
    context = {"conflicts": [], "event": None, "person": person, "partnership": partnership}
    if form.is_bound and form.is_valid():
        event = book.add_entry(
            form.instance,
            persons=form.cleaned_data["persons"],
            follow_up=form.follow_up,
            by=request.user,
        )
        messages.success(request, _("Der Kontakt ist eingetragen."))
        return redirect(person or event)
    return form_response(request, "contacts/log_form.html", context, form)


def _named(request):
    """The person and the partnership of the address; 404 for one that is not there."""
    person = partnership = None
    if pk := request.GET.get("person"):
        if not (pk.isascii() and pk.isdigit() and len(pk) < 10):
            raise Http404(pk)
        person = get_allowed(request.user, "contacts.log", Person.objects.reachable(), pk=pk)
        held = person.functions.exclude(partnership=None).select_related("partnership__city")
        function = held.order_by("-last_day", "pk").first()
        partnership = function.partnership if function else None
    if slug := request.GET.get("partnerschaft"):
        rows = Partnership.objects.select_related("city")
        partnership = get_allowed(request.user, "contacts.log", rows, slug=slug)
    return person, partnership


def _people(person, partnership):
    """Whom the form offers: those of the partnership and the named person; None for everybody."""
    if person is None and partnership is None:
        return None
    of_town = PersonFunction.objects.filter(partnership=partnership) if partnership else None
    offered = Q(pk__in=of_town.values("person")) if partnership else Q()
    if person:
        offered |= Q(pk=person.pk)
    return Person.objects.reachable().filter(offered)


def _event(request, pk):
    events = ContactEvent.objects.select_related("partnership__city", "field", "written_by")
    return get_allowed(request.user, "contacts.log", events, pk=pk)


@require_safe
def entry(request, pk):
    event = _event(request, pk)
    context = {
        "event": event,
        "persons": event.persons.order_by("family_name", "pk"),
        "tasks": event.tasks.select_related("owner", "done_by").order_by("due_on", "pk"),
    }
    return TemplateResponse(request, "contacts/log_entry.html", context)


@require_http_methods(FORM)
def edit(request, pk):
    event = _event(request, pk)
    known = Q(contact_events=event)
    if event.partnership_id:
        known |= Q(functions__partnership=event.partnership_id)
    people = Person.objects.filter(pk__in=Person.objects.filter(known).values("pk"), merged_into=None)
    data = request.POST if request.method == "POST" else None
    form = EntryForm(data, instance=event, people=people if event.partnership_id else None)
    context = {"conflicts": [], "event": event, "person": None, "partnership": event.partnership}
    if form.is_bound and form.is_valid():
        try:
            book.save_entry(
                form.instance,
                persons=form.cleaned_data["persons"],
                follow_up=form.follow_up,
                loaded_version=form.loaded_version,
                by=request.user,
            )
        except StaleVersion as stale:
            return conflict_response(request, "contacts/log_form.html", context, form, stale.current)
        messages.success(request, _("Der Eintrag ist gespeichert."))
        return redirect(event)
    return form_response(request, "contacts/log_form.html", context, form)


@require_POST
def follow_up_done(request, pk):
    rows = Task.objects.filter(contact_event__isnull=False).select_related("contact_event")
    task = get_allowed(request.user, "contacts.log", rows, pk=pk)
    try:
        book.finish_follow_up(task, by=request.user)
    except NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Erledigt."))
    return redirect(task.contact_event)
