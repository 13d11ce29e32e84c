"""Rows for tests, with a sensible default for everything."""

import datetime
import itertools

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from accounts.roles import Duty, Function, Kind, Role
from core.publicness import Publicness

numbers = itertools.count(1)
LONG_AGO = datetime.date(2020, 1, 1)
SEATS = {
    Role.ASSOCIATION_EDITOR: (Kind.ASSOCIATION, Duty.NONE, Function.EDITOR),
    Role.ASSOCIATION_ADMIN: (Kind.ASSOCIATION, Duty.NONE, Function.RESPONSIBLE),
    Role.SCHOOL: (Kind.SCHOOL, Duty.NONE, Function.EDITOR),
    Role.BUSINESS: (Kind.BUSINESS, Duty.NONE, Function.EDITOR),
    Role.PARTNER_CITY: (Kind.PARTNER_ADMINISTRATION, Duty.NONE, Function.CONTACT),
    Role.COUNCILLOR: (Kind.COUNCIL_GROUP, Duty.NONE, Function.MEMBER),
    Role.GROUP_MANAGER: (Kind.COUNCIL_GROUP, Duty.NONE, Function.MANAGER),
    Role.WORKING_GROUP: (Kind.WORKING_GROUP, Duty.NONE, Function.MEMBER),
    Role.STEERING_TEAM: (Kind.STEERING_TEAM, Duty.NONE, Function.MEMBER),
    Role.CASE_OFFICER: (Kind.OFFICE, Duty.INTERNATIONAL, Function.CASE_OFFICER),
    Role.HEAD: (Kind.OFFICE, Duty.INTERNATIONAL, Function.HEAD),
    Role.ECONOMIC_DEVELOPMENT: (Kind.OFFICE, Duty.ECONOMY, Function.CASE_OFFICER),
    Role.SPECIALIST_OFFICE: (Kind.OFFICE, Duty.NONE, Function.CASE_OFFICER),
    Role.EXECUTIVE: (Kind.EXECUTIVE, Duty.NONE, Function.MEMBER),
    Role.COUNCIL_OFFICE: (Kind.OFFICE, Duty.COUNCIL_OFFICE, Function.CASE_OFFICER),
    Role.DATA_PROTECTION: (Kind.OFFICE, Duty.DATA_PROTECTION, Function.CASE_OFFICER),
    Role.ADMIN: (Kind.OFFICE, Duty.PLATFORM, Function.CASE_OFFICER),
}


def make_user(*, role=None, password="kurz-und-Gut-2027", **more):
    """A person; with a role, as a member of a new organisation that gives it."""
    number = next(numbers)
    more = {"name": f"Person {number}", "email": f"person{number}@example.org"} | more
    user = User.objects.create_user(password=password, **more)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if role and role != Role.CITIZEN:
        kind, duty, function = SEATS[role]
        make_membership(person=user, organisation=make_organisation(kind=kind, duty=duty), function=function)
    return user


def make_organisation(**more):
    number = next(numbers)
    defaults = {
        "name": f"Organisation {number}",
        "slug": f"organisation-{number}",
        "kind": Kind.ASSOCIATION,
        "state": Organisation.State.CONFIRMED,
        "publicness": Publicness.PUBLIC,
    }
    return Organisation.objects.create(**(defaults | more))


def make_membership(**more):
    defaults = {"function": Function.MEMBER, "first_day": LONG_AGO, "confirmed_at": timezone.now()}
    if "person" not in more:
        defaults["person"] = make_user()
    if "organisation" not in more:
        defaults["organisation"] = make_organisation()
    return Membership.objects.create(**(defaults | more))
