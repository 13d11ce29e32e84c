"""Encounters: the list and the page that everybody reads, recording and editing, moving on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles import Kind
from core.access import get_allowed, may, require
from core.conditional import public_page
from core.forms import conflict_response, form_response
from core.journal import history_of
from core.lost_updates import StaleVersion
from core.publicness import Publicness
from partnerships import history
from partnerships.actions import NotNow
from partnerships.encounters import actions, cards, pages
from partnerships.encounters.filters import EncounterFilterForm, narrowed
from partnerships.encounters.forms import DeclineForm, DetailsForm, ShortForm, StartForm
from partnerships.encounters.permissions import organisations_of
from partnerships.models import Encounter, EncounterTemplate, Partnership

PER_PAGE, PER_HISTORY = 25, 50
State = Encounter.State


def with_towns(encounters):
    towns = Partnership.objects.select_related("city")
    return encounters.prefetch_related(Prefetch("partnerships", towns))


def allowed(request, permission, pk):
    """The encounter that this person sees and may use in this way."""
    return get_allowed(request.user, permission, Encounter.objects.prefetch_related("organisers"), pk=pk)


def to_choose(user):
    """The partnerships that somebody may record an encounter for."""
    return Partnership.objects.visible_to(user).select_related("city").order_by("city__name")


@login_not_required
@require_safe
@public_page("partnerships", "places")
def encounter_list(request):
    form = EncounterFilterForm(request.GET, user=request.user)
    chosen = form.read()
    found = narrowed(Encounter.objects.visible_to(request.user), chosen)
    page = Paginator(with_towns(found.order_by("-ends_on", "-pk")), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "page": page,
        "columns": cards.columns(),
        "rows": [cards.row_of(encounter) for encounter in page],
        "count_text": cards.count_text(page.paginator.count),
        "may_create": may(request.user, "encounters.create"),
        "may_plan": may(request.user, "encounters.plan"),
        "town": chosen["partnerschaft"],
    }
    is_part = request.htmx and not request.htmx.history_restore_request
    template = "encounters/list.html#results" if is_part else "encounters/list.html"
    return TemplateResponse(request, template, context)


@login_not_required
@require_safe
@public_page("partnerships", "places")
def encounter_detail(request, pk):
    rows = with_towns(Encounter.objects.visible_to(request.user))
    if request.user.is_authenticated:
        rows = pages.with_record(rows, request.user)
    encounter = get_object_or_404(rows, pk=pk)
    return TemplateResponse(request, "encounters/detail.html", pages.context_of(request.user, encounter))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """The few things that matter, for somebody with a phone in the hand."""
    require(request.user, "encounters.create")
    plans = may(request.user, "encounters.plan")
    towns = to_choose(request.user)
    form = ShortForm(
        request.POST if request.method == "POST" else None,
        partnerships=towns,
        organisers=[] if plans else organisations_of(request.user),
        initial={"partnerships": _suggested(request, towns)},
    )
    if form.is_bound and form.is_valid():
        encounter = actions.create(
            form.instance,
            partnerships=form.cleaned_data["partnerships"],
            organiser=form.chosen_organiser,
            by=request.user,
        )
        messages.success(request, _said(encounter))
        return redirect(encounter)
    return form_response(request, "encounters/new.html", {"plans": plans}, form)


def _suggested(request, towns):
    """The town in the address; for a partner administration its own."""
    if slug := request.GET.get("partnerschaft", ""):
        return towns.filter(slug=slug)
    own = [one.city_id for one in request.user.organisations() if one.kind == Kind.PARTNER_ADMINISTRATION]
    return towns.filter(city__in=own) if any(own) else []


def _said(encounter):
    if encounter.state == State.PROPOSED:
        return _("Ihr Vorschlag ist eingegangen. Die Stadtverwaltung antwortet Ihnen.")
    if encounter.state == State.HELD:
        return _("Die Begegnung ist eingetragen. Schreiben Sie als Nächstes den Bericht.")
    return _("Die Begegnung ist eingetragen. Weitere Angaben können Sie jederzeit ergänzen.")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    encounter = allowed(request, "encounters.edit", pk)
    form = DetailsForm(
        request.POST if request.method == "POST" else None,
        instance=encounter,
        partnerships=to_choose(request.user),
    )
    template = "encounters/edit.html"
    context = {"encounter": encounter, "title": encounter.title, "conflicts": []}
    if form.is_bound and form.is_valid():
        try:
            actions.save(
                form.instance, lists_of=form.chosen_lists, loaded_version=form.loaded_version, by=request.user
            )
        except StaleVersion as stale:
            return conflict_response(request, template, context, form, stale.current)
        messages.success(request, _("Die Angaben sind gespeichert."))
        return redirect(encounter)
    return form_response(request, template, context, form)


def act(request, encounter, action, success, **more):
    """Do one thing, say what happened, go back to the encounter."""
    try:
        action(encounter, by=request.user, **more)
    except NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, success)
    return redirect("encounters:detail", encounter.pk)


@require_POST
def move(request, pk):
    encounter = allowed(request, "encounters.edit", pk)
    to = request.POST.get("move", "")
    no_costs = to == "no_costs"
    if no_costs:
        to = State.SETTLED
    if to not in State.values:
        raise Http404("move")
    if to == State.SETTLED:
        require(request.user, "encounters.plan")
    if encounter.state == State.PROPOSED:
        messages.error(request, _("Beantworten Sie zuerst den Vorschlag."))
        return redirect("encounters:detail", pk)
    return act(
        request, encounter, actions.move, _("Der neue Stand ist eingetragen."), to=to, no_costs=no_costs
    )


@require_POST
def accept(request, pk):
    encounter = allowed(request, "encounters.answer_proposal", pk)
    return act(request, encounter, actions.accept, _("Der Vorschlag ist angenommen und jetzt geplant."))


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request, pk):
    encounter = allowed(request, "encounters.answer_proposal", pk)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = _("Der Vorschlag ist beantwortet. Wer ihn gemacht hat, liest Ihren Grund.")
        return act(request, encounter, actions.decline, said, reason=form.cleaned_data["reason"])
    return form_response(request, "encounters/decline.html", {"encounter": encounter}, form)


@require_POST
def copy(request, pk):
    encounter = allowed(request, "encounters.edit", pk)
    require(request.user, "encounters.plan")
    copied = actions.copy(encounter, by=request.user)
    messages.success(request, _("Kopiert: ein Jahr später am selben Wochentag. Prüfen Sie die Tage."))
    return redirect("encounters:edit", copied.pk)


@require_POST
def publish(request, pk):
    encounter = allowed(request, "encounters.publish", pk)
    if request.POST.get("level") == Publicness.PORTAL:
        return act(
            request, encounter, actions.share, _("Wer im Portal mitarbeitet, sieht jetzt die Begegnung.")
        )
    return act(request, encounter, actions.publish, _("Die Begegnung ist jetzt öffentlich."))


@require_POST
def unpublish(request, pk):
    encounter = allowed(request, "encounters.publish", pk)
    return act(request, encounter, actions.unpublish, _("Die Begegnung ist jetzt intern."))


@require_safe
def encounter_history(request, pk):
    encounter = allowed(request, "encounters.see_history", pk)
    page = Paginator(history_of(encounter), PER_HISTORY).get_page(request.GET.get("page"))
    context = {"encounter": encounter, "page": page, "entries": [history.entry_of(line) for line in page]}
    return TemplateResponse(request, "encounters/history.html", context)


@require_safe
def template_list(request):
    require(request.user, "encounters.start_template")
    templates = EncounterTemplate.objects.prefetch_related("steps").order_by("pk")
    shown = [
        {"template": one, "steps": sorted(one.steps.all(), key=lambda step: -step.days_before)}
        for one in templates
    ]
    return TemplateResponse(request, "encounters/templates.html", {"shown": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def start(request, slug):
    """Begin an encounter with all steps of a template."""
    require(request.user, "encounters.start_template")
    template = get_object_or_404(EncounterTemplate.objects.visible_to(request.user), slug=slug)
    towns = to_choose(request.user)
    form = StartForm(
        request.POST if request.method == "POST" else None,
        partnerships=towns,
        initial={"partnership": towns.filter(slug=request.GET.get("partnerschaft", "")).first()},
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        encounter = actions.start_from_template(
            template, given["partnership"], given["starts_on"], title=given["title"], owner=request.user,
            by=request.user,
        )  # fmt: skip
        messages.success(request, _("Die Begegnung ist geplant. Ihre Schritte stehen in Ihren Aufgaben."))
        return redirect(encounter)
    return form_response(request, "encounters/start.html", {"template": template}, form)
