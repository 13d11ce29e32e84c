"""The list of participants: a page of its own that no browser keeps."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import form_response
from partnerships.actions import NotNow
from partnerships.encounters import lists
from partnerships.encounters.list_forms import NeedForm, ParticipantForm, TermForm
from partnerships.encounters.permissions import ORGANISERS, organisations_of
from partnerships.encounters.views import allowed
from partnerships.models import Participant, ParticipantList

SEE, KEEP = "encounters.see_list_of_people", "encounters.keep_list_of_people"


def _list_of(request, encounter):
    """The list that this person may know of, or None."""
    rows = ParticipantList.objects.visible_to(request.user).select_related("kept_by")
    found = rows.filter(encounter=encounter).first()
    if found:
        found.encounter = encounter
    return found


def _is_open(request, encounter):
    """Staff state a reason first; whoever keeps the list does not."""
    return not request.user.is_city_staff or lists.is_let_in(request.session, encounter, timezone.now())


def _open_list(request, pk):
    """(encounter, list) for a change; 403 for staff without a stated reason."""
    encounter = allowed(request, KEEP, pk)
    found = _list_of(request, encounter)
    if found is None:
        raise Http404("list")
    if not _is_open(request, encounter):
        raise PermissionDenied("no reason stated")
    return encounter, found


def _context(request, encounter):
    found = _list_of(request, encounter)
    is_open = found is not None and _is_open(request, encounter)
    return {
        "encounter": encounter,
        "list": found,
        "is_open": is_open,
        "people": list(found.participants.order_by("name", "pk")) if is_open else [],
        "is_taken": found is None and ParticipantList.objects.filter(encounter=encounter).exists(),
        "usual_end": lists.usual_end(encounter),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people(request, pk):
    """The list; staff state by POST why they read it."""
    encounter = allowed(request, SEE, pk)
    form = NeedForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if request.user.is_city_staff:
            lists.state_need(encounter, reason=form.cleaned_data["reason"], by=request.user)
            lists.let_in(request.session, encounter, timezone.now())
        return redirect("encounters:people", pk)
    return form_response(request, "encounters/people.html", _context(request, encounter), form)


@never_cache
@require_safe
def print_view(request, pk):
    encounter = allowed(request, SEE, pk)
    context = _context(request, encounter)
    if not context["is_open"]:
        return redirect("encounters:people", pk)
    return form_response(request, "encounters/people_print.html", context, NeedForm())


@require_POST
def begin(request, pk):
    encounter = allowed(request, KEEP, pk)
    own = organisations_of(request.user, ORGANISERS)
    organisers = sorted(encounter.organisers.all(), key=lambda one: one.pk)
    keeper = next((one for one in organisers if one in own), None) or next(iter(own + organisers), None)
    if keeper is None:
        messages.error(request, _("Tragen Sie zuerst ein, wer die Begegnung veranstaltet."))
        return redirect("encounters:people", pk)
    try:
        lists.open_list(encounter, kept_by=keeper, by=request.user)
    except NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Die Liste ist angelegt. Sie löscht sich von selbst."))
    return redirect("encounters:people", pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request, pk, participant=None):
    """Add or change somebody on the list."""
    encounter, found = _open_list(request, pk)
    row = (
        get_object_or_404(Participant, pk=participant, list=found) if participant else Participant(list=found)
    )
    row.list = found
    form = ParticipantForm(request.POST if request.method == "POST" else None, instance=row)
    context = {"encounter": encounter, "person": row if participant else None}
    if form.is_bound and form.is_valid():
        try:
            if participant:
                lists.change(form.instance, by=request.user)
            else:
                lists.add(found, form.instance, by=request.user)
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Die Liste ist gespeichert."))
            return redirect("encounters:people", pk)
    return form_response(request, "encounters/person_form.html", context, form)


@require_POST
def remove_person(request, pk, participant):
    _encounter, found = _open_list(request, pk)
    row = get_object_or_404(Participant, pk=participant, list=found)
    row.list = found
    lists.remove(row, by=request.user)
    messages.success(request, _("Der Eintrag ist entfernt."))
    return redirect("encounters:people", pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def term(request, pk):
    encounter, found = _open_list(request, pk)
    form = TermForm(
        request.POST if request.method == "POST" else None,
        encounter=encounter,
        initial={"delete_on": found.delete_on, "funder": found.funder},
    )
    if form.is_bound and form.is_valid():
        lists.set_term(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Der Löschtag ist eingetragen."))
        return redirect("encounters:people", pk)
    return form_response(request, "encounters/term_form.html", {"encounter": encounter}, form)


@require_POST
def delete(request, pk):
    _encounter, found = _open_list(request, pk)
    lists.delete(found, by=request.user)
    messages.success(request, _("Die Liste ist gelöscht."))
    return redirect("encounters:detail", pk)
