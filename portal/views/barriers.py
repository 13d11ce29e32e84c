"""Reporting a barrier without an account, and the desk on which the reports arrive."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import get_allowed, require
from core.errors import too_many
from core.forms import form_response
from core.once import earlier_result, first_time, remember_result
from portal import actions
from portal.forms import AnswerForm, BarrierForm
from portal.models import BarrierReport
from portal.throttle import is_too_often

PER_PAGE = 20
MOST_PER_HOUR = 5
signer = signing.Signer(salt="barrier-number")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_barrier(request):
    form = BarrierForm(request.POST or None, initial={"page": request.GET.get("seite", "")[:500]})
    if request.method != "POST" or not form.is_valid():
        return form_response(request, "portal/report_barrier.html", {}, form)
    if form.is_from_a_program:
        return redirect(_thanks(""))
    if earlier := earlier_result(form.cleaned_data["once"]):
        return redirect(earlier)
    if is_too_often(request, "barrier", most=MOST_PER_HOUR):
        return too_many(request)
    return redirect(_keep(request, form))


@transaction.atomic
def _keep(request, form):
    """Keep the report once; where its confirmation stands."""
    sent = first_time(form.cleaned_data["once"], by=request.user)
    if sent is None:
        return earlier_result(form.cleaned_data["once"])
    report = form.save(commit=False)
    report.language = get_language()
    url = _thanks(actions.report_barrier(report, by=request.user).number)
    remember_result(sent, url)
    return url


def _thanks(number):
    return reverse("portal:barrier_reported", args=[signer.sign(number)])


@login_not_required
@require_safe
def barrier_reported(request, signed):
    """The number of the report, signed so that nobody can try numbers."""
    try:
        number = signer.unsign(signed)
    except signing.BadSignature as forged:
        raise Http404 from forged
    return TemplateResponse(request, "portal/barrier_reported.html", {"number": number})


@require_safe
def barriers(request):
    require(request.user, "portal.answer_barriers")
    reports = BarrierReport.objects.visible_to(request.user).order_by("-state", "-reported_at", "-pk")
    page = Paginator(reports, PER_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(request, "portal/barriers.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def barrier(request, pk):
    reports = BarrierReport.objects.select_related("done_by")
    report = get_allowed(request.user, "portal.answer_barriers", reports, pk=pk)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        return _done(request, actions.answer_barrier, report, form.cleaned_data["answer"])
    return form_response(request, "portal/barrier.html", {"report": report}, form)


@require_POST
def close_barrier(request, pk):
    report = get_allowed(request.user, "portal.answer_barriers", BarrierReport.objects, pk=pk)
    return _done(request, actions.close_barrier, report)


def _done(request, action, report, *more):
    try:
        action(report, *more, by=request.user)
    except actions.NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Die Meldung %(number)s ist bearbeitet.") % {"number": report.number})
    return redirect("portal:barriers")
