"""The side navigation of "Mein Bereich": by role, several roles stack, only pages that exist."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role

ORGANISATION = frozenset({Role.ASSOCIATION_EDITOR, Role.ASSOCIATION_ADMIN, Role.SCHOOL, Role.BUSINESS})
STAFF = frozenset({Role.CASE_OFFICER, Role.HEAD})
COUNCIL = frozenset({Role.COUNCILLOR, Role.GROUP_MANAGER})
STEERING = frozenset({Role.STEERING_TEAM, Role.WORKING_GROUP})
OFFICES = frozenset({Role.ECONOMIC_DEVELOPMENT, Role.SPECIALIST_OFFICE, Role.EXECUTIVE, Role.COUNCIL_OFFICE})


@dataclass(frozen=True)
class Group:
    title: str
    roles: frozenset
    links: tuple


GROUPS = (
    Group(
        _("Verwaltung"),
        STAFF,
        (
            (_("Was als Nächstes hilft"), "work:overview"),
            (_("Aufgaben"), "work:tasks"),
            (_("Jubiläen"), "work:anniversaries"),
            (_("Erinnerungen"), "work:reminders"),
            (_("Partnerschaften"), "partnerships:list"),
            (_("Abgleich mit anderen Quellen"), "claims:overview"),
            (_("Kontakte"), "contacts:list"),
            (_("Begegnungen"), "encounters:list"),
            (_("Emissionsfaktoren"), "encounters:factors"),
            (_("Anfragen von Organisationen"), "accounts:requests"),
            (_("Förderaufrufe"), "funding:list"),
            (_("Förderquellen"), "funding:sources"),
            (_("Jahresbericht"), "reports:list"),
            (_("Netzwerke"), "networks:list"),
            (_("Gute Praxis"), "networks:practices"),
            (_("Gemeldete Barrieren"), "portal:barriers"),
            (_("Zustellung von Mails"), "notices:delivery"),
        ),
    ),
    Group(_("Leitung"), frozenset({Role.HEAD}), ((_("Konten und Mitgliedschaften"), "accounts:people"),)),
    Group(
        _("Verein, Schule, Betrieb"),
        ORGANISATION,
        (
            (_("Unsere Organisation"), "accounts:organisations"),
            (_("Begegnung vorschlagen"), "encounters:new"),
            (_("Passende Förderung"), "funding:overview"),
            (_("Partnerstädte"), "partnerships:list"),
        ),
    ),
    Group(
        _("Verantwortung im Verein"),
        frozenset({Role.ASSOCIATION_ADMIN}),
        ((_("Mitglieder bestätigen"), "accounts:requests"),),
    ),
    Group(
        _("Rat und Fraktion"),
        COUNCIL,
        (
            (_("Partnerschaften"), "partnerships:list"),
            (_("Jahresberichte"), "reports:list"),
            (_("Antrag und Strategie"), "portal:strategy"),
            (_("Förderung"), "funding:overview"),
        ),
    ),
    Group(
        _("Steuerungsteam und Arbeitskreis"),
        STEERING,
        (
            (_("Partnerschaften"), "partnerships:list"),
            (_("Antrag und Strategie"), "portal:strategy"),
            (_("Termine und Fristen"), "portal:dates"),
        ),
    ),
    Group(
        _("Ämter der Stadt"),
        OFFICES,
        (
            (_("Partnerschaften"), "partnerships:list"),
            (_("Förderaufrufe"), "funding:list"),
            (_("Antrag und Strategie"), "portal:strategy"),
        ),
    ),
    Group(
        _("Partnerstadt"),
        frozenset({Role.PARTNER_CITY}),
        (
            (_("Unsere Partnerschaft"), "partnerships:list"),
            (_("Meine Angaben"), "contacts:own"),
            (_("Begegnung vorschlagen"), "encounters:new"),
            (_("Kontakt zur Stadt"), "portal:contact"),
        ),
    ),
    Group(
        _("Technische Verwaltung"),
        frozenset({Role.ADMIN}),
        (
            (_("Konten und Mitgliedschaften"), "accounts:people"),
            (_("Zustellung von Mails"), "notices:delivery"),
        ),
    ),
    Group(
        _("Für mich"),
        frozenset({Role.CITIZEN}),
        (
            (_("Hinweise"), "notices:list"),
            (_("Benachrichtigungen einstellen"), "notices:preferences"),
            (_("Meine Kalender"), "notices:calendars"),
            (_("Mein Konto"), "accounts:overview"),
        ),
    ),
)


def groups_for(roles):
    """The groups of these roles with their links; a page that this portal does not have is left out."""
    found = []
    for group in GROUPS:
        if group.roles & roles:
            links = [{"label": label, "url": url} for label, name in group.links if (url := _address(name))]
            if links:
                found.append({"title": group.title, "links": links})
    return found


def _address(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
