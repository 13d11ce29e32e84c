"""Good practices: what everybody reads, what is proposed, and the way from "found" to "transferred"."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import get_allowed, may, require
from core.conditional import public_page
from core.forms import conflict_response, form_response
from core.lost_updates import StaleVersion
from core.statuses import badge
from core.texts import teaser
from partnerships.models import GoodPractice
from partnerships.networks import actions
from partnerships.networks.forms import DropForm, PracticeFilter, PracticeForm, ProposalForm, RatingForm
from partnerships.networks.permissions import PROPOSING
from partnerships.networks.views import act, entries_of

PER_PAGE = 24
State = GoodPractice.State
TONES = {State.RECOMMENDED: "success", State.TRANSFERRED: "success", State.IN_TRANSFER: "info"}


def state_badge(practice):
    return badge(practice.state, practice.get_state_display(), TONES.get(practice.state, "default"))


def possible_moves(practice):
    """[(state, words on the button)] of the moves that need no form of their own."""
    words = {
        State.DESCRIBED: _("Als beschrieben eintragen"),
        State.RECOMMENDED: _("Zur Übernahme empfehlen"),
        State.IN_TRANSFER: _("Übertragung beginnen"),
        State.TRANSFERRED: _("Als übertragen eintragen"),
        State.FOUND: _("Wieder aufnehmen"),
    }
    return [(str(to), words[to]) for to in State if to in words and practice.can_move_to(to)]


@login_not_required
@require_safe
@public_page("partnerships", "places")
def practice_list(request):
    found = PracticeFilter(request.GET, GoodPractice.objects.visible_to(request.user))
    rows = found.qs.select_related("city__country").order_by("title", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "filter": found,
        "page": page,
        "cards": [_card(one) for one in page],
        "count_text": ngettext("%(n)d gute Praxis gefunden", "%(n)d gute Praktiken gefunden", count)
        % {"n": count},
        "may_edit": may(request.user, "partnerships.edit_practice"),
        "may_propose": may(request.user, "partnerships.propose_practice"),
    }
    is_part = request.htmx and not request.htmx.history_restore_request
    template = "networks/practices.html#results" if is_part else "networks/practices.html"
    return TemplateResponse(request, template, context)


def _preline(practice):
    city = practice.city
    return f"{city.name}, {city.country.name}" if city else ""


def _card(practice):
    return {
        "title": practice.title,
        "url": practice.get_absolute_url(),
        "preline": _preline(practice),
        "text": teaser(practice.solution or practice.problem),
        "badge": state_badge(practice),
        "demo": practice.is_example,
        "language": practice.language if practice.language != "de" else "",
    }


@login_not_required
@require_safe
@public_page("partnerships", "places", "accounts")
def practice_detail(request, slug):
    user = request.user
    rows = GoodPractice.objects.visible_to(user).select_related("city__country", "rated_by", "proposed_by")
    practice = get_object_or_404(rows.prefetch_related("fields", "goals"), slug=slug)
    may_edit = may(user, "partnerships.edit_practice")
    context = {
        "practice": practice,
        "preline": _preline(practice),
        "badge": state_badge(practice),
        "may_edit": may_edit,
        "may_rate": may(user, "partnerships.rate_practice", practice)
        and practice.state in (State.DESCRIBED, State.RATED),
        "may_publish": may(user, "partnerships.publish_practice"),
        "moves": possible_moves(practice) if may_edit else [],
        "may_drop": may_edit and practice.can_move_to(State.DROPPED),
        "entries": entries_of(practice) if may_edit else [],
    }
    return TemplateResponse(request, "networks/practice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    require(request.user, "partnerships.edit_practice")
    form = PracticeForm(request.POST if request.method == "POST" else None, instance=GoodPractice())
    if form.is_bound and form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in ("fields", "goals")}
        practice = actions.write_down(form.instance, by=request.user, **chosen)
        messages.success(request, _("Die Praxis ist eingetragen. Bisher sieht sie nur die Verwaltung."))
        return redirect(practice)
    context = {"practice": None, "conflicts": []}
    return form_response(request, "networks/practice_form.html", context, form)


def _own_organisation(user):
    """The organisation in whose name somebody proposes: the first that may."""
    proposing = {role for role in user.roles if role in PROPOSING}
    return next(iter(user.organisations()), None) if proposing else None


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request):
    require(request.user, "partnerships.propose_practice")
    practice = GoodPractice(proposed_by=_own_organisation(request.user), language=request.user.language)
    form = ProposalForm(request.POST if request.method == "POST" else None, instance=practice)
    if form.is_bound and form.is_valid():
        practice = actions.propose(form.instance, fields=form.cleaned_data["fields"], by=request.user)
        messages.success(
            request, _("Danke. Die Stadt sieht sich Ihren Vorschlag an. Sie finden ihn hier wieder.")
        )
        return redirect(practice)
    return form_response(request, "networks/propose.html", {"organisation": practice.proposed_by}, form)


def _practice(request, slug, permission="partnerships.edit_practice"):
    return get_allowed(request.user, permission, GoodPractice.objects, slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug):
    practice = _practice(request, slug)
    title = practice.title
    form = PracticeForm(request.POST if request.method == "POST" else None, instance=practice)
    template, context = "networks/practice_form.html", {"practice": practice, "title": title, "conflicts": []}
    if form.is_bound and form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in ("fields", "goals")}
        try:
            actions.save_practice(
                form.instance, loaded_version=form.loaded_version, by=request.user, **chosen
            )
        except StaleVersion as stale:
            return conflict_response(request, template, context, form, stale.current)
        messages.success(request, _("Die Angaben sind gespeichert."))
        return redirect("networks:practice", slug)
    return form_response(request, template, context, form)


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request, slug):
    practice = _practice(request, slug, "partnerships.rate_practice")
    form = RatingForm(request.POST if request.method == "POST" else None, instance=practice)
    template, context = "networks/rate.html", {"practice": practice, "conflicts": []}
    if form.is_bound and form.is_valid():
        try:
            actions.rate(form.instance, loaded_version=form.loaded_version, by=request.user)
        except StaleVersion as stale:
            return conflict_response(request, template, context, form, stale.current)
        except actions.NotNow as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Die Bewertung ist gespeichert."))
            return redirect("networks:practice", slug)
    return form_response(request, template, context, form)


@require_POST
def move(request, slug):
    practice = _practice(request, slug)
    to = request.POST.get("move", "")
    if to == State.DROPPED:
        return redirect("networks:practice_drop", slug)
    return act(request, practice, actions.move, _("Der Stand ist geändert."), to=to)


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request, slug):
    practice = _practice(request, slug)
    form = DropForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.move(practice, State.DROPPED, reason=form.cleaned_data["reason"], by=request.user)
        except actions.NotNow as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Die Praxis ist verworfen."))
            return redirect(practice)
    return form_response(request, "networks/drop.html", {"practice": practice}, form)


@require_POST
def publish(request, slug):
    practice = _practice(request, slug, "partnerships.publish_practice")
    return act(request, practice, actions.publish, _("Die Praxis ist öffentlich."))


@require_POST
def unpublish(request, slug):
    practice = _practice(request, slug, "partnerships.publish_practice")
    return act(request, practice, actions.unpublish, _("Die Praxis ist wieder intern."))
