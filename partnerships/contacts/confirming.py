""" "Is this still correct?": asked by mail, answered without an account, settled by staff."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.city import city_in_words
from core.journal import record
from core.lost_updates import StaleVersion
from notices.actions import Address, notify
from partnerships.actions import NotNow
from partnerships.contacts.summary import current_functions
from partnerships.models import ConfirmationRequest, Person, PersonFunction

TOPIC = "contact-confirmation"
VALID_FOR = timedelta(days=30)
OTHERWISE = "en"
Answer = ConfirmationRequest.Answer
# What a contact may change about themselves
OWN = (
    "form_of_address", "title", "given_name", "family_name", "name_original", "language", "other_languages",
    "email", "phone",
)  # fmt: skip
REMARK = "remark"


@dataclass(frozen=True)
class Asked:
    """Whom a question went to, and who was left out with the reason: [(person, sentence)]."""

    sent: tuple
    skipped: tuple


def language_for(person):
    """The language of the portal in which somebody is asked: their own, or English."""
    return person.language if person.language in dict(settings.LANGUAGES) else OTHERWISE


def address_of(person, today):
    """Where we write to: the person's own address, or that of a function held today; empty for none."""
    if person.email:
        return person.email
    held = person.functions.all()
    return next((one.email for one in held if one.email and one.is_held_on(today)), "")


@transaction.atomic
def ask(person, *, by, now=None):
    """Send somebody the question; NotNow says why not."""
    now = now or timezone.now()
    person = Person.objects.select_for_update(of=["self"]).get(pk=person.pk)
    if not person.is_reachable:
        raise NotNow(_("Diese Person ist gesperrt. Wir schreiben ihr nicht."))
    email = address_of(person, timezone.localdate(now))
    if not email:
        raise NotNow(_("Für diese Person ist keine E-Mail-Adresse eingetragen."))
    if person.confirmations.open(now).exists():
        raise NotNow(_("Diese Person hat schon eine offene Frage von uns."))
    person.confirmations.filter(answered_at=None, settled_at=None).update(settled_at=now, settled_by=by)
    question = ConfirmationRequest.objects.create(
        person=person, asked_at=now, asked_by=by, expires_at=now + VALID_FOR
    )
    _write(question, Address(email, language_for(person)))
    record("contacts.asked", person, by=by)
    return question


def _write(question, address):
    words = gettext_lazy(
        "Sie stehen im Kontaktbuch der %(authority)s. Bitte sehen Sie nach, ob Ihre Angaben noch stimmen. "
        "Sie brauchen dafür kein Konto. Der Link gilt 30 Tage."
    )
    notify(
        TOPIC,
        [address],
        key=f"{TOPIC}-{question.pk}",
        title=gettext_lazy("Stimmen Ihre Angaben noch?"),
        text=lambda language: str(words) % {"authority": city_in_words()["authority"]},
        url=reverse("contacts:confirm", args=[question.token]),
    )


def ask_all(partnership, *, by, now=None):
    """Ask every contact person of a partnership of today; those who cannot be asked are named."""
    now = now or timezone.now()
    sent, skipped, seen = [], [], set()
    held = current_functions(partnership, by, timezone.localdate(now))
    for function in held:
        if function.person_id in seen:
            continue
        seen.add(function.person_id)
        try:
            ask(function.person, by=by, now=now)
        except NotNow as reason:
            skipped.append((function.person, str(reason)))
        else:
            sent.append(function.person)
    blocked = (
        PersonFunction.objects.held_on(timezone.localdate(now))
        .filter(partnership=partnership, is_contact_person=True)
        .exclude(person__in=Person.objects.reachable())
        .select_related("person")
    )
    skipped += [(one.person, _("Diese Person ist gesperrt. Wir schreiben ihr nicht.")) for one in blocked]
    return Asked(tuple(sent), tuple(skipped))


def _open(question, now):
    question = ConfirmationRequest.objects.select_for_update(of=["self"]).get(pk=question.pk)
    if not question.is_open(now):
        raise NotNow(_("Diese Frage ist schon beantwortet oder abgelaufen."))
    return question


@transaction.atomic
def confirm(question, *, now=None, by=None):
    """ "Yes, all of it is correct": nobody has to decide anything."""
    now = now or timezone.now()
    question = _open(question, now)
    _answer(question, Answer.CORRECT, now)
    question.settled_at = now
    question.save()
    return _confirmed(question, now, by)


def _confirmed(question, now, by):
    Person.objects.filter(pk=question.person_id).update(confirmed_on=timezone.localdate(now))
    record("contacts.confirmed", question.person, by=by)
    return question


def _answer(question, answer, now):
    question.answered_at, question.answer = now, answer


@transaction.atomic
def propose(question, proposal, *, now=None, by=None):
    """ "I change something": {field: [before, after]} waits until staff have decided."""
    now = now or timezone.now()
    question = _open(question, now)
    if not proposal:
        raise NotNow(_("Sie haben nichts geändert. Wenn alles stimmt, wählen Sie „Ja, alles stimmt“."))
    _answer(question, Answer.CHANGED, now)
    question.proposal = proposal
    question.save()
    record(
        "contacts.change_proposed", question.person, by=by, changes={"fields": (None, ", ".join(proposal))}
    )
    return question


@transaction.atomic
def say_gone(question, *, successor, now=None, by=None):
    """ "I am no longer in charge": staff end the functions and look for the successor."""
    now = now or timezone.now()
    question = _open(question, now)
    _answer(question, Answer.GONE, now)
    question.successor = successor
    question.save()
    record("contacts.said_gone", question.person, by=by, changes={"successor": (None, successor)})
    return question


def question_of(person, *, now=None):
    """The open question to somebody, or a fresh one that they answer without having been asked (unsaved)."""
    now = now or timezone.now()
    found = person.confirmations.open(now).order_by("pk").first()
    return found or ConfirmationRequest(person=person, asked_at=now, expires_at=now + VALID_FOR)


@transaction.atomic
def answer_unasked(person, answer, *, by, now=None):
    """Let somebody with an account answer: `answer(question)` is one of the three functions above."""
    now = now or timezone.now()
    Person.objects.select_for_update(of=["self"]).get(pk=person.pk)
    question = question_of(person, now=now)
    if question.pk is None:
        person.confirmations.filter(answered_at=None, settled_at=None).update(settled_at=now)
        try:
            with transaction.atomic():
                question.save(force_insert=True)
        except IntegrityError as asked:
            raise NotNow(_("Diese Frage ist schon beantwortet oder abgelaufen.")) from asked
    return answer(question, now=now, by=by)


@transaction.atomic
def settle(question, *, accepted, ends, loaded_version, by):
    """Take over the accepted fields and end functions; the rest is turned down.

    accepted        names of fields of the proposal
    ends            {pk of a function of this person: last day}
    loaded_version  the version of the person that staff compared with; StaleVersion if it has changed
    """
    question = ConfirmationRequest.objects.select_for_update(of=["self"]).get(pk=question.pk)
    if question.answered_at is None or question.settled_at is not None:
        raise NotNow(_("Darüber ist schon entschieden."))
    person = Person.objects.select_for_update(of=["self"]).get(pk=question.person_id)
    if person.version != loaded_version:
        raise StaleVersion(person)
    changes = _accept(person, question, accepted)
    for function in person.functions.filter(pk__in=ends):
        function.last_day = max(ends[function.pk], function.first_day or ends[function.pk])
        function.version += 1
        function.save(update_fields=["last_day", "version"])
        changes[f"function {function.pk}"] = (function, function.last_day)
    if question.answer == Answer.CHANGED:
        person.confirmed_on = timezone.localdate(question.answered_at)
    person.version += 1
    person.save()
    question.settled_at, question.settled_by = timezone.now(), by
    question.save(update_fields=["settled_at", "settled_by"])
    record("contacts.settled", person, by=by, changes=changes)
    return question


def _accept(person, question, accepted):
    changes = {}
    for name, (_before, after) in question.proposal.items():
        if name in accepted and name in OWN:
            changes[name] = (getattr(person, name), after)
            setattr(person, name, after)
    return changes
