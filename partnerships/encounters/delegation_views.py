"""Delegations: their page, their parts, the decision, the debrief, the briefing pack."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import get_allowed, may
from core.forms import conflict_response, error_entries, form_response
from core.lost_updates import StaleVersion
from partnerships.actions import NotNow
from partnerships.encounters import briefing, cards, delegations, papers, zones
from partnerships.encounters.delegation_forms import (
    DebriefForm,
    DecisionForm,
    DelegationForm,
    GiftForm,
    MemberForm,
    ProgrammeForm,
    ProposeForm,
    follow_ups,
)
from partnerships.encounters.views import allowed
from partnerships.models import Delegation, DelegationMember, Gift, Partnership, ProgrammeItem, Task

State = Delegation.State
PARTS = {
    "mitglieder": (
        DelegationMember, MemberForm, gettext_lazy("Wer reist?"), gettext_lazy("Mitglied eintragen"),
    ),
    "programm": (
        ProgrammeItem, ProgrammeForm, gettext_lazy("Was geschieht wann?"),
        gettext_lazy("Programmpunkt eintragen"),
    ),
    "geschenke": (Gift, GiftForm, gettext_lazy("Welches Geschenk?"), gettext_lazy("Geschenk eintragen")),
}  # fmt: skip
MOVE_WORDS = {
    State.PREPARED: gettext_lazy("Vorbereitung abschließen"),
    State.HELD: gettext_lazy("Die Delegation ist zurück"),
    State.CLOSED: gettext_lazy("Abschließen"),
    State.PROPOSED: gettext_lazy("Noch einmal vorschlagen"),
    State.CANCELLED: gettext_lazy("Reise absagen"),
}


def _delegation(request, pk, permission="encounters.see_delegation"):
    towns = Prefetch("encounter__partnerships", Partnership.objects.select_related("city"))
    rows = Delegation.objects.select_related("encounter", "decided_by").prefetch_related(towns)
    return get_allowed(request.user, permission, rows, encounter_id=pk)


@require_safe
def detail(request, pk):
    delegation, user = _delegation(request, pk), request.user
    prepares = may(user, "encounters.prepare_delegation")
    tasks = Task.objects.visible_to(user).filter(encounter=delegation.encounter)
    members = delegation.members.select_related("organisation")
    context = {
        "delegation": delegation,
        "encounter": delegation.encounter,
        "badge": cards.delegation_badge(delegation),
        "days": cards.days_of(delegation.encounter),
        "zone": zones.zone_of(delegation.encounter),
        "programme": briefing.programme_by_day(delegation),
        "members": sorted(members, key=lambda one: (briefing.order_of(one), one.pk)),
        "prepares": prepares,
        "sees_all": prepares or may(user, "encounters.see_briefing"),
        "may_decide": delegation.state == State.PROPOSED
        and may(user, "encounters.approve_delegation", delegation),
        "moves": _moves(delegation) if prepares else [],
        "may_report": prepares and delegation.state in (State.HELD, State.REPORTED),
        "gifts": delegation.gifts.order_by("pk"),
        "tasks": list(tasks.order_by("done_at", "due_on", "pk")[:40]),
        "points": briefing.lines_of(delegation.talking_points),
    }
    return TemplateResponse(request, "encounters/delegation.html", context)


def _moves(delegation):
    open_ones = Delegation.MOVES[State(delegation.state)]
    return [(str(to), words) for to, words in MOVE_WORDS.items() if to in open_ones]


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request, pk):
    encounter = allowed(request, "encounters.propose_delegation", pk)
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = delegations.propose(encounter, purpose=form.cleaned_data["purpose"], by=request.user)
        except NotNow as reason:
            form.add_error("purpose", str(reason))
        else:
            messages.success(request, _("Die Delegation ist vorgeschlagen. Der Stadtvorstand entscheidet."))
            return redirect(made)
    return form_response(request, "encounters/delegation_propose.html", {"encounter": encounter}, form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    delegation = _delegation(request, pk, "encounters.prepare_delegation")
    form = DelegationForm(request.POST if request.method == "POST" else None, instance=delegation)
    template = "encounters/delegation_edit.html"
    context = {"delegation": delegation, "encounter": delegation.encounter, "conflicts": []}
    if form.is_bound and form.is_valid():
        try:
            delegations.save(form.instance, loaded_version=form.loaded_version, by=request.user)
        except StaleVersion as stale:
            return conflict_response(request, template, context, form, stale.current)
        messages.success(request, _("Die Angaben sind gespeichert."))
        return redirect(delegation)
    return form_response(request, template, context, form)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request, pk):
    delegation = _delegation(request, pk, "encounters.approve_delegation")
    form = DecisionForm(request.POST if request.method == "POST" else None)
    context = {"delegation": delegation, "encounter": delegation.encounter}
    if form.is_bound and form.is_valid():
        approved = form.cleaned_data["decision"] == "approve"
        try:
            delegations.decide(delegation, approved=approved, note=form.cleaned_data["note"], by=request.user)
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            said = _("Die Reise ist genehmigt.") if approved else _("Die Reise ist nicht genehmigt.")
            messages.success(request, said)
            return redirect(delegation)
    return form_response(request, "encounters/delegation_decide.html", context, form)


@require_POST
def move(request, pk):
    delegation, to = _delegation(request, pk, "encounters.prepare_delegation"), request.POST.get("move", "")
    if to not in State.values:
        raise Http404("move")
    try:
        delegations.move(delegation, State(to), by=request.user)
    except NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Der neue Stand ist eingetragen."))
    return redirect(delegation)


def _part_form(kind, delegation, part, data):
    form = PARTS[kind][1]
    more = {"zone": zones.zone_of(delegation.encounter)} if form is ProgrammeForm else {}
    return form(data, instance=part, **more)


@require_http_methods(["GET", "HEAD", "POST"])
def part(request, pk, kind, part=None):
    """Add or change a member, a point of the programme, a gift."""
    delegation = _delegation(request, pk, "encounters.prepare_delegation")
    if kind not in PARTS:
        raise Http404(kind)
    model, _form, title, label = PARTS[kind]
    row = get_object_or_404(model, pk=part, delegation=delegation) if part else model(delegation=delegation)
    row.delegation = delegation
    form = _part_form(kind, delegation, row, request.POST if request.method == "POST" else None)
    context = {
        "delegation": delegation, "encounter": delegation.encounter, "title": title, "label": label,
        "kind": kind, "part": row if part else None,
    }  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            delegations.keep_part(form.save(commit=False), by=request.user)
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Eingetragen."))
            return redirect(delegation)
    return form_response(request, "encounters/delegation_part.html", context, form)


@require_POST
def remove_part(request, pk, kind, part):
    delegation = _delegation(request, pk, "encounters.prepare_delegation")
    if kind not in PARTS:
        raise Http404(kind)
    delegations.remove_part(
        get_object_or_404(PARTS[kind][0], pk=part, delegation=delegation), by=request.user
    )
    messages.success(request, _("Der Eintrag ist entfernt."))
    return redirect(delegation)


@require_http_methods(["GET", "HEAD", "POST"])
def debrief(request, pk):
    """The report, and what has to be done now."""
    delegation = _delegation(request, pk, "encounters.prepare_delegation")
    data = request.POST if request.method == "POST" else None
    form, lines = DebriefForm(data, initial={"debrief": delegation.debrief}), follow_ups(data)
    context = {"delegation": delegation, "encounter": delegation.encounter, "lines": lines}
    if data is not None and all([form.is_valid(), lines.is_valid()]):
        tasks = [line for line in lines.cleaned_data if line.get("title")]
        try:
            delegations.report(
                delegation, text=form.cleaned_data["debrief"], follow_ups=tasks, by=request.user
            )
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Der Bericht steht. Die Folgeaufgaben sind verteilt."))
            return redirect(delegation)
    answer = form_response(request, "encounters/delegation_debrief.html", context, form)
    if data is not None and error_entries([form, *lines.forms]):
        answer.status_code, answer.context_data["has_errors"] = 422, True
    return answer


@require_safe
def briefing_page(request, pk):
    delegation = _delegation(request, pk, "encounters.see_briefing")
    context = {
        "delegation": delegation,
        "encounter": delegation.encounter,
        "pack": briefing.pack_of(delegation, request.user),
    }
    return TemplateResponse(request, "encounters/briefing.html", context)


@require_safe
def briefing_pdf(request, pk):
    delegation = _delegation(request, pk, "encounters.see_briefing")
    pdf = papers.as_pdf("briefing", briefing.as_data(briefing.pack_of(delegation, request.user)))
    answer = HttpResponse(pdf, content_type="application/pdf")
    name = slugify(delegation.encounter.title)[:60] or "delegation"
    answer["Content-Disposition"] = f'attachment; filename="mappe-{name}.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer
