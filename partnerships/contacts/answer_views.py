""" "Is this still correct?": staff ask, contacts answer without an account, staff decide."""

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.access import get_allowed
from core.errors import too_many
from core.forms import form_response
from core.lost_updates import StaleVersion
from partnerships.actions import NotNow
from partnerships.contacts import confirming
from partnerships.contacts.answer_forms import ChangeForm, GoneForm, SettleForm
from partnerships.contacts.confirming import OWN, REMARK
from partnerships.models import PARTNER_LANGUAGES, ConfirmationRequest, Partnership, Person

FORM = ["GET", "HEAD", "POST"]


@require_POST
def ask(request, pk):
    person = get_allowed(request.user, "contacts.ask", Person.objects.filter(merged_into=None), pk=pk)
    try:
        confirming.ask(person, by=request.user)
    except NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(
            request, _("Die Frage ist unterwegs. Die Antwort steht dann unter „Wartet auf mich“.")
        )
    return redirect(person)


@require_POST
def ask_partnership(request, slug):
    rows = Partnership.objects.select_related("city")
    partnership = get_allowed(request.user, "contacts.ask", rows, slug=slug)
    asked = confirming.ask_all(partnership, by=request.user)
    number = len(asked.sent)
    words = ngettext("%(n)d Person ist gefragt.", "%(n)d Personen sind gefragt.", number)
    messages.success(request, words % {"n": number})
    for person, reason in asked.skipped:
        messages.info(request, f"{person}: {reason}")
    return redirect("contacts:list")


@login_not_required
@require_http_methods(FORM)
def confirm(request, token):
    """The page behind the mailed link: a secret address, for one answer, of one person only."""
    if request.method == "POST" and not consume(request, action="confirm_contact"):
        return too_many(request)
    questions = ConfirmationRequest.objects.select_related("person")
    question = get_object_or_404(questions, token=token[:80].replace("\x00", ""))
    if not question.is_open(timezone.now()) or not question.person.is_reachable:
        return _private(TemplateResponse(request, "contacts/answered.html", {"question": question}))
    response = answer_page(request, question, "contacts/confirm.html", _to_question(question))
    return _private(response)


def _to_question(question):
    """How somebody without an account answers."""
    return lambda answer: answer(question)


def _private(response):
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def answer_page(request, question, template, give):
    """The three answers; `give(answer)` calls answer(question, now=…, by=…). Shared with "Meine Angaben"."""
    kind = request.POST.get("answer") if request.method == "POST" else None
    person = question.person
    change = ChangeForm(request.POST if kind == "changed" else None, instance=_copy(person))
    gone = GoneForm(request.POST if kind == "gone" else None)
    answer = _chosen(kind, change, gone)
    if answer is not None:
        try:
            give(answer)
        except NotNow as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("Danke. Ihre Antwort ist angekommen."))
        return redirect(request.path)
    today = timezone.localdate()
    held = person.functions.select_related("organisation").order_by("pk")
    context = {
        "person": person,
        "question": question,
        "functions": [function for function in held if function.is_held_on(today)],
        "change": change,
        "gone": gone,
    }
    return form_response(request, template, context, gone if kind == "gone" else change)


def _copy(person):
    """A second object of the row: a form writes into it before anybody has agreed."""
    return Person.objects.get(pk=person.pk)


def _chosen(kind, change, gone):
    """What an honest answer leads to, or None for a form that has to be mended or shown."""
    if kind == "correct":
        return confirming.confirm
    if kind == "changed" and change.is_valid():
        proposal = change.proposal
        return lambda question, **more: confirming.propose(question, proposal, **more)
    if kind == "gone" and gone.is_valid():
        successor = gone.cleaned_data["successor"]
        return lambda question, **more: confirming.say_gone(question, successor=successor, **more)
    return None


@require_http_methods(FORM)
def answer(request, pk):
    """What a contact has answered, field by field, for staff to decide."""
    questions = ConfirmationRequest.objects.filter(answered_at__isnull=False).select_related("person")
    question = get_allowed(request.user, "contacts.settle", questions, pk=pk)
    person, today = question.person, timezone.localdate()
    if question.settled_at is not None:
        messages.info(request, _("Darüber ist schon entschieden."))
        return redirect(person)
    held = person.functions.select_related("organisation").order_by("pk")
    functions = [function for function in held if function.is_held_on(today)]
    form = SettleForm(
        request.POST if request.method == "POST" else None, question=question, functions=functions
    )
    context = {"question": question, "person": person, "rows": _compared(question, form), "is_stale": False}
    if form.is_bound and form.is_valid():
        try:
            _settle(question, form, request.user)
        except StaleVersion:
            return _edited_meanwhile(request, question, functions, context)
        except NotNow as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("Ihre Entscheidung ist eingetragen."))
        return redirect(person)
    return form_response(request, "contacts/answer.html", context, form)


def _settle(question, form, user):
    confirming.settle(
        question,
        accepted=form.accepted,
        ends=form.ends,
        loaded_version=form.cleaned_data["version"],
        by=user,
    )


def _edited_meanwhile(request, question, functions, context):
    form = SettleForm(question=question, functions=functions)
    context |= {"is_stale": True, "rows": _compared(question, form)}
    response = form_response(request, "contacts/answer.html", context, form)
    response.status_code = 409
    return response


def _compared(question, form):
    """[{label, before, now, after, field}] of the proposed values."""
    languages = dict(PARTNER_LANGUAGES)
    rows = []
    for name, (before, after) in question.proposal.items():
        if name == REMARK:
            rows.append({"label": _("Anmerkung"), "before": "", "now": "", "after": after, "field": None})
        elif name in OWN:
            now = getattr(question.person, name)
            before, now, after = (
                languages.get(v, v) if name == "language" else v for v in (before, now, after)
            )
            label = Person._meta.get_field(name).verbose_name
            field = form[f"accept_{name}"]
            rows.append({"label": label, "before": before, "now": now, "after": after, "field": field})
    return rows
