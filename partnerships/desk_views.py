"""What staff do with a partnership: edit, date, upload, publish, move, look back."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import get_allowed, may
from core.forms import conflict_response, form_response
from core.journal import history_of
from core.lost_updates import StaleVersion
from partnerships import actions, history, states
from partnerships.forms import AssociationForm, DetailsForm, DocumentForm, EventForm, StateForm, TextForm
from partnerships.models import (
    Agreement,
    Partnership,
    PartnershipDocument,
    PartnershipEvent,
    PartnershipText,
)
from partnerships.models.partnership import SOURCE_LANGUAGE

PER_PAGE = 50


def _allowed(request, slug, permission="partnerships.edit", rows=None):
    rows = Partnership.objects if rows is None else rows
    return get_allowed(request.user, permission, rows.select_related("city"), slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug):
    partnership = _allowed(request, slug, rows=Partnership.objects.with_choices())
    form = DetailsForm(request.POST if request.method == "POST" else None, instance=partnership)
    template, context = "partnerships/edit.html", _desk(request.user, partnership)
    if form.is_bound and form.is_valid():
        try:
            actions.save_details(
                form.instance,
                many=form.many,
                loaded_version=form.loaded_version,
                by=request.user,
            )
        except StaleVersion as stale:
            return conflict_response(request, template, context, form, stale.current)
        messages.success(request, _("Die Angaben sind gespeichert."))
        return redirect("partnerships:edit", slug)
    return form_response(request, template, context, form)


def _desk(user, partnership):
    """Everything on the edit page beside the form."""
    events = PartnershipEvent.objects.visible_to(user).filter(partnership=partnership)
    return {
        "partnership": partnership,
        "conflicts": [],
        "texts": _state_of_texts(partnership),
        "events": sorted(events, key=lambda event: event.happened_on),
        "may_publish": may(user, "partnerships.publish", partnership),
        "moves": [
            step for step in states.possible_moves(partnership) if may(user, step.permission, partnership)
        ],
        "agreements": Agreement.objects.visible_to(user)
        .filter(partnership=partnership)
        .order_by("signed_on"),
        "associations": partnership.associations.order_by("name", "pk"),
        "association_form": AssociationForm(partnership=partnership),
    }


def _state_of_texts(partnership):
    """For each language: whether there is a text, and whether the German one has left it behind."""
    texts = {text.language: text for text in partnership.texts.all()}
    source = texts.get(SOURCE_LANGUAGE)
    return [
        {
            "language": code,
            "label": label,
            "exists": code in texts,
            "is_stale": bool(source) and code in texts and texts[code].is_stale(source),
        }
        for code, label in settings.LANGUAGES
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def edit_text(request, slug, language):
    if language not in dict(settings.LANGUAGES):
        raise Http404(language)
    partnership = _allowed(request, slug)
    fresh = PartnershipText(partnership=partnership, language=language)
    text = partnership.texts.filter(language=language).first() or fresh
    template, context = "partnerships/text_form.html", _text_page(partnership, language)
    if "preview" in request.POST:
        form = TextForm(initial=request.POST.dict(), instance=text)
        return form_response(request, template, {**context, "preview": request.POST.get("profile", "")}, form)
    form = TextForm(request.POST if request.method == "POST" else None, instance=text)
    if form.is_bound and form.is_valid():
        try:
            actions.save_text(form.instance, loaded_version=form.loaded_version, by=request.user)
        except StaleVersion as stale:
            return conflict_response(request, template, context, form, stale.current)
        messages.success(request, _("Der Text ist gespeichert."))
        return redirect("partnerships:edit", slug)
    return form_response(request, template, context, form)


def _text_page(partnership, language):
    return {
        "partnership": partnership,
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "source": partnership.texts.filter(language=SOURCE_LANGUAGE).first()
        if language != SOURCE_LANGUAGE
        else None,
        "preview": "",
        "conflicts": [],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def add_event(request, slug):
    partnership = _allowed(request, slug)
    event = PartnershipEvent(partnership=partnership)
    form = EventForm(request.POST if request.method == "POST" else None, instance=event)
    if form.is_bound and form.is_valid():
        try:
            actions.add_event(form.instance, by=request.user)
        except actions.NotNow as reason:
            form.add_error("happened_on", str(reason))
        else:
            messages.success(request, _("Das Ereignis ist eingetragen. Prüfen Sie es, damit alle es sehen."))
            return redirect("partnerships:edit", slug)
    return form_response(request, "partnerships/event_form.html", {"partnership": partnership}, form)


def _event(request, slug, pk):
    events = PartnershipEvent.objects.select_related("partnership__city")
    return get_allowed(request.user, "partnerships.edit", events, pk=pk, partnership__slug=slug)


@require_POST
def check_event(request, slug, pk):
    actions.check_event(_event(request, slug, pk), by=request.user)
    messages.success(request, _("Das Ereignis ist geprüft. Alle können es jetzt lesen."))
    return redirect("partnerships:edit", slug)


@require_POST
def remove_event(request, slug, pk):
    actions.remove_event(_event(request, slug, pk), by=request.user)
    messages.success(request, _("Das Ereignis ist entfernt. Im Verlauf steht es weiter."))
    return redirect("partnerships:edit", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def upload_document(request, slug):
    partnership = _allowed(request, slug)
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DocumentForm(*bound, partnership=partnership)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            _document, is_new = actions.upload_document(
                partnership,
                given["file"],
                title=given["title"],
                language=given["language"],
                agreement=given["agreement"],
                by=request.user,
            )
        except ValidationError as reason:
            form.add_error("file", reason)
        else:
            words = _("Das Dokument ist gespeichert. Es ist zunächst intern.")
            messages.success(request, words if is_new else _("Dieses Dokument liegt schon hier."))
            return redirect("partnerships:papers", slug)
    return form_response(request, "partnerships/document_form.html", {"partnership": partnership}, form)


def _act(request, slug, action, subject, success, back="partnerships:edit"):
    """Do one thing, say what happened, go back to the page it belongs to."""
    try:
        action(subject, by=request.user)
    except actions.NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, success)
    return redirect("partnerships:papers", slug)


def _document(request, slug, pk):
    documents = PartnershipDocument.objects.select_related("partnership__city")
    return get_allowed(request.user, "partnerships.publish", documents, pk=pk, partnership__slug=slug)


@require_POST
def publish_document(request, slug, pk):
    document = _document(request, slug, pk)
    success = _("Das Dokument ist jetzt öffentlich.")
    return _act(request, slug, actions.publish_document, document, success, "partnerships:papers")


@require_POST
def unpublish_document(request, slug, pk):
    document = _document(request, slug, pk)
    success = _("Das Dokument ist jetzt intern.")
    return _act(request, slug, actions.unpublish_document, document, success, "partnerships:papers")


@require_POST
def publish(request, slug):
    partnership = _allowed(request, slug, "partnerships.publish")
    return _act(request, slug, actions.publish, partnership, _("Die Partnerschaft ist jetzt öffentlich."))


@require_POST
def unpublish(request, slug):
    partnership = _allowed(request, slug, "partnerships.publish")
    return _act(request, slug, actions.unpublish, partnership, _("Die Partnerschaft ist jetzt intern."))


@require_POST
def move(request, slug):
    """A move that asks for nothing; the others have a page."""
    step = states.MOVES.get(request.POST.get("move"))
    partnership = _allowed(request, slug, step.permission if step else "partnerships.move")
    if step is None:
        raise Http404("move")
    if step.asks != states.PLAIN:
        return redirect("partnerships:state", slug, step.name)
    success = _("Der neue Stand ist eingetragen.")
    return _act(request, slug, lambda row, by: states.make_move(row, step.name, by=by), partnership, success)


@require_http_methods(["GET", "HEAD", "POST"])
def state(request, slug, name):
    """Suspend, end, discard, decide: with what the move asks for."""
    step = states.MOVES.get(name)
    if step is None or step.asks == states.PLAIN:
        raise Http404(name)
    partnership = _allowed(request, slug, step.permission)
    form = StateForm(request.POST if request.method == "POST" else None, move=step)
    if form.is_bound and form.is_valid():
        try:
            moved = states.make_move(partnership, name, form.instance, by=request.user)
        except states.NotNow as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(
                request, _("Der neue Stand ist eingetragen: %(state)s.") % {"state": moved.state_word}
            )
            return redirect("partnerships:edit", slug)
    context = {"partnership": partnership, "move": step}
    return form_response(request, "partnerships/state_form.html", context, form)


@require_safe
def papers(request, slug):
    """Agreements, associations and documents of a partnership."""
    partnership = _allowed(request, slug)
    user = request.user
    documents = PartnershipDocument.objects.visible_to(user).filter(partnership=partnership)
    agreements = Agreement.objects.visible_to(user).filter(partnership=partnership)
    context = {
        "partnership": partnership,
        "agreements": agreements.order_by("signed_on", "pk"),
        "associations": partnership.associations.order_by("name", "pk"),
        "association_form": AssociationForm(partnership=partnership),
        "documents": documents.order_by("-uploaded_at", "pk"),
        "may_publish": may(user, "partnerships.publish", partnership),
    }
    return TemplateResponse(request, "partnerships/papers.html", context)


@require_POST
def add_association(request, slug):
    partnership = _allowed(request, slug)
    form = AssociationForm(request.POST, partnership=partnership)
    if form.is_valid():
        actions.add_association(partnership, form.cleaned_data["organisation"], by=request.user)
        messages.success(request, _("Die Organisation gehört jetzt zu dieser Partnerschaft."))
    else:
        messages.error(request, _("Wählen Sie eine Organisation aus der Liste."))
    return redirect("partnerships:papers", slug)


@require_POST
def remove_association(request, slug, pk):
    partnership = _allowed(request, slug)
    organisation = get_object_or_404(partnership.associations, pk=pk)
    actions.remove_association(partnership, organisation, by=request.user)
    messages.success(request, _("Die Organisation gehört nicht mehr zu dieser Partnerschaft."))
    return redirect("partnerships:papers", slug)


@require_safe
def partnership_history(request, slug):
    partnership = _allowed(request, slug, "partnerships.see_history")
    page = Paginator(history_of(partnership), PER_PAGE).get_page(request.GET.get("page"))
    context = {"partnership": partnership, "page": page, "entries": [history.entry_of(line) for line in page]}
    return TemplateResponse(request, "partnerships/history.html", context)
