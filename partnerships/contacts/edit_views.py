"""What staff change about a person: data, functions, legal bases, the account."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.access import get_allowed, require
from core.forms import conflict_response, error_entries, form_response
from core.lost_updates import StaleVersion
from partnerships.actions import NotNow
from partnerships.contacts import actions, consents
from partnerships.contacts.forms import (
    BasisForm,
    BasisWithFileForm,
    EndForm,
    FunctionForm,
    InformationForm,
    PersonForm,
    RevokeForm,
)
from partnerships.models import Person, PersonFunction, ProcessingBasis

FORM = ["GET", "HEAD", "POST"]


def _person(request, pk):
    return get_allowed(request.user, "contacts.edit", Person.objects.filter(merged_into=None), pk=pk)


def _closed(request, person):
    """The way back from an entry that nobody may change any more, or None."""
    if person.is_reachable:
        return None
    messages.error(request, _("Diese Person ist gesperrt. Ihre Angaben lassen sich nicht mehr ändern."))
    return redirect(person)


def _bound(request, *files):
    return (request.POST, *files) if request.method == "POST" else ()


@require_http_methods(FORM)
def create(request):
    require(request.user, "contacts.edit")
    data = request.POST if request.method == "POST" else None
    forms = {
        "person_form": PersonForm(data),
        "function_form": FunctionForm(
            data, prefix="function", empty_permitted=True, use_required_attribute=False
        ),
        "basis_form": BasisForm(data, prefix="basis", initial={"purpose": "office", "basis": "public_task"}),
    }
    context, together = {**forms, "doubles": []}, list(forms.values())
    if data is None or error_entries(together):
        response = form_response(request, "contacts/create.html", context, forms["person_form"])
        if data is not None:
            response.status_code, response.context_data["has_errors"] = 422, True
        return response
    return _create(request, context)


def _create(request, context):
    person, function_form = context["person_form"].instance, context["function_form"]
    function = function_form.instance if function_form.has_changed() else None
    given = function_form.cleaned_data.get("organisation") if function else None
    context["doubles"] = [] if "anyway" in request.POST else actions.likely_same(person, given)
    if context["doubles"]:
        response = form_response(request, "contacts/create.html", context, context["person_form"])
        response.status_code = 422
        return response
    try:
        actions.create_person(
            person,
            function=function,
            new_organisation=function_form.new_organisation if function else None,
            basis=context["basis_form"].instance,
            by=request.user,
        )
    except NotNow as reason:
        messages.error(request, str(reason))
        return redirect("contacts:list")
    messages.success(request, _("Der Kontakt steht im Buch."))
    return redirect(person)


@require_http_methods(FORM)
def edit(request, pk):
    person = _person(request, pk)
    if way_back := _closed(request, person):
        return way_back
    form = PersonForm(*_bound(request), instance=person)
    context = {"person": Person.objects.get(pk=person.pk), "conflicts": []}
    if form.is_bound and form.is_valid():
        try:
            actions.save_person(form.instance, loaded_version=form.loaded_version, by=request.user)
        except StaleVersion as stale:
            return conflict_response(request, "contacts/edit.html", context, form, stale.current)
        except NotNow as reason:
            messages.error(request, str(reason))
            return redirect(person)
        messages.success(request, _("Die Angaben sind gespeichert."))
        return redirect(person)
    return form_response(request, "contacts/edit.html", context, form)


@require_http_methods(FORM)
def add_function(request, pk):
    person = _person(request, pk)
    if way_back := _closed(request, person):
        return way_back
    form = FunctionForm(*_bound(request), instance=PersonFunction(person=person))
    context = {"person": person, "conflicts": [], "function": None}
    if form.is_bound and form.is_valid():
        return _done(
            request,
            person,
            lambda: actions.add_function(
                form.instance, new_organisation=form.new_organisation, by=request.user
            ),
            _("Die Funktion ist eingetragen."),
        )
    return form_response(request, "contacts/function_form.html", context, form)


def _done(request, person, act, words):
    """Do one thing, say what happened, go back to the person."""
    try:
        act()
    except NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, words)
    return redirect(person)


def _function(request, pk):
    functions = PersonFunction.objects.select_related("person", "organisation__city", "partnership__city")
    return get_allowed(request.user, "contacts.edit", functions.filter(person__merged_into=None), pk=pk)


@require_http_methods(FORM)
def edit_function(request, pk):
    function = _function(request, pk)
    person = function.person
    if way_back := _closed(request, person):
        return way_back
    form = FunctionForm(*_bound(request), instance=function)
    context = {"person": person, "conflicts": [], "function": function}
    if form.is_bound and form.is_valid():
        try:
            actions.save_function(
                form.instance,
                new_organisation=form.new_organisation,
                loaded_version=form.loaded_version,
                by=request.user,
            )
        except StaleVersion as stale:
            return conflict_response(request, "contacts/function_form.html", context, form, stale.current)
        except NotNow as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("Die Funktion ist gespeichert."))
        return redirect(person)
    return form_response(request, "contacts/function_form.html", context, form)


@require_http_methods(FORM)
def end_function(request, pk):
    function = _function(request, pk)
    form = EndForm(*_bound(request), function=function)
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["last_day"]
        return _done(
            request,
            function.person,
            lambda: actions.end_function(function, last_day=day, by=request.user),
            _("Der letzte Tag ist eingetragen."),
        )
    context = {"person": function.person, "lead": str(function), "heading": _("Funktion beenden")}
    context["button"] = _("Letzten Tag eintragen")
    return form_response(request, "contacts/small_form.html", context, form)


@require_http_methods(FORM)
def add_basis(request, pk):
    person = _person(request, pk)
    if way_back := _closed(request, person):
        return way_back
    form = BasisWithFileForm(*_bound(request, request.FILES), instance=ProcessingBasis(person=person))
    if form.is_bound and form.is_valid():
        try:
            consents.add_basis(form.instance, upload=form.cleaned_data["file"], by=request.user)
        except ValidationError as reason:
            form.add_error("file", reason)
        except NotNow as reason:
            messages.error(request, str(reason))
            return redirect(person)
        else:
            messages.success(request, _("Die Rechtsgrundlage ist eingetragen."))
            return redirect(person)
    context = {"person": person, "lead": "", "heading": _("Rechtsgrundlage eintragen")}
    context["button"] = _("Rechtsgrundlage eintragen")
    return form_response(request, "contacts/small_form.html", context, form)


def _basis(request, pk):
    bases = ProcessingBasis.objects.select_related("person").filter(person__merged_into=None)
    return get_allowed(request.user, "contacts.edit", bases, pk=pk)


@require_http_methods(FORM)
def inform(request, pk):
    basis = _basis(request, pk)
    form = InformationForm(*_bound(request), instance=basis)
    if form.is_bound and form.is_valid():
        return _done(
            request,
            basis.person,
            lambda: consents.save_information(form.instance, by=request.user),
            _("Der Tag der Information ist eingetragen."),
        )
    context = {"person": basis.person, "lead": str(basis), "heading": _("Information eintragen")}
    context["button"] = _("Information eintragen")
    return form_response(request, "contacts/small_form.html", context, form)


@require_http_methods(FORM)
def revoke(request, pk):
    basis = _basis(request, pk)
    form = RevokeForm(*_bound(request), basis=basis)
    if form.is_bound and form.is_valid():
        try:
            is_blocked = consents.revoke(basis, revoked_on=form.cleaned_data["revoked_on"], by=request.user)
        except NotNow as reason:
            messages.error(request, str(reason))
        else:
            words = _("Der Widerruf ist eingetragen.")
            blocked = _("Der Widerruf ist eingetragen. Ohne anderen Grund ist die Person jetzt gesperrt.")
            messages.success(request, blocked if is_blocked else words)
        return redirect(basis.person)
    context = {"person": basis.person, "lead": str(basis), "heading": _("Einwilligung widerrufen")}
    context["button"] = _("Widerruf eintragen")
    return form_response(request, "contacts/small_form.html", context, form)


@require_POST
def link_account(request, pk):
    person = _person(request, pk)
    words = _("Das Konto ist verbunden. Die Person kann ihre Angaben jetzt selbst prüfen.")
    return _done(request, person, lambda: actions.link_account(person, by=request.user), words)


@require_POST
def unlink_account(request, pk):
    person = _person(request, pk)
    words = _("Die Verbindung zum Konto ist gelöst.")
    return _done(request, person, lambda: actions.unlink_account(person, by=request.user), words)
