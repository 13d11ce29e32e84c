"""The end of an entry: to be reviewed, blocked, offered to the archive, without a name (domain.md 4.3)."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.erasure import forget_names_in_journal, without_names
from core.journal import record
from core.models import JournalEntry
from notices.models import Notice, Preference
from partnerships.actions import NotNow
from partnerships.models import (
    ConfirmationRequest,
    ConsentFile,
    ContactEvent,
    DelegationMember,
    Person,
    PersonFunction,
    ProcessingBasis,
    Task,
)

State = Person.State
REPLACEMENT = "anonymisierte Person"
EMPTY = {
    "form_of_address": "", "title": "", "given_name": "", "family_name": "", "name_original": "",
    "other_languages": "", "email": "", "phone": "", "note": "", "city": None, "user": None,
}  # fmt: skip


@transaction.atomic
def move(person, to, *, reason, by):
    """Move an entry to a state that Person.MOVES allows, with a reason; anonymising is final."""
    person = Person.objects.select_for_update(of=["self"]).get(pk=person.pk)
    if person.merged_into_id:
        raise NotNow(_("Dieser Eintrag ist mit einem anderen zusammengeführt."))
    if not person.can_move_to(to):
        raise NotNow(
            _("Von „%(before)s“ nach „%(after)s“ führt kein Weg.")
            % {"before": person.get_state_display(), "after": State(to).label}
        )
    if to == State.ANONYMISED:
        return _anonymise(person, reason=reason, by=by)
    return close(person, to, reason=reason, by=by)


def close(person, to, *, reason, by):
    """Change the state of a locked row; an open question to somebody who is blocked is withdrawn."""
    before, person.state, person.state_since = person.state, to, timezone.localdate()
    person.version += 1
    person.save(update_fields=["state", "state_since", "version"])
    if not person.is_reachable:
        open_ones = person.confirmations.filter(settled_at=None)
        open_ones.update(settled_at=timezone.now(), settled_by=_account(by))
    changes = {"state": (before, to), "reason": (None, reason)}
    record("contacts.state_moved", person, by=by, changes=changes)
    return person


def _account(by):
    return by if getattr(by, "is_authenticated", False) else None


def _anonymise(person, *, reason, by):
    """Wipe what says who somebody was, also in entries merged into this one; the log keeps its lines."""
    rows = Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person))
    own = list(rows)
    names = {name for row in own for name in _names_of(row)}
    names |= set(DelegationMember.objects.filter(person__in=own).values_list("name", flat=True))
    names |= set(PersonFunction.objects.filter(person__in=own).values_list("email", flat=True))
    _wipe_mails(own)
    rows.update(**EMPTY, state=State.ANONYMISED, state_since=timezone.localdate(), version=person.version + 1)
    PersonFunction.objects.filter(person__in=own).update(email="", phone="", is_contact_person=False)
    DelegationMember.objects.filter(person__in=own).update(name="")
    ProcessingBasis.objects.filter(person__in=own).update(consent_given_by="")
    ConfirmationRequest.objects.filter(person__in=own).delete()
    for file in ConsentFile.objects.filter(basis__person__in=own):
        transaction.on_commit(_deletion_of(file.file))
        file.delete()
    names = sorted((name for name in names if len(name) > 2), key=len, reverse=True)
    _forget_in_log(own, names)
    keys = [str(row.pk) for row in own]
    JournalEntry.objects.filter(object_kind="partnerships.person", object_pk__in=keys).update(
        object_label=REPLACEMENT, changes={}
    )
    surnames = {row.family_name for row in own}  # others are called the same
    unique = [name for name in names if len(name) > 5 and name not in surnames]
    forget_names_in_journal(unique, REPLACEMENT)
    person.refresh_from_db()
    changes = {"state": (State.OFFERED, State.ANONYMISED), "reason": (None, without_names(names, reason))}
    record("contacts.anonymised", person, by=by, changes=changes)
    return person


def _deletion_of(stored):
    storage, name = stored.storage, stored.name
    return lambda: storage.delete(name)


def _names_of(person):
    """Everything by which somebody is called in running text; single given names are too common."""
    return {
        f"{person.given_name} {person.family_name}".strip(),
        person.family_name,
        person.name_original,
        person.email,
        person.phone,
    } - {""}


def _wipe_mails(people):
    addresses = {row.email for row in people if row.email}
    addresses |= set(
        PersonFunction.objects.filter(person__in=people).exclude(email="").values_list("email", flat=True)
    )
    for model in (Notice, Preference):
        model.objects.filter(person=None, email__in=addresses, topic="contact-confirmation").delete()


def _forget_in_log(people, names):
    """Take the names out of the entries of the log that this person has part in, and of their tasks."""
    events = ContactEvent.objects.filter(persons__in=people).distinct()
    for event in events:
        event.subject = without_names(names, event.subject, REPLACEMENT)[:200]
        event.summary = without_names(names, event.summary, REPLACEMENT)[:4000]
        event.save(update_fields=["subject", "summary"])
        record_kind = {"object_kind": "partnerships.contactevent", "object_pk": str(event.pk)}
        JournalEntry.objects.filter(**record_kind).update(object_label=event.subject, changes={})
    for task in Task.objects.filter(contact_event__in=events):
        task.title = without_names(names, task.title, REPLACEMENT)[:200]
        task.note = without_names(names, task.note, REPLACEMENT)[:2000]
        task.save(update_fields=["title", "note"])
