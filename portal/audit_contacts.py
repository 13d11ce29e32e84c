"""Rows of the audit town: the contact book."""

from datetime import UTC, date, datetime

from django.core.files.base import ContentFile

from accounts.models import Organisation
from accounts.roles import Role
from core.attachments import check_upload, describe
from partnerships.models import (
    ConfirmationRequest,
    ConsentFile,
    ContactEvent,
    Person,
    PersonFunction,
    ProcessingBasis,
    Task,
)
from portal.audit_rows import canary, keep
from portal.permission_table import STAFF

ASKED, EXPIRES = datetime(2026, 11, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)
TOKEN = "pruefung-" + "a" * 40
PARTNER = frozenset({str(Role.PARTNER_CITY)})

# (pattern of a canary, who may find it), as in portal/audit_readers.py
RULES = (
    ("contact-(?:name|email|phone|function|note)-own", STAFF | PARTNER),
    ("contact-.*", STAFF),
    ("board-.*", STAFF),
)


def build(town):
    """Three people: one nobody below staff sees, one with an account, one who was asked by mail."""
    people = {where: _person(town, where) for where in ("foreign", "own", "asked")}
    account = town.people[str(Role.PARTNER_CITY)]
    Person.objects.filter(pk=people["own"].pk).update(user=account)
    _consent_file(town)
    _log(town, people["foreign"])
    _questions(town, people)
    Organisation.objects.filter(slug="pruef-verein-confirmed-public").update(
        register_number=canary("board", "register", "confirmed"), succession="acute"
    )


def _person(town, where):
    is_asked = where == "asked"
    own = {
        "given_name": "Prüfkontakt" if is_asked else canary("contact", "name", where),
        "email": f"{'pruefkontakt' if is_asked else canary('contact', 'email', where)}@example.org",
        "phone": "" if is_asked else canary("contact", "phone", where),
    }
    note = canary("contact", "note", where)
    person = keep(Person, {"note": note}, family_name=f"Prüf {where}", is_example=True, **own)
    town.objects["contact", where] = person
    title = "Funktion" if is_asked else canary("contact", "function", where)
    town.objects["contact_function", where] = keep(
        PersonFunction,
        {"person": person, "title": title},
        organisation=town.organisations["pruef-partner-administration-a"],
        partnership=town.objects["partnership", "active", "public"],
        is_contact_person=True,
    )
    town.objects["contact_basis", where] = keep(
        ProcessingBasis,
        {"person": person, "basis": ProcessingBasis.Basis.CONSENT},
        purpose=ProcessingBasis.Purpose.OFFICE,
        consent_on=date(2026, 1, 1),
        consent_given_by=canary("contact", "consent", where),
    )
    return person


def _consent_file(town):
    basis = town.objects["contact_basis", "foreign"]
    found = basis.files.first()
    if found is None:
        words = canary("contact", "consent-file", "foreign")
        upload = ContentFile(f"{words}\n".encode(), name="einwilligung.txt")
        found = describe(ConsentFile(basis=basis, title=words), upload, check_upload(upload))
        found.file = upload
        found.save(force_insert=True)
    town.objects["consent_file"] = found


def _log(town, person):
    event = keep(
        ContactEvent,
        {"subject": canary("contact", "subject", "foreign")},
        partnership=town.objects["partnership", "active", "public"],
        happened_on=date(2026, 11, 1),
        summary=canary("contact", "summary", "foreign"),
        is_example=True,
    )
    event.persons.set([person])
    town.objects["contact_event"] = event
    town.objects["contact_task"] = keep(
        Task,
        {"title": canary("contact", "task", "foreign")},
        due_on=date(2026, 12, 1),
        origin=Task.Origin.CONTACT,
        contact_event=event,
        is_example=True,
    )


def _questions(town, people):
    values = {"asked_at": ASKED, "expires_at": EXPIRES}
    keep(ConfirmationRequest, {"token": TOKEN}, person=people["asked"], **values)
    town.objects["contact_answer"] = keep(
        ConfirmationRequest,
        {"person": people["foreign"], "answer": ConfirmationRequest.Answer.CHANGED},
        answered_at=ASKED,
        proposal={"phone": ["", canary("contact", "proposal", "foreign")]},
        successor=canary("contact", "successor", "foreign"),
        **values,
    )
