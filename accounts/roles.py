"""The roles of domain.md 4.2, derived from what somebody is a member of, and as what.

Nobody has a role by a flag: `roles_of(memberships)` reads them from the memberships that are
valid today, so a right ends with the last day of the membership.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CITIZEN = "citizen", _("Bürgerin oder Bürger")
    ASSOCIATION_EDITOR = "association_editor", _("Verein: Redaktion")
    ASSOCIATION_ADMIN = "association_admin", _("Verein: Verantwortung")
    SCHOOL = "school", _("Schule oder Hochschule")
    BUSINESS = "business", _("Unternehmen oder Kammer")
    PARTNER_CITY = "partner_city", _("Partnerstadt")
    COUNCILLOR = "councillor", _("Ratsmitglied")
    GROUP_MANAGER = "group_manager", _("Fraktion: Vorsitz oder Geschäftsführung")
    WORKING_GROUP = "working_group", _("Arbeitskreis")
    STEERING_TEAM = "steering_team", _("Steuerungsteam")
    CASE_OFFICER = "case_officer", _("Sachbearbeitung")
    HEAD = "head", _("Leitung")
    ECONOMIC_DEVELOPMENT = "economic_development", _("Wirtschaftsförderung")
    SPECIALIST_OFFICE = "specialist_office", _("Fachamt")
    EXECUTIVE = "executive", _("Stadtvorstand")
    COUNCIL_OFFICE = "council_office", _("Ratsbüro")
    DATA_PROTECTION = "data_protection", _("Datenschutz")
    ADMIN = "admin", _("Technische Verwaltung")


class Kind(models.TextChoices):
    """What an organisation is."""

    ASSOCIATION = "association", _("Verein")
    SCHOOL = "school", _("Schule")
    UNIVERSITY = "university", _("Hochschule")
    BUSINESS = "business", _("Unternehmen")
    CHAMBER = "chamber", _("Kammer")
    PARTNER_ADMINISTRATION = "partner_administration", _("Verwaltung einer Partnerstadt")
    OFFICE = "office", _("Amt")
    EXECUTIVE = "executive", _("Stadtvorstand")
    COUNCIL_GROUP = "council_group", _("Fraktion")
    COMMITTEE = "committee", _("Rat oder Ausschuss")
    STEERING_TEAM = "steering_team", _("Steuerungsteam")
    WORKING_GROUP = "working_group", _("Arbeitskreis")
    OTHER = "other", _("Sonstige")


class Duty(models.TextChoices):
    """What an office of the city is there for; empty for everybody else."""

    NONE = "", _("keine besondere Aufgabe")
    INTERNATIONAL = "international", _("Internationale Beziehungen")
    ECONOMY = "economy", _("Wirtschaftsförderung")
    COUNCIL_OFFICE = "council_office", _("Ratsbüro")
    DATA_PROTECTION = "data_protection", _("Datenschutz")
    PLATFORM = "platform", _("Betrieb des Portals")


class Function(models.TextChoices):
    """As what somebody belongs to an organisation."""

    MEMBER = "member", _("Mitglied")
    EDITOR = "editor", _("Redaktion")
    RESPONSIBLE = "responsible", _("Verantwortlich")
    CASE_OFFICER = "case_officer", _("Sachbearbeitung")
    HEAD = "head", _("Leitung")
    CHAIR = "chair", _("Vorsitz")
    DEPUTY = "deputy", _("Stellvertretung")
    MANAGER = "manager", _("Geschäftsführung")
    ADVISORY = "advisory", _("beratend")
    SECRETARY = "secretary", _("Schriftführung")
    CONTACT = "contact", _("Ansprechperson")


# Kinds that anybody may found or join, after a confirmation
OPEN_KINDS = frozenset(
    {Kind.ASSOCIATION, Kind.SCHOOL, Kind.UNIVERSITY, Kind.BUSINESS, Kind.CHAMBER, Kind.OTHER}
)
STAFF = frozenset({Role.CASE_OFFICER, Role.HEAD})
NEED_SECOND_FACTOR = frozenset(
    {
        Role.CASE_OFFICER,
        Role.HEAD,
        Role.ECONOMIC_DEVELOPMENT,
        Role.SPECIALIST_OFFICE,
        Role.EXECUTIVE,
        Role.STEERING_TEAM,
        Role.COUNCIL_OFFICE,
        Role.COUNCILLOR,
        Role.GROUP_MANAGER,
        Role.DATA_PROTECTION,
        Role.ADMIN,
    }
)
_BY_DUTY = {
    Duty.ECONOMY: Role.ECONOMIC_DEVELOPMENT,
    Duty.COUNCIL_OFFICE: Role.COUNCIL_OFFICE,
    Duty.DATA_PROTECTION: Role.DATA_PROTECTION,
    Duty.PLATFORM: Role.ADMIN,
    Duty.NONE: Role.SPECIALIST_OFFICE,
}
_BY_KIND = {
    Kind.SCHOOL: Role.SCHOOL,
    Kind.UNIVERSITY: Role.SCHOOL,
    Kind.BUSINESS: Role.BUSINESS,
    Kind.CHAMBER: Role.BUSINESS,
    Kind.PARTNER_ADMINISTRATION: Role.PARTNER_CITY,
    Kind.EXECUTIVE: Role.EXECUTIVE,
    Kind.STEERING_TEAM: Role.STEERING_TEAM,
    Kind.WORKING_GROUP: Role.WORKING_GROUP,
    Kind.COMMITTEE: Role.COUNCILLOR,
}


def roles_of(memberships):
    """The set of roles that (kind, duty, function) triples give; everybody is a citizen too."""
    found = {Role.CITIZEN}
    for kind, duty, function in memberships:
        found |= _roles_of_one(kind, duty, function)
    return frozenset(found)


def _roles_of_one(kind, duty, function):
    if kind == Kind.OFFICE and duty == Duty.INTERNATIONAL:
        return {Role.HEAD} if function == Function.HEAD else {Role.CASE_OFFICER}
    if kind == Kind.OFFICE:
        return {_BY_DUTY[Duty(duty)]}
    if kind == Kind.COUNCIL_GROUP:
        leads = function in (Function.CHAIR, Function.MANAGER)
        return {Role.COUNCILLOR, Role.GROUP_MANAGER} if leads else {Role.COUNCILLOR}
    if kind in (Kind.ASSOCIATION, Kind.OTHER):
        if function == Function.MEMBER:
            return set()
        return {Role.ASSOCIATION_ADMIN if function == Function.RESPONSIBLE else Role.ASSOCIATION_EDITOR}
    return {_BY_KIND[Kind(kind)]}
