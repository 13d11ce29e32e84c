"""How long it is kept: the contact book (domain.md 4.3)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.retention import Term
from partnerships.contacts.leaving import close
from partnerships.models import (
    ConfirmationRequest,
    ConsentFile,
    ContactEvent,
    Person,
    PersonFunction,
    ProcessingBasis,
)

KEPT = timedelta(days=730)
CONSENTS = timedelta(days=3 * 365 + 1)
State = Person.State


def _active():
    return Person.objects.filter(state=State.ACTIVE, merged_into=None)


def ended_functions(now):
    """Contacts by their function whose last function ended two years ago, or who never had one."""
    limit = localdate(now) - KEPT
    own = PersonFunction.objects.filter(person=OuterRef("pk"))
    lasting = own.filter(Q(last_day=None) | Q(last_day__gte=limit))
    old = Q(Exists(own)) | Q(created_at__lt=now - KEPT)
    return _active().filter(old, ~Exists(lasting), is_private=False).order_by("pk")


def quiet_private(now):
    """Private data that nothing has happened with for two years."""
    limit = localdate(now) - KEPT
    heard = ContactEvent.objects.filter(persons=OuterRef("pk"), happened_on__gte=limit)
    recent = Q(created_at__gte=now - KEPT) | Q(confirmed_on__gte=limit)
    return _active().filter(~Exists(heard), is_private=True).exclude(recent).order_by("pk")


def to_review(people, now):
    for person in people:
        locked = Person.objects.select_for_update(of=["self"]).get(pk=person.pk)
        close(locked, State.TO_REVIEW, reason=_("Frist für die Prüfung erreicht"), by=None)
    return len(people)


def old_consents(now):
    """Consents that ended three years ago: taken back, or the person has no name any more."""
    limit = localdate(now) - CONSENTS
    gone = Q(person__state=State.ANONYMISED, person__state_since__lt=limit)
    over = Q(revoked_on__lt=limit) | gone
    return ProcessingBasis.objects.filter(over, basis=ProcessingBasis.Basis.CONSENT).order_by("pk")


def delete_consents(bases, now):
    for file in ConsentFile.objects.filter(basis__in=bases):
        storage, name = file.file.storage, file.file.name
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))
    ProcessingBasis.objects.filter(pk__in=[basis.pk for basis in bases]).delete()
    return len(bases)


def old_questions(now):
    """Questions and proposals that were settled, or expired, two years ago."""
    limit = now - KEPT
    return ConfirmationRequest.objects.filter(
        Q(settled_at__lt=limit) | Q(answered_at=None, expires_at__lt=limit)
    ).order_by("pk")


def delete_questions(questions, now):
    ConfirmationRequest.objects.filter(pk__in=[question.pk for question in questions]).delete()
    return len(questions)


TERMS = (
    Term(
        "contacts.functions",
        gettext_lazy("Kontakte, deren letzte Funktion vor 24 Monaten endete: zu prüfen"),
        ended_functions,
        to_review,
    ),
    Term(
        "contacts.private",
        gettext_lazy("Private Kontakte ohne Austausch seit 24 Monaten: zu prüfen"),
        quiet_private,
        to_review,
    ),
    Term(
        "contacts.consents",
        gettext_lazy("Einwilligungen, 3 Jahre nach ihrem Ende"),
        old_consents,
        delete_consents,
    ),
    Term(
        "contacts.questions",
        gettext_lazy("Rückfragen an Kontakte, nach 24 Monaten"),
        old_questions,
        delete_questions,
    ),
)
