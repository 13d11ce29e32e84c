"""People, functions and lines of the log for tests, with a sensible default for everything."""

import itertools
from datetime import date, timedelta

from django.utils import timezone

from core.journal import record
from partnerships.models import (
    ConfirmationRequest,
    ContactEvent,
    Person,
    PersonFunction,
    ProcessingBasis,
    Task,
)
from tests.factories import make_organisation
from tests.partnerships.builders import make_partnership

numbers = itertools.count(1)


def make_person(**more):
    number = next(numbers)
    defaults = {
        "given_name": "Claire",
        "family_name": f"Exemple {number}",
        "email": f"kontakt{number}@example.org",
        "language": "fr",
    }
    return Person.objects.create(**(defaults | more))


def make_function(person, **more):
    defaults = {"title": "Leitung", "is_contact_person": "partnership" in more}
    if "organisation" not in more:
        defaults["organisation"] = make_organisation(kind="partner_administration")
    return PersonFunction.objects.create(person=person, **(defaults | more))


def make_basis(person, **more):
    defaults = {"purpose": "office", "basis": "public_task"}
    return ProcessingBasis.objects.create(person=person, **(defaults | more))


def make_consent(person, **more):
    return make_basis(person, basis="consent", **({"consent_on": date(2025, 1, 1)} | more))


def make_entry(*persons, **more):
    entry = ContactEvent.objects.create(**({"subject": "Programm", "happened_on": date(2026, 1, 1)} | more))
    entry.persons.set(persons)
    return entry


def make_question(person, **more):
    now = timezone.now()
    defaults = {"asked_at": now, "expires_at": now + timedelta(days=30)}
    return ConfirmationRequest.objects.create(person=person, **(defaults | more))


def people(number, _person):
    for _ in range(number):
        make_function(make_person(), partnership=make_partnership())


def of_one_person(number, _person):
    person = Person.objects.filter(pk=4712).first() or make_person(pk=4712)
    for _ in range(number):
        make_function(person, partnership=make_partnership())
        make_basis(person)
        entry = make_entry(person, partnership=make_partnership())
        Task.objects.create(title="Nachfassen", due_on=entry.happened_on, contact_event=entry)
        record("contacts.person_saved", person, by=None)


def entries(number, _person):
    for _ in range(number):
        make_entry(make_person(), make_person(), partnership=make_partnership())


def of_one_entry(number, _person):
    entry = ContactEvent.objects.filter(pk=4713).first() or make_entry(
        pk=4713, partnership=make_partnership()
    )
    for _ in range(number):
        person = make_person()
        make_function(person, partnership=entry.partnership)
        entry.persons.add(person)
        Task.objects.create(title="Nachfassen", due_on=entry.happened_on, contact_event=entry)
