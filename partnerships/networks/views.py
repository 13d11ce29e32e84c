"""Memberships of the city in networks: what everybody reads, and what staff do with them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Sum
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import get_allowed, may, require
from core.conditional import public_page
from core.forms import conflict_response, form_response
from core.journal import history_of
from core.lost_updates import StaleVersion
from partnerships import history
from partnerships.models import NetworkMembership
from partnerships.networks import actions
from partnerships.networks.forms import SUGGESTIONS, LeaveForm, MembershipForm, known_networks

PER_PAGE = 50
SHOWN_HISTORY = 10


@login_not_required
@require_safe
@public_page("partnerships", "accounts")
def network_list(request):
    """Current memberships first; staff also read what they cost in a year."""
    today = timezone.localdate()
    seen = NetworkMembership.objects.visible_to(request.user).select_related("contact_office")
    page = Paginator(seen.order_by("-member_until", "network"), PER_PAGE).get_page(request.GET.get("page"))
    may_edit = may(request.user, "partnerships.edit_network")
    current = seen.exclude(member_until__lt=today)
    context = {
        "page": page,
        "today": today,
        "may_edit": may_edit,
        "fees": current.aggregate(sum=Sum("fee"))["sum"] if may_edit else None,
        "without_fee": current.filter(fee=None).count() if may_edit else 0,
    }
    return TemplateResponse(request, "networks/list.html", context)


@login_not_required
@require_safe
@public_page("partnerships", "accounts")
def network_detail(request, pk):
    rows = NetworkMembership.objects.visible_to(request.user).select_related("contact_office")
    network = get_object_or_404(rows, pk=pk)
    may_edit = may(request.user, "partnerships.edit_network")
    context = {
        "network": network,
        "today": timezone.localdate(),
        "may_edit": may_edit,
        "may_publish": may(request.user, "partnerships.publish_network"),
        "entries": entries_of(network) if may_edit else [],
    }
    return TemplateResponse(request, "networks/network.html", context)


def entries_of(row):
    """The last lines of the journal of a row, in words."""
    return [history.entry_of(line) for line in history_of(row)[:SHOWN_HISTORY]]


def _form_page(network):
    return {"network": network, "conflicts": [], "suggestions": known_networks(), "list_id": SUGGESTIONS}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    require(request.user, "partnerships.edit_network")
    form = MembershipForm(request.POST if request.method == "POST" else None, instance=NetworkMembership())
    if form.is_bound and form.is_valid():
        try:
            network = actions.join(form.instance, by=request.user)
        except actions.NotNow as reason:
            form.add_error("network", str(reason))
        else:
            messages.success(
                request, _("Die Mitgliedschaft ist eingetragen. Bisher sieht sie nur die Verwaltung.")
            )
            return redirect(network)
    return form_response(request, "networks/form.html", _form_page(None), form)


def _network(request, pk, permission="partnerships.edit_network"):
    return get_allowed(request.user, permission, NetworkMembership.objects, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    network = _network(request, pk)
    form = MembershipForm(request.POST if request.method == "POST" else None, instance=network)
    template, context = "networks/form.html", _form_page(_network(request, pk) if request.POST else network)
    if form.is_bound and form.is_valid():
        try:
            actions.save_membership(form.instance, loaded_version=form.loaded_version, by=request.user)
        except StaleVersion as stale:
            return conflict_response(request, template, context, form, stale.current)
        except actions.NotNow as reason:
            form.add_error("network", str(reason))
        else:
            messages.success(request, _("Die Angaben sind gespeichert."))
            return redirect("networks:network", pk)
    return form_response(request, template, context, form)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, pk):
    network = _network(request, pk)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.leave(network, on=form.cleaned_data["on"], by=request.user)
        except actions.NotNow as reason:
            form.add_error("on", str(reason))
        else:
            messages.success(request, _("Die Mitgliedschaft ist beendet."))
            return redirect(network)
    return form_response(request, "networks/leave.html", {"network": network}, form)


def act(request, row, do, done, **more):
    """Do one thing with a row and say what came of it."""
    try:
        do(row, by=request.user, **more)
    except actions.NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, done)
    return redirect(row)


@require_POST
def publish(request, pk):
    network = _network(request, pk, "partnerships.publish_network")
    return act(request, network, actions.publish, _("Die Mitgliedschaft ist öffentlich."))


@require_POST
def unpublish(request, pk):
    network = _network(request, pk, "partnerships.publish_network")
    return act(request, network, actions.unpublish, _("Die Mitgliedschaft ist wieder intern."))
