"""Which source names which town, what staff decide about it, and where partners of partners lead."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, Prefetch, When
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.access import get_allowed, require
from core.exports import MEDIA_TYPE, as_csv
from core.forms import form_response
from core.statuses import badge
from partnerships.actions import NotNow
from partnerships.claims import cases, deciding, graph
from partnerships.claims.forms import LinksForm, MergeForm, ReasonForm
from partnerships.claims.importing import home_place
from partnerships.models import Claim, ClaimSource, Mention, ReviewCase, TwinPlace
from places.names import key_of

PER_PAGE = 50
State = ReviewCase.State
TONES = {"open": "warning", "accepted": "success", "rejected": "danger", "merged": "default"}


def _claims():
    rows = Claim.objects.select_related("source", "mention_a", "mention_b")
    return Prefetch("claims", rows.order_by("source__title", "pk"))


def _state(case):
    return badge(case.state, str(State(case.state).label), TONES[case.state])


@require_safe
def overview(request):
    require(request.user, "claims.see")
    rank = Case(When(state="open", then=0), When(state="accepted", then=1), default=2)
    found = ReviewCase.objects.visible_to(request.user).exclude(state=State.MERGED)
    found = found.select_related("partnership__city").prefetch_related(_claims()).order_by(rank, "name", "pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    sources = list(
        ClaimSource.objects.filter(claims__case__isnull=False).distinct().order_by("-is_official", "title")
    )
    rows = [
        {
            "case": case,
            "badge": _state(case),
            "proposal": cases.propose(list(case.claims.all())) if case.state == State.OPEN else None,
            "cells": [
                {"source": source, "claim": claim} for source, claim in zip(sources, cells, strict=True)
            ],
        }
        for case, cells in cases.matrix(page, sources)
    ]
    states = ReviewCase.objects.values_list("state").annotate(n=Count("pk")).order_by()
    numbers = dict(states)
    context = {
        "page": page,
        "rows": rows,
        "sources": sources,
        "open": numbers.get("open", 0),
        "accepted": numbers.get("accepted", 0),
        "unsettled": Mention.objects.filter(reason__in=Mention.OPEN).count(),
    }
    return TemplateResponse(request, "claims/overview.html", context)


@require_safe
def claims_csv(request):
    """Everything that sources say about our own city, as a spreadsheet without formulas."""
    require(request.user, "claims.see")
    found = Claim.objects.visible_to(request.user).filter(case__isnull=False)
    found = found.select_related("source", "case", "mention_a", "mention_b").defer("raw")
    header = [
        _("Stadt"), _("Land"), _("Quelle"), _("Lizenz"), _("Angabe 1"), _("Angabe 2"), _("seit"), _("bis"),
        _("Stand"), _("Begründung"), _("nicht mehr genannt seit"),
    ]  # fmt: skip
    rows = (
        [
            claim.case.name, claim.case.country, claim.source.title, claim.source.licence,
            claim.mention_a.label,
            claim.mention_b.label, str(claim.since or ""), str(claim.until or ""), claim.get_state_display(),
            claim.reason, claim.not_seen_since,
        ]
        for claim in found.order_by("case__name", "source__title", "pk")
    )  # fmt: skip
    answer = HttpResponse(as_csv(header, rows), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="angaben.csv"'
    return answer


def _case(request, pk, permission="claims.decide"):
    found = ReviewCase.objects.select_related(
        "place__gazetteer", "partnership__city", "decided_by", "merged_into"
    )
    return get_allowed(request.user, permission, found, pk=pk)


@require_safe
def case_detail(request, pk):
    case = _case(request, pk, "claims.see")
    return TemplateResponse(request, "claims/case.html", _page_of(case))


def _page_of(case, reason_form=None, merge_form=None):
    claims = list(
        case.claims.exclude(state=Claim.State.MERGED)
        .select_related("source", "mention_a", "mention_b", "last_run")
        .order_by("source__title", "pk")
    )
    partnership = case.partnership
    events = list(partnership.events.all()) if partnership else []
    known = {str(event.happened_on) for event in events}
    home = home_place()
    rows = [
        {
            "claim": claim,
            "mention": claim.mention_b if home and claim.place_a_id == home.pk else claim.mention_a,
            "raw": sorted((name, value) for name, value in claim.raw.items() if value not in ("", None)),
            "is_new_date": bool(claim.since) and str(claim.since) not in known,
        }
        for claim in claims
    ]
    others = (
        ReviewCase.objects.exclude(pk=case.pk).filter(state__in=[State.OPEN, State.ACCEPTED]).order_by("name")
    )
    return {
        "case": case,
        "badge": _state(case),
        "rows": rows,
        "events": sorted(events, key=lambda event: event.happened_on),
        "proposal": cases.propose(claims) if case.state == State.OPEN and claims else None,
        "reason_form": reason_form or ReasonForm(),
        "merge_form": merge_form or MergeForm(others=others),
        "has_errors": False,
    }


def _decide(request, case, action, words, **more):
    try:
        action(case, by=request.user, **more)
    except NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, words % {"name": case.name})
    return redirect(case)


@require_POST
def case_accept(request, pk):
    return _decide(request, _case(request, pk), deciding.accept, _("%(name)s ist angenommen."))


@require_POST
def case_reject(request, pk):
    case, form = _case(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return form_response(request, "claims/case.html", _page_of(case, reason_form=form), form)
    words = _("%(name)s ist abgelehnt.")
    return _decide(request, case, deciding.reject, words, reason=form.cleaned_data["reason"])


@require_POST
def case_reopen(request, pk):
    words = _("%(name)s steht wieder zur Prüfung.")
    return _decide(request, _case(request, pk), deciding.reopen, words)


@require_POST
def case_merge(request, pk):
    case = _case(request, pk)
    others = ReviewCase.objects.exclude(pk=pk).filter(state__in=[State.OPEN, State.ACCEPTED]).order_by("name")
    form = MergeForm(request.POST, others=others)
    if not form.is_valid():
        return form_response(request, "claims/case.html", _page_of(case, merge_form=form), form)
    words = _("%(name)s ist zusammengeführt.")
    return _decide(request, case, deciding.merge, words, into=form.cleaned_data["into"])


@require_POST
def case_date(request, pk):
    case = _case(request, pk)
    number = request.POST.get("claim", "")
    claim = case.claims.filter(pk=int(number[:18])).first() if number.isdecimal() else None
    if claim is None:
        messages.error(request, _("Diese Angabe gibt es nicht mehr. Laden Sie die Seite neu."))
        return redirect(case)
    words = _("Das Datum steht als ungeprüftes Ereignis bei %(name)s.")
    return _decide(request, case, lambda case, by: deciding.take_date(case, claim, by=by), words)


@require_safe
def mentions(request):
    require(request.user, "claims.see")
    found = Mention.objects.visible_to(request.user).filter(reason__in=Mention.OPEN)
    page = Paginator(found.order_by("label", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(request, "claims/mentions.html", {"page": page})


def _settle(request, action, words, pk, **more):
    mention = get_allowed(request.user, "claims.decide", Mention.objects.select_related("place"), pk=pk)
    try:
        action(mention, by=request.user, **more)
    except NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, words % {"name": mention.label})
    return redirect("claims:mentions")


@require_POST
def mention_choose(request, pk):
    number = request.POST.get("ort", "")
    place = int(number) if number.isdecimal() and len(number) < 10 else 0
    return _settle(request, deciding.choose_place, _("%(name)s ist zugeordnet."), pk, geonameid=place)


@require_POST
def mention_own(request, pk):
    return _settle(request, deciding.confirm_own, _("%(name)s ist ein eigener Ort."), pk)


@require_safe
def cross_links(request):
    require(request.user, "claims.see")
    form = LinksForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    start = _start(wanted.get("von", ""))
    country = wanted.get("land")
    links = (
        graph.links_into(start, country.pk, hops=int(wanted.get("schritte") or 2))
        if start and country
        else []
    )
    context = {"form": form, "start": start, "country": country, "links": links, "has_errors": False}
    return TemplateResponse(request, "claims/links.html", context)


def _start(name):
    """The place that a name in the address means; our own city without one."""
    if not name.strip():
        return home_place()
    found = TwinPlace.objects.filter(mentions__label__iexact=name.strip(), is_certain=True).order_by("pk")
    first = found.first()
    return first or TwinPlace.objects.filter(identity__startswith=f"{key_of(name)}|").order_by("pk").first()
