"""Who waits for a decision, and the decisions about memberships."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions
from accounts.desk import foundings_for, joinings_for
from accounts.forms import EndForm, FunctionForm, ReasonForm
from accounts.models import Membership, Organisation
from core.access import get_allowed
from core.desk import forget_number
from core.forms import form_response


@require_safe
def requests(request):
    context = {"foundings": foundings_for(request.user), "joinings": joinings_for(request.user)}
    return TemplateResponse(request, "accounts/requests.html", context)


def _decide(request, action, done, **more):
    """Do it, say what happened, and go back to the list."""
    try:
        action(by=request.user, **more)
    except actions.NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, done)
    forget_number(request.user)
    return redirect("accounts:requests")


def _proposed(request, slug):
    return get_allowed(request.user, "accounts.confirm_organisation", Organisation.objects, slug=slug)


@require_POST
def confirm_founding(request, slug):
    found = _proposed(request, slug)
    return _decide(
        request, lambda by: actions.confirm_organisation(found, by=by), _("„%s“ ist bestätigt.") % found
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decline_founding(request, slug):
    found = _proposed(request, slug)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _decide(
            request,
            lambda by, reason: actions.decline_organisation(found, reason=reason, by=by),
            _("„%s“ ist abgelehnt.") % found,
            reason=form.cleaned_data["reason"],
        )
    return form_response(request, "accounts/decline.html", {"subject": found}, form)


def _membership(request, permission, pk):
    rows = Membership.objects.select_related("person", "organisation")
    return get_allowed(request.user, permission, rows, pk=pk)


@require_POST
def confirm_joining(request, pk):
    membership = _membership(request, "accounts.confirm_membership", pk)
    return _decide(
        request,
        lambda by: actions.confirm_membership(membership, by=by),
        _("%(person)s gehört jetzt zu „%(name)s“.")
        % {"person": membership.person, "name": membership.organisation},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decline_joining(request, pk):
    membership = _membership(request, "accounts.confirm_membership", pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _decide(
            request,
            lambda by, reason: actions.decline_membership(membership, reason=reason, by=by),
            _("Die Anfrage ist abgelehnt."),
            reason=form.cleaned_data["reason"],
        )
    return form_response(request, "accounts/decline.html", {"subject": membership}, form)


def _changed(request, membership, action, done):
    try:
        action()
    except actions.NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, done)
    return redirect(membership.organisation)


@require_http_methods(["GET", "HEAD", "POST"])
def change_function(request, pk):
    membership = _membership(request, "accounts.change_membership", pk)
    form = FunctionForm(request.POST or None, initial={"function": membership.function})
    if request.method == "POST" and form.is_valid():
        function = form.cleaned_data["function"]
        return _changed(
            request,
            membership,
            lambda: actions.change_function(membership, function=function, by=request.user),
            _("Die Funktion ist geändert."),
        )
    return form_response(request, "accounts/change_function.html", {"membership": membership}, form)


@require_http_methods(["GET", "HEAD", "POST"])
def end_membership(request, pk):
    membership = _membership(request, "accounts.change_membership", pk)
    form = EndForm(request.POST or None, membership=membership)
    if request.method == "POST" and form.is_valid():
        last_day = form.cleaned_data["last_day"]
        return _changed(
            request,
            membership,
            lambda: actions.end_membership(membership, last_day=last_day, by=request.user),
            _("Der letzte Tag ist eingetragen."),
        )
    return form_response(request, "accounts/end_membership.html", {"membership": membership}, form)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, pk):
    own = Membership.objects.filter(person=request.user).select_related("person", "organisation")
    membership = get_object_or_404(own, pk=pk, last_day=None)
    if request.method == "POST":
        actions.leave(membership, by=request.user)
        messages.success(request, _("Sie gehören nicht mehr zu „%s“.") % membership.organisation)
        return redirect("accounts:organisations")
    return TemplateResponse(request, "accounts/leave.html", {"membership": membership})
