"""What staff write beside calls: notes, own calls, decisions about what a source proposes."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import get_allowed, require
from core.forms import conflict_response, form_response
from core.journal import history_of
from core.lost_updates import StaleVersion
from core.publicness import Publicness
from funding import actions, manual
from funding.forms import CallNoteForm, ManualCallForm
from funding.models import Call, CallChange


@require_http_methods(["GET", "HEAD", "POST"])
def call_edit(request, slug):
    """Our words beside a call; a manual call is edited as a whole."""
    call = get_allowed(request.user, "funding.edit_call", Call.objects.whole(), slug=slug)
    form_class = CallNoteForm if call.is_from_feed else ManualCallForm
    form = form_class(request.POST or None, instance=call)
    context = {"call": call, "title": _("Aufruf bearbeiten"), "preline": call.identifier, "conflicts": []}
    if form.is_valid():
        try:
            _save(form, call, by=request.user)
        except StaleVersion as stale:
            return conflict_response(request, "funding/call_form.html", context, form, stale.current)
        messages.success(request, _("Der Aufruf ist gespeichert."))
        return redirect(call)
    return form_response(request, "funding/call_form.html", context, form)


def _save(form, call, *, by):
    if call.is_from_feed:
        values = {name: form.cleaned_data[name] for name in form.fields if name != "version"}
        return actions.edit_call(call, loaded_version=form.loaded_version, values=values, by=by)
    return manual.change(form.instance, deadline=form.deadline, loaded_version=form.loaded_version, by=by)


@require_http_methods(["GET", "HEAD", "POST"])
def call_new(request):
    """Enter a call that no feed brings."""
    require(request.user, "funding.edit_call")
    form = ManualCallForm(request.POST or None, initial={"publicness": Publicness.PUBLIC})
    if form.is_valid():
        call = manual.enter(form.instance, deadline=form.deadline, by=request.user)
        messages.success(request, _("Der Aufruf ist eingetragen."))
        return redirect(call)
    context = {"call": None, "title": _("Aufruf eintragen"), "preline": "", "conflicts": []}
    return form_response(request, "funding/call_form.html", context, form)


@require_safe
def call_history(request, slug):
    """Who changed what beside the call, and which states the source had."""
    call = get_allowed(request.user, "funding.edit_call", Call.objects.whole(), slug=slug)
    entries = history_of(call)[:100]
    return TemplateResponse(request, "funding/call_history.html", {"call": call, "entries": entries})


@require_POST
def proposal_decide(request, pk):
    require(request.user, "funding.decide_proposal")
    change = get_object_or_404(CallChange.objects.visible_to(request.user).select_related("call"), pk=pk)
    try:
        call = actions.decide_proposal(
            change, accept=request.POST.get("entscheidung") == "uebernehmen", by=request.user
        )
    except actions.NotNow as reason:
        messages.error(request, str(reason))
        call = change.call
    else:
        messages.success(request, _("Ihre Entscheidung ist gespeichert."))
    return redirect(call)


@require_POST
def call_withdraw(request, slug):
    call = get_allowed(request.user, "funding.edit_call", Call.objects.whole(), slug=slug)
    try:
        actions.withdraw_manual(call, by=request.user)
    except actions.NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Der Aufruf ist nur noch intern sichtbar."))
    return redirect(call)
