"""Everything that is kept about a person of the contact book, for an answer under Art. 15 GDPR."""

from django.db.models import Q

from accounts.personal_data import only
from core.journal import record
from core.models import JournalEntry
from partnerships.models import (
    ConfirmationRequest,
    ConsentFile,
    ContactEvent,
    DelegationMember,
    Person,
    PersonFunction,
    ProcessingBasis,
)

SECTIONS = (
    (
        Person,
        "pk",
        only(
            "form_of_address", "title", "given_name", "family_name", "name_original", "language",
            "other_languages", "country", "city", "email", "phone", "is_private", "note", "state",
            "state_since", "confirmed_on", "created_at",
        ),
    ),
    (
        PersonFunction,
        "person",
        only(
            "organisation", "partnership", "title", "title_local", "email", "phone", "is_contact_person",
            "first_day", "last_day",
        ),
    ),
    (
        ProcessingBasis,
        "person",
        only("purpose", "basis", "informed_on", "information_version", "consent_on", "consent_given_by",
             "revoked_on"),
    ),
    (ConsentFile, "basis__person", only("title", "filename", "uploaded_at")),
    (ContactEvent, "persons", only("happened_on", "channel", "direction", "subject", "summary")),
    (
        ConfirmationRequest,
        "person",
        only("asked_at", "expires_at", "answered_at", "answer", "proposal", "successor", "settled_at"),
    ),
    (DelegationMember, "person", only("delegation", "seat", "name")),
)  # fmt: skip


def data_of(person, *, by):
    """{section: [rows]}, entries that were merged into this one included; the journal says who asked."""
    record("contacts.data_exported", person, by=by)
    own = list(Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person)).values_list("pk", flat=True))
    found = {}
    for model, field, export in SECTIONS:
        rows = model._default_manager.filter(**{f"{field}__in": own}).distinct().order_by("pk")
        found[model._meta.label] = [export(row) for row in rows]
    lines = JournalEntry.objects.filter(object_kind="partnerships.person", object_pk__in=map(str, own))
    found["core.JournalEntry"] = [
        {"at": line.at, "verb": line.verb, "changes": line.changes} for line in lines.order_by("at", "pk")
    ]
    return found
