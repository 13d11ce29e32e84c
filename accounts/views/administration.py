"""People's accounts, for the technical administration and the head.

Every change asks again who one is (R10).
"""

import functools

from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, administration
from accounts.forms import EndForm, GrantForm
from accounts.models import Membership, User
from core.access import may, require
from core.forms import form_response
from core.journal import history_of

PER_PAGE = 25
SECURED = {
    "has_second_factor": Exists(Authenticator.objects.filter(user=OuterRef("pk"))),
    "is_confirmed": Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)),
}


def for_those_who_may(permission):
    """Decorator: 403 for everybody else, before anything asks for a password."""

    def decorate(view):
        @functools.wraps(view)
        def wrapper(request, *args, **kwargs):
            require(request.user, permission)
            return view(request, *args, **kwargs)

        return wrapper

    return decorate


def _everybody():
    return User.objects.filter(erased_at=None)


@require_safe
@for_those_who_may("accounts.grant_memberships")
def people(request):
    words = request.GET.get("q", "")[:100].strip()
    found = _everybody()
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    today = Membership.objects.valid_on(timezone.localdate()).select_related("organisation").order_by("pk")
    found = found.prefetch_related(Prefetch("memberships", today, to_attr="todays")).order_by("name", "email")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(request, "accounts/people.html", {"words": words, "page": page})


@require_safe
@for_those_who_may("accounts.grant_memberships")
def person(request, pk):
    found = get_object_or_404(_everybody().annotate(**SECURED), pk=pk)
    administers = may(request.user, "accounts.administer_people")
    memberships = found.memberships.select_related("organisation", "on_behalf_of").order_by("last_day", "pk")
    context = {
        "person": found,
        "memberships": [
            (m, may(request.user, "accounts.grant_membership_in", m.organisation)) for m in memberships
        ],
        "may_administer": administers,
        "history": history_of(found)[:20] if administers else [],
        "number_of_sessions": UserSession.objects.filter(user=found).count() if administers else 0,
    }
    return TemplateResponse(request, "accounts/person.html", context)


def _do(request, pk, action, done):
    """One change to an account by the administration."""
    found = get_object_or_404(_everybody(), pk=pk)
    try:
        action(found, by=request.user)
    except actions.NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, done)
    return redirect("accounts:person", pk=pk)


@require_POST
@for_those_who_may("accounts.administer_people")
@reauthentication_required
def deactivate(request, pk):
    return _do(request, pk, administration.deactivate, _("Das Konto ist gesperrt und abgemeldet."))


@require_POST
@for_those_who_may("accounts.administer_people")
@reauthentication_required
def reactivate(request, pk):
    return _do(request, pk, administration.reactivate, _("Das Konto ist wieder frei."))


@require_POST
@for_those_who_may("accounts.administer_people")
@reauthentication_required
def end_sessions(request, pk):
    return _do(request, pk, administration.end_sessions, _("Die Person ist überall abgemeldet."))


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may("accounts.grant_memberships")
@reauthentication_required
def grant(request, pk):
    found = get_object_or_404(_everybody(), pk=pk)
    form = GrantForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        require(request.user, "accounts.grant_membership_in", form.cleaned_data["organisation"])
        try:
            administration.grant_membership(found, by=request.user, **form.cleaned_data)
        except actions.NotNow as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("Die Mitgliedschaft ist eingetragen."))
        return redirect("accounts:person", pk=pk)
    return form_response(request, "accounts/grant.html", {"person": found}, form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may("accounts.grant_memberships")
@reauthentication_required
def end_granted(request, pk):
    membership = get_object_or_404(Membership.objects.select_related("person", "organisation"), pk=pk)
    require(request.user, "accounts.grant_membership_in", membership.organisation)
    form = EndForm(request.POST or None, membership=membership)
    if request.method == "POST" and form.is_valid():
        actions.end_membership(membership, last_day=form.cleaned_data["last_day"], by=request.user)
        messages.success(request, _("Der letzte Tag ist eingetragen."))
        return redirect("accounts:person", pk=membership.person_id)
    return form_response(request, "accounts/end_membership.html", {"membership": membership}, form)
