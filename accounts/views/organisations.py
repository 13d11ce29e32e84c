"""Organisations as their people see them: mine, founding, joining, one organisation."""

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions
from accounts.forms import JoinForm, OrganisationEditForm, OrganisationForm
from accounts.models import Membership, Organisation
from core import errors
from core.access import get_allowed, may, require
from core.forms import conflict_response, form_response
from core.lost_updates import StaleVersion

PER_PAGE = 20


@require_safe
def mine(request):
    own = Membership.objects.filter(person=request.user).select_related("organisation")
    rows = list(own.order_by("last_day", "organisation__name", "pk"))
    today = timezone.localdate()
    context = {
        "current": [m for m in rows if m.last_day is None or m.last_day >= today],
        "former": [m for m in rows if m.last_day is not None and m.last_day < today],
    }
    return TemplateResponse(request, "accounts/organisations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def found(request):
    require(request.user, "accounts.found_organisation")
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not consume(request, action="found_organisation", user=request.user):
            return errors.too_many(request)
        organisation = actions.found_organisation(form.instance, by=request.user)
        messages.success(
            request,
            _("„%s“ ist angemeldet. Die Stadt bestätigt in der Regel in zwei Arbeitstagen.") % organisation,
        )
        return redirect("accounts:organisations")
    return form_response(request, "accounts/found.html", {}, form)


@require_safe
def choose(request):
    """Search for an organisation to join."""
    words = request.GET.get("q", "").replace("\x00", "")[:100].strip()
    found_ones = Organisation.objects.to_join().filter(name__icontains=words).order_by("name", "pk")
    page = Paginator(found_ones if words else found_ones.none(), PER_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(request, "accounts/choose.html", {"words": words, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def join(request, slug):
    organisation = get_object_or_404(Organisation.objects.to_join(), slug=slug)
    require(request.user, "accounts.join_organisation", organisation)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not consume(request, action="join_organisation", user=request.user):
            return errors.too_many(request)
        try:
            actions.ask_to_join(organisation, function=form.cleaned_data["function"], by=request.user)
        except actions.NotNow as reason:
            messages.error(request, str(reason))
        else:
            messages.success(
                request, _("Ihre Anfrage ist gestellt. Sie bekommen Bescheid, sobald jemand entscheidet.")
            )
        return redirect("accounts:organisations")
    return form_response(request, "accounts/join.html", {"organisation": organisation}, form)


@require_safe
def organisation(request, slug):
    """What the organisation says of itself; its members for those who look after it."""
    found = get_object_or_404(Organisation.objects.visible_to(request.user).select_related("city"), slug=slug)
    user = request.user
    sees_members = may(user, "accounts.see_members", found)
    may_edit = may(user, "accounts.edit_organisation", found)
    memberships = found.memberships.select_related("person").order_by("last_day", "person__name", "pk")
    rows = list(memberships if sees_members else memberships.filter(person=user))
    context = {
        "organisation": found,
        "sees_members": sees_members,
        "members": [row for row in rows if row.confirmed_at],
        "today": timezone.localdate(),
        "may_edit": may_edit,
        "may_decide": found.is_open and sees_members,
        "joinings": _joinings(found, rows, user) if may_edit else [],
        "own": next((row for row in rows if row.person_id == user.pk and not row.last_day), None),
    }
    return TemplateResponse(request, "accounts/organisation.html", context)


def _joinings(organisation, rows, user):
    """joinings_for() of this organisation, out of rows that are here already."""
    if organisation.state != Organisation.State.CONFIRMED:
        return []
    waiting = [row for row in rows if row.is_waiting and row.person_id != user.pk]
    return sorted(waiting, key=lambda row: (row.asked_at, row.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug):
    found = get_allowed(request.user, "accounts.edit_organisation", Organisation.objects, slug=slug)
    form = OrganisationEditForm(request.POST or None, instance=found)
    context = {"organisation": Organisation.objects.get(pk=found.pk)}
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_organisation(form.instance, loaded_version=form.loaded_version, by=request.user)
        except StaleVersion as stale:
            return conflict_response(request, "accounts/edit_organisation.html", context, form, stale.current)
        messages.success(request, _("Die Angaben sind gespeichert."))
        return redirect(found)
    return form_response(request, "accounts/edit_organisation.html", context, form)
