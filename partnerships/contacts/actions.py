"""What staff do with the people of the contact book and their functions."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import free_slug
from accounts.models import Organisation
from accounts.roles import Kind
from core.journal import changed_fields, record
from core.lost_updates import save_versioned
from partnerships.actions import NotNow
from partnerships.contacts.names import name_key, normalised
from partnerships.models import Person, PersonFunction

DETAILS = (
    "form_of_address", "title", "given_name", "family_name", "name_original", "language", "other_languages",
    "country", "city", "email", "phone", "is_private", "note",
)  # fmt: skip
FUNCTION = (
    "organisation", "partnership", "title", "title_local", "email", "phone", "is_contact_person",
    "first_day", "last_day",
)  # fmt: skip


def locked(person):
    """The row of a person, locked; NotNow when it is closed to changes."""
    person = Person.objects.select_for_update(of=["self"]).get(pk=person.pk)
    if person.merged_into_id:
        raise NotNow(_("Dieser Eintrag ist mit einem anderen zusammengeführt."))
    if not person.is_reachable:
        raise NotNow(_("Diese Person ist gesperrt. Ihre Angaben lassen sich nicht mehr ändern."))
    return person


def likely_same(person, organisation):
    """People whom `person` probably doubles: same name at `organisation`, or the same mail address."""
    found = list(Person.objects.reachable().filter(functions__organisation=organisation).distinct())
    key, script = name_key(person.given_name, person.family_name), normalised(person.name_original)
    same = [
        one
        for one in found
        if name_key(one.given_name, one.family_name) == key
        or (script and normalised(one.name_original) == script)
    ]
    if person.email:
        known = {one.pk for one in same}
        by_mail = Person.objects.reachable().filter(email__iexact=person.email)
        same += list(by_mail.exclude(pk__in=known).order_by("pk")[:5])
    return [one for one in same if one.pk != person.pk]


@transaction.atomic
def create_person(person, *, by, function=None, basis=None, new_organisation=None):
    """Add somebody, with a first function and the reason why we may keep the data, if they are given."""
    person.save(force_insert=True)
    record("contacts.person_created", person, by=by)
    if function is not None:
        function.person = person
        add_function(function, new_organisation=new_organisation, by=by)
    if basis is not None:
        basis.person = person
        basis.save(force_insert=True)
        record("contacts.basis_added", person, by=by, changes={"basis": (None, basis)})
    return person


@transaction.atomic
def save_person(person, *, loaded_version, by):
    """Save what stands on the form; StaleVersion if somebody else was faster."""
    before = locked(person)
    save_versioned(person, loaded_version=loaded_version, fields=DETAILS)
    record("contacts.person_saved", person, by=by, changes=changed_fields(before, person, DETAILS))
    return person


@transaction.atomic
def add_function(function, *, by, new_organisation=None):
    """Add a function; `new_organisation` (unsaved) is made with it, or found by its name and town."""
    locked(function.person)
    if new_organisation is not None:
        function.organisation = _found_or_made(new_organisation, by=by)
    function.save(force_insert=True)
    record("contacts.function_added", function.person, by=by, changes={"function": (None, function)})
    return function


def _found_or_made(organisation, *, by):
    same_town = Organisation.objects.filter(city=organisation.city, kind=organisation.kind)
    for known in same_town.exclude(state=Organisation.State.BLOCKED).order_by("pk"):
        if normalised(known.name) == normalised(organisation.name):
            return known
    organisation.slug = free_slug(organisation.name)
    organisation.state = Organisation.State.CONFIRMED
    organisation.save(force_insert=True)
    record("contacts.organisation_made", organisation, by=by)
    return organisation


@transaction.atomic
def save_function(function, *, loaded_version, by, new_organisation=None):
    """Save a function; StaleVersion if somebody else was faster."""
    locked(function.person)
    before = PersonFunction.objects.select_related("organisation", "partnership__city").get(pk=function.pk)
    if new_organisation is not None:
        function.organisation = _found_or_made(new_organisation, by=by)
    save_versioned(function, loaded_version=loaded_version, fields=FUNCTION)
    changes = changed_fields(before, function, FUNCTION)
    record("contacts.function_saved", function.person, by=by, changes=changes)
    return function


@transaction.atomic
def end_function(function, *, last_day, by):
    """Set the last day of a function."""
    function = PersonFunction.objects.select_for_update(of=["self"]).get(pk=function.pk)
    locked(function.person)
    if function.first_day and last_day < function.first_day:
        raise NotNow(_("Der letzte Tag liegt vor dem ersten Tag dieser Funktion."))
    before, function.last_day = function.last_day, last_day
    function.version += 1
    function.save(update_fields=["last_day", "version"])
    changes = {"function": (None, function), "last_day": (before, last_day)}
    record("contacts.function_ended", function.person, by=by, changes=changes)
    return function


def account_for(person):
    """The account of a partner administration with the same confirmed address, not yet linked; or None."""
    if not person.email or person.user_id or not person.is_reachable:
        return None
    address = EmailAddress.objects.filter(
        email__iexact=person.email,
        verified=True,
        user__is_active=True,
        user__contact=None,
        user__memberships__organisation__kind=Kind.PARTNER_ADMINISTRATION,
    )
    found = address.select_related("user").order_by("pk").first()
    return found.user if found else None


@transaction.atomic
def link_account(person, *, by):
    """Say that the account with the same confirmed address is this person's."""
    person = locked(person)
    account = account_for(person)
    if account is None:
        raise NotNow(_("Es gibt kein Konto einer Partnerstadt mit dieser bestätigten Adresse."))
    person.user = account
    person.save(update_fields=["user"])
    record("contacts.account_linked", person, by=by, changes={"account": (None, account)})
    return person


@transaction.atomic
def unlink_account(person, *, by):
    person = Person.objects.select_for_update(of=["self"]).get(pk=person.pk)
    if person.user_id is None:
        raise NotNow(_("Dieser Eintrag ist mit keinem Konto verbunden."))
    before, person.user = person.user, None
    person.save(update_fields=["user"])
    record("contacts.account_unlinked", person, by=by, changes={"account": (before, None)})
    return person
