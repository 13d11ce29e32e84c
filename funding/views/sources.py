"""How the sources are doing: for staff, with everything a person can do about it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.access import get_allowed, require
from funding import actions, quarantine
from funding.claims import Busy
from funding.models import FeedSource, PageChange, Quarantined
from funding.source_pages import overview_rows, source_context

PER_PAGE = 25


@require_safe
def source_list(request):
    require(request.user, "funding.see_sources")
    sources = overview_rows(timezone.now())
    return TemplateResponse(request, "funding/source_list.html", {"sources": sources})


@require_safe
def source_detail(request, key):
    source = get_allowed(request.user, "funding.see_sources", FeedSource.objects, key=key)
    rows = source.quarantine.waiting().order_by("-held_at", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, **source_context(source)}
    return TemplateResponse(request, "funding/source_detail.html", context)


@require_POST
def source_ask(request, key):
    source = get_allowed(request.user, "funding.ask_source", FeedSource.objects, key=key)
    try:
        actions.ask_now(source, by=request.user)
    except actions.NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Die Quelle kommt als nächste dran. Das dauert bis zu 5 Minuten."))
    return redirect("funding:source", key=source.key)


@require_POST
def source_switch(request, key):
    source = get_allowed(request.user, "funding.ask_source", FeedSource.objects, key=key)
    actions.switch_source(source, is_enabled=not source.is_enabled, by=request.user)
    words = _("Die Quelle ist ausgeschaltet.") if source.is_enabled else _("Die Quelle ist eingeschaltet.")
    messages.success(request, words)
    return redirect("funding:source", key=source.key)


@require_POST
def source_replay(request, key):
    source = get_allowed(request.user, "funding.ask_source", FeedSource.objects, key=key)
    try:
        run = quarantine.replay(source, by=request.user)
    except Busy:
        messages.error(
            request, _("Die Quelle wird gerade abgerufen. Versuchen Sie es in einigen Minuten noch einmal.")
        )
    else:
        messages.success(request, _say_run(run))
    return redirect("funding:source", key=source.key)


@require_POST
def quarantine_release(request, key):
    """Take over what was held back: one row, or all readable ones of this source."""
    source = get_allowed(request.user, "funding.decide_quarantine", FeedSource.objects, key=key)
    rows = source.quarantine.waiting().select_related("source")
    if (row := request.POST.get("zeile", "")).isdecimal():
        rows = rows.filter(pk=int(row[:18]))
    try:
        run = quarantine.release(rows[:500], by=request.user) if rows else None
    except (actions.NotNow, Busy) as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _say_run(run) if run else _("In der Quarantäne liegt nichts mehr."))
    return redirect("funding:source", key=source.key)


@require_POST
def quarantine_dismiss(request, pk):
    require(request.user, "funding.decide_quarantine")
    row = get_object_or_404(Quarantined.objects.visible_to(request.user).select_related("source"), pk=pk)
    quarantine.dismiss(row, by=request.user)
    messages.success(request, _("Der Datensatz ist beiseitegelegt."))
    return redirect("funding:source", key=row.source.key)


@require_POST
def page_change_read(request, pk):
    require(request.user, "funding.see_sources")
    change = get_object_or_404(PageChange.objects.visible_to(request.user).select_related("source"), pk=pk)
    actions.mark_page_read(change, by=request.user)
    messages.success(request, _("Die Änderung ist als gelesen markiert."))
    return redirect("funding:source", key=change.source.key)


def _say_run(run):
    return ngettext("%(n)d Aufruf übernommen.", "%(n)d Aufrufe übernommen.", run.new + run.changed) % {
        "n": run.new + run.changed
    }
