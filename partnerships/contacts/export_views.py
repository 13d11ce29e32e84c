"""What only the head of the office does: export the book, answer about a person, end an entry."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.personal_data import ENCODER
from core.access import get_allowed, require
from core.exports import MEDIA_TYPE
from core.forms import form_response
from core.journal import record
from core.logs import security_event
from partnerships.actions import NotNow
from partnerships.contacts import leaving, tables
from partnerships.contacts.filters import PersonFilter
from partnerships.contacts.forms import ExportForm, MoveForm
from partnerships.contacts.subject_data import data_of
from partnerships.contacts.third_countries import country_of, notice_for
from partnerships.contacts.views import functions_of_people
from partnerships.models import Person

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def export(request):
    """The found people as a table; never anybody who is blocked, never a note."""
    require(request.user, "contacts.export")
    people = PersonFilter(request.GET, Person.objects.visible_to(request.user).reachable()).qs
    people = people.select_related("country", "city__country").prefetch_related(
        functions_of_people(), "country__facts", "city__country__facts"
    )
    rows, today = list(people.order_by("family_name", "given_name", "pk")), timezone.localdate()
    notices = [notice_for(country_of(person), today) for person in rows]
    countries = sorted({notice.country for notice in notices if notice and notice.needs_care})
    data = request.POST if request.method == "POST" else None
    form = ExportForm(data, needs_care=bool(countries))
    if form.is_bound and form.is_valid():
        return _file(request, form.cleaned_data["kind"], rows, today)
    context = {"number": len(rows), "countries": countries}
    return form_response(request, "contacts/export.html", context, form)


def _file(request, kind, rows, today):
    record("contacts.exported", request.user, by=request.user, changes={"number": (None, len(rows))})
    security_event("data-exported", actor=request.user, what="contacts", number=len(rows))
    header, lines = tables.header(), [tables.line_of(person, today) for person in rows]
    if kind == ExportForm.XLSX:
        response = HttpResponse(tables.as_xlsx(header, lines), content_type=tables.XLSX)
    else:
        response = HttpResponse(tables.as_csv(header, lines), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="kontakte.{kind}"'
    return response


@require_http_methods(FORM)
def move(request, pk):
    """Block, offer to the archive, anonymise, keep: each with a reason."""
    person = get_allowed(request.user, "contacts.move", Person.objects.filter(merged_into=None), pk=pk)
    form = MoveForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            leaving.move(person, given["to"], reason=given["reason"], by=request.user)
        except NotNow as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("Der neue Stand ist eingetragen."))
        return redirect("contacts:person", person.pk)
    context = {"person": person, "heading": _("Stand ändern"), "button": _("Neuen Stand eintragen")}
    context["lead"] = _("Jetzt: %(state)s. Anonymisieren lässt sich nicht rückgängig machen.") % {
        "state": person.get_state_display()
    }
    return form_response(request, "contacts/small_form.html", context, form)


@require_POST
def subject_data(request, pk):
    """All data about a person as a JSON file; a POST, so that no link can fetch it."""
    person = get_allowed(request.user, "contacts.move", Person.objects.filter(merged_into=None), pk=pk)
    security_event("data-exported", actor=request.user, obj=person)
    data = {"exported_at": timezone.now(), "data": data_of(person, by=request.user)}
    text = json.dumps(data, cls=ENCODER, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="auskunft-{person.pk}.json"'
    return response
