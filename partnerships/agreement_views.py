"""Pages for the agreements of a partnership."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.access import get_allowed
from core.forms import conflict_response, form_response
from core.lost_updates import StaleVersion
from partnerships import agreements
from partnerships.agreement_forms import AgreementForm
from partnerships.models import Agreement, Partnership
from partnerships.states import NotNow

TEMPLATE = "partnerships/agreement_form.html"


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, slug):
    rows = Partnership.objects.select_related("city")
    partnership = get_allowed(request.user, "partnerships.edit", rows, slug=slug)
    form = AgreementForm(request.POST or None, instance=Agreement(partnership=partnership))
    if form.is_bound and form.is_valid():
        agreements.add_agreement(form.instance, by=request.user)
        messages.success(request, _("Die Vereinbarung ist eingetragen. Sie ist zunächst intern."))
        return redirect("partnerships:papers", slug)
    return form_response(request, TEMPLATE, {"partnership": partnership, "conflicts": []}, form)


def _agreement(request, slug, pk, permission="partnerships.edit"):
    rows = Agreement.objects.select_related("partnership__city")
    return get_allowed(request.user, permission, rows, pk=pk, partnership__slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug, pk):
    agreement = _agreement(request, slug, pk)
    form = AgreementForm(request.POST or None, instance=agreement)
    context = {"partnership": agreement.partnership, "agreement": agreement, "conflicts": []}
    if form.is_bound and form.is_valid():
        try:
            agreements.save_agreement(form.instance, loaded_version=form.loaded_version, by=request.user)
        except StaleVersion as stale:
            return conflict_response(request, TEMPLATE, context, form, stale.current)
        messages.success(request, _("Die Vereinbarung ist gespeichert."))
        return redirect("partnerships:papers", slug)
    return form_response(request, TEMPLATE, context, form)


@require_POST
def publish(request, slug, pk):
    agreement = _agreement(request, slug, pk, "partnerships.publish")
    return _show(
        request, slug, agreements.publish_agreement, agreement, _("Alle sehen die Vereinbarung jetzt.")
    )


@require_POST
def unpublish(request, slug, pk):
    agreement = _agreement(request, slug, pk, "partnerships.publish")
    return _show(
        request, slug, agreements.unpublish_agreement, agreement, _("Die Vereinbarung ist jetzt intern.")
    )


def _show(request, slug, action, agreement, success):
    try:
        action(agreement, by=request.user)
    except NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, success)
    return redirect("partnerships:papers", slug)
