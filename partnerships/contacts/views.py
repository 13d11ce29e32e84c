"""The contact book as staff read it: the list, one person, a consent."""

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core.access import get_allowed, may, require
from core.attachments import serve
from core.models import JournalEntry
from partnerships import history
from partnerships.contacts import actions
from partnerships.contacts.filters import PersonFilter
from partnerships.contacts.summary import is_stale
from partnerships.contacts.third_countries import country_of, notice_for
from partnerships.models import ConsentFile, ContactEvent, Person, PersonFunction, Task

PER_PAGE = 30
NEWEST = 8


def functions_of_people():
    """For prefetching: functions with their organisations, today's before former ones."""
    rows = PersonFunction.objects.select_related("organisation__city", "partnership__city")
    return Prefetch("functions", rows.order_by("-last_day", "-first_day", "pk"))


@require_safe
def person_list(request):
    require(request.user, "contacts.see")
    people = Person.objects.visible_to(request.user).filter(merged_into=None)
    found = PersonFilter(request.GET, people)
    shown = found.qs.prefetch_related(functions_of_people()).order_by("family_name", "given_name", "pk")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    today, count = timezone.localdate(), page.paginator.count
    slug = found.form.cleaned_data.get("partnerschaft", "") if found.form.is_valid() else ""
    context = {
        "filter": found,
        "page": page,
        "rows": [row_of(person, today) for person in page],
        "count_text": ngettext("%(n)d Kontakt gefunden", "%(n)d Kontakte gefunden", count) % {"n": count},
        "asked_slug": slug,
        "asked_town": dict(found.filters["partnerschaft"].extra["choices"]).get(slug, ""),
        "may_export": may(request.user, "contacts.export"),
    }
    is_part = request.htmx and not request.htmx.history_restore_request
    return TemplateResponse(
        request, "contacts/list.html#results" if is_part else "contacts/list.html", context
    )


def row_of(person, today):
    held = [function for function in person.functions.all() if function.is_held_on(today)]
    return {
        "person": person,
        "functions": list(dict.fromkeys(str(function) for function in held)),
        "towns": sorted({one.partnership.city.name for one in held if one.partnership_id}),
        "email": next((one.email for one in held if one.email), person.email) if person.is_reachable else "",
        "is_stale": person.is_reachable and is_stale(person, today),
    }


@require_safe
def person(request, pk):
    """Everything about one person; an entry that was merged leads to the one that was kept."""
    people = Person.objects.select_related("country", "city__country", "user", "merged_into")
    people = people.prefetch_related(
        functions_of_people(), "bases__files", "country__facts", "city__country__facts", "confirmations"
    )
    found = get_allowed(request.user, "contacts.see", people, pk=pk)
    if found.merged_into_id:
        return redirect(found.merged_into)
    return TemplateResponse(request, "contacts/person.html", _page_of(found, request.user))


def _page_of(person, user):
    today, now = timezone.localdate(), timezone.now()
    events = ContactEvent.objects.visible_to(user).filter(persons=person)
    functions, confirmations = list(person.functions.all()), list(person.confirmations.all())
    return {
        "person": person,
        "functions": [(one, one.is_held_on(today)) for one in functions],
        "bases": sorted(person.bases.all(), key=lambda basis: (basis.revoked_on is not None, basis.pk)),
        "notice": notice_for(country_of(person), today),
        "is_stale": person.is_reachable and is_stale(person, today),
        "open_question": next((one for one in confirmations if one.is_open(now)), None),
        "answers": [one for one in confirmations if one.answered_at and not one.settled_at],
        "events": events.select_related("partnership__city").order_by("-happened_on", "-pk")[:NEWEST],
        "tasks": Task.objects.visible_to(user)
        .open()
        .filter(contact_event__persons=person)
        .select_related("owner")
        .order_by("due_on", "pk"),
        "entries": _history(person),
        "account": actions.account_for(person),
        "may_move": may(user, "contacts.move") and bool(person.MOVES[person.state]),
    }


def _history(person):
    """The newest lines of the journal, of entries that were merged into this one too."""
    own = Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person)).values_list("pk", flat=True)
    lines = JournalEntry.objects.filter(
        object_kind="partnerships.person", object_pk__in=[str(pk) for pk in own]
    )
    return [history.entry_of(line) for line in lines.select_related("by").order_by("-at", "-pk")[:NEWEST]]


@require_safe
def consent_file(request, pk):
    return serve(get_allowed(request.user, "contacts.see", ConsentFile.objects, pk=pk))
