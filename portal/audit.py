"""A town for examinations from outside: known accounts, owners in pairs, and canaries in what is not public.

Made by `seed_audit` and by the tests of access; running it again changes nothing. Everything in it
is marked as an example, so `seed_demo --remove` takes the people and organisations away again.
"""

import base64
import datetime
import hashlib
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from accounts.roles import NEED_SECOND_FACTOR, Duty, Function, Kind, Role
from core.conditional import touch
from core.publicness import Publicness
from portal import (
    audit_claims,
    audit_contacts,
    audit_encounters,
    audit_feeds,
    audit_networks,
    audit_notices,
    audit_partnerships,
    audit_reports,
    audit_work,
)
from portal.audit_rows import canary, keep

SIGN_IN_WORDS = "Moselblick bei Nacht 2027"
BEGAN = datetime.date(2020, 1, 1)
FAMILIES = ("accounts", "partnerships", "places", "funding", "notices", "portal")
# role: (kind of organisation, duty, function)
SEATS = {
    Role.ASSOCIATION_EDITOR: (Kind.ASSOCIATION, Duty.NONE, Function.EDITOR),
    Role.ASSOCIATION_ADMIN: (Kind.ASSOCIATION, Duty.NONE, Function.RESPONSIBLE),
    Role.SCHOOL: (Kind.SCHOOL, Duty.NONE, Function.RESPONSIBLE),
    Role.BUSINESS: (Kind.BUSINESS, Duty.NONE, Function.RESPONSIBLE),
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
# These exist twice: one's own and somebody else's
IN_PAIRS = (Role.ASSOCIATION_ADMIN, Role.SCHOOL, Role.BUSINESS, Role.PARTNER_CITY)
PARTS = (
    audit_partnerships,
    audit_work,
    audit_contacts,
    audit_encounters,
    audit_networks,
    audit_claims,
    audit_reports,
    audit_feeds,
    audit_notices,
)
STANDS = ("valid", "waiting", "ended", "future")


@dataclass
class Town:
    """What was made: {key of an account: User}, {slug: Organisation}, and the rest by name."""

    people: dict = field(default_factory=dict)
    organisations: dict = field(default_factory=dict)
    objects: dict = field(default_factory=dict)


@transaction.atomic
def build(today):
    """Make the town or find it again."""
    town = Town()
    coded = make_password(SIGN_IN_WORDS)
    town.people[Role.CITIZEN] = _person(Role.CITIZEN, coded, has_second_factor=False)
    for role in SEATS:
        _seat(town, role, "a", coded)
    for role in IN_PAIRS:
        _seat(town, role, "b", coded)
    _organisations_in_every_state(town)
    _memberships_in_every_state(town, coded, today)
    for part in PARTS:
        part.build(town)
    touch(*FAMILIES)
    return town


def seed_of(key):
    """The TOTP seed of an account, the same at every run."""
    return base64.b32encode(hashlib.sha256(f"audit {key}".encode()).digest()[:20]).decode()


def _person(key, coded, *, has_second_factor, name=""):
    email = f"pruef-{key.replace('_', '-')}@example.org"
    person = keep(
        User,
        {"email": email},
        name=name or f"Prüfkonto {key.replace('_', ' ')}",
        password=coded,
        is_example=True,
        is_active=True,
    )
    keep(EmailAddress, {"user": person, "email": email}, verified=True, primary=True)
    if has_second_factor and not Authenticator.objects.filter(user=person).exists():
        TOTP.activate(person, seed_of(key))
    return person


def _seat(town, role, side, coded):
    """An account with a role, in the organisation of its kind on side a or b."""
    kind, duty, function = SEATS[role]
    name = f"Prüfung {Kind(kind).label} {Duty(duty).label if duty else ''} {side.upper()}".replace("  ", " ")
    organisation = _organisation(
        town, f"pruef-{kind}{'-' + duty if duty else ''}-{side}".replace("_", "-"), name, kind, duty=duty
    )
    key = str(role) if side == "a" else f"{role}_b"
    person = _person(key, coded, has_second_factor=role in NEED_SECOND_FACTOR)
    keep(
        Membership,
        {"person": person, "organisation": organisation, "function": function},
        first_day=BEGAN,
        confirmed_at=timezone.now(),
    )
    town.people[key] = person


def _organisation(town, slug, name, kind, **more):
    values = {"state": Organisation.State.CONFIRMED, "publicness": Publicness.PUBLIC, "is_example": True}
    town.organisations[slug] = keep(Organisation, {"slug": slug}, name=name, kind=kind, **(values | more))
    return town.organisations[slug]


def _organisations_in_every_state(town):
    """Associations that nobody of the accounts belongs to: each state, each level."""
    for state in Organisation.State:
        for level in Publicness:
            where = f"{state}-{level}"
            is_open = state == Organisation.State.CONFIRMED
            is_public = is_open and level == Publicness.PUBLIC
            secrets = {} if is_public else {
                "about": canary("organisation", "about", where),
                "email": f"{canary('organisation', 'email', where)}@example.org",
                "website": f"https://example.org/{canary('organisation', 'website', where)}",
            }  # fmt: skip
            # whoever has an account may look for a confirmed association by its name, to join it
            name = f"Prüfverein {where}" if is_open else canary("organisation", "name", where)
            _organisation(
                town,
                f"pruef-verein-{where}",
                name,
                Kind.ASSOCIATION,
                state=state,
                publicness=level,
                **secrets,
            )


def _memberships_in_every_state(town, coded, today):
    """A person for each stand of a membership, in the association a, in b and in that of nobody."""
    day, confirmed = datetime.timedelta(days=1), timezone.now()
    values = {
        "valid": {"first_day": BEGAN, "confirmed_at": confirmed},
        "waiting": {"first_day": today, "confirmed_at": None},
        "ended": {"first_day": BEGAN, "last_day": today - day, "confirmed_at": confirmed},
        "future": {"first_day": today + 30 * day, "confirmed_at": confirmed},
    }
    for side in ("a", "b"):
        organisation = town.organisations[f"pruef-association-{side}"]
        for stand in STANDS:
            person = _person(
                f"{stand}_{side}",
                coded,
                has_second_factor=False,
                name=canary("user", "name", f"{stand}-{side}"),
            )
            town.people[f"{stand}_{side}"] = person
            town.objects["membership", side, stand] = keep(
                Membership, {"person": person, "organisation": organisation}, **values[stand]
            )
