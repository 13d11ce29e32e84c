"""The invented people of the demo town, one for every role (domain.md 7)."""

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, User
from accounts.roles import Duty, Function, Kind
from core.models import JournalEntry
from core.publicness import Publicness

DOMAIN = "example.org"
SINCE = timedelta(days=400)


@dataclass(frozen=True)
class DemoOrganisation:
    slug: str
    name: str
    kind: str
    duty: str = Duty.NONE
    legal_form: str = ""
    publicness: str = Publicness.PUBLIC


@dataclass(frozen=True)
class DemoPerson:
    key: str
    name: str
    role: str
    purpose: str
    organisation: str = ""
    function: str = Function.MEMBER
    language: str = "de"

    @property
    def email(self):
        return f"{self.key}@{DOMAIN}"


DEMO_ORGANISATIONS = (
    DemoOrganisation("amt-internationales-demo", "Internationale Beziehungen (Demo)", Kind.OFFICE,
                     Duty.INTERNATIONAL),
    DemoOrganisation("wirtschaftsfoerderung-demo", "Wirtschaftsförderung (Demo)", Kind.OFFICE, Duty.ECONOMY),
    DemoOrganisation("kulturamt-demo", "Kultur- und Schulverwaltungsamt (Demo)", Kind.OFFICE),
    DemoOrganisation("ratsbuero-demo", "Ratsbüro (Demo)", Kind.OFFICE, Duty.COUNCIL_OFFICE),
    DemoOrganisation("datenschutz-demo", "Behördlicher Datenschutz (Demo)", Kind.OFFICE,
                     Duty.DATA_PROTECTION),
    DemoOrganisation("betrieb-demo", "Betrieb des Portals (Demo)", Kind.OFFICE, Duty.PLATFORM),
    DemoOrganisation("stadtvorstand-demo", "Stadtvorstand (Demo)", Kind.EXECUTIVE),
    DemoOrganisation("freundschaftskreis-nevers-demo", "Freundschaftskreis Nevers (Demo)", Kind.ASSOCIATION,
                     legal_form="e. V."),
    DemoOrganisation("gymnasium-demo", "Gymnasium am Beispielplatz (Demo)", Kind.SCHOOL),
    DemoOrganisation("beispiel-maschinenbau-demo", "Beispiel Maschinenbau (Demo)", Kind.BUSINESS,
                     legal_form="GmbH"),
    DemoOrganisation("fraktion-rot-demo", "Fraktion Rot (Demo)", Kind.COUNCIL_GROUP),
    DemoOrganisation("fraktion-blau-demo", "Fraktion Blau (Demo)", Kind.COUNCIL_GROUP),
    DemoOrganisation("steuerungsteam-demo", "Steuerungsteam (Demo)", Kind.STEERING_TEAM),
    DemoOrganisation("arbeitskreis-demo", "Arbeitskreis (Demo)", Kind.WORKING_GROUP),
    DemoOrganisation("nevers-relations-demo", "Ville de Nevers, relations internationales (Demo)",
                     Kind.PARTNER_ADMINISTRATION),
)  # fmt: skip
DEMO_PEOPLE = (
    DemoPerson("sachbearbeitung", "Erika Beispiel", _("Sachbearbeitung"),
               _("pflegt Partnerschaften und Förderaufrufe und bestätigt Vereine."),
               "amt-internationales-demo", Function.CASE_OFFICER),
    DemoPerson("leitung", "Hans Vorlage", _("Leitung"),
               _("veröffentlicht, entscheidet und vergibt Aufgaben in der Verwaltung."),
               "amt-internationales-demo", Function.HEAD),
    DemoPerson("wirtschaftsfoerderung", "Petra Muster", _("Wirtschaftsförderung"),
               _("arbeitet an Ansatzpunkten für die örtliche Wirtschaft."), "wirtschaftsfoerderung-demo"),
    DemoPerson("verein", "Karl Entwurf", _("Verein: Verantwortung"),
               _("leitet einen Freundschaftskreis und bestätigt seine Mitglieder."),
               "freundschaftskreis-nevers-demo", Function.RESPONSIBLE),
    DemoPerson("verein-mitglied", "Rosa Probe", _("Verein: Redaktion"),
               _("schreibt für den Freundschaftskreis."), "freundschaftskreis-nevers-demo", Function.EDITOR),
    DemoPerson("schule", "Ute Kreide", _("Schule"), _("sucht eine Klasse für einen Austausch."),
               "gymnasium-demo", Function.RESPONSIBLE),
    DemoPerson("unternehmen", "Jan Werkstück", _("Unternehmen"), _("sucht Betriebe in den Partnerstädten."),
               "beispiel-maschinenbau-demo", Function.RESPONSIBLE),
    DemoPerson("ratsmitglied-a", "Maria Antrag", _("Ratsmitglied, Fraktion Rot"),
               _("liest Entwürfe und berät in der eigenen Fraktion."), "fraktion-rot-demo"),
    DemoPerson("ratsmitglied-b", "Otto Anfrage", _("Ratsmitglied, Fraktion Blau"),
               _("gehört zu einer anderen Fraktion und sieht deren Beratung."), "fraktion-blau-demo"),
    DemoPerson("fraktion", "Ines Protokoll", _("Fraktion: Geschäftsführung"),
               _("reicht Änderungen für die Fraktion Rot ein."), "fraktion-rot-demo", Function.MANAGER),
    DemoPerson("arbeitskreis", "Willi Runde", _("Arbeitskreis"),
               _("berät die Stadt und gibt Empfehlungen."), "arbeitskreis-demo"),
    DemoPerson("steuerungsteam", "Grete Kurs", _("Steuerungsteam"),
               _("entscheidet, was als Nächstes getan wird."), "steuerungsteam-demo"),
    DemoPerson("partnerstadt-nevers", "Claire Exemple", _("Partnerstadt Nevers"),
               _("pflegt von Frankreich aus die Angaben ihrer Stadt, auf Französisch."),
               "nevers-relations-demo", Function.CONTACT, "fr"),
    DemoPerson("fachamt", "Bernd Akte", _("Fachamt"), _("arbeitet an Begegnungen des eigenen Amts mit."),
               "kulturamt-demo"),
    DemoPerson("stadtvorstand", "Dorothea Kette", _("Stadtvorstand"),
               _("zeichnet Vorlagen und genehmigt Reisen."), "stadtvorstand-demo"),
    DemoPerson("ratsbuero", "Lutz Vermerk", _("Ratsbüro"), _("trägt Ergebnisse der Sitzungen ein."),
               "ratsbuero-demo"),
    DemoPerson("datenschutz", "Vera Siegel", _("Datenschutz"), _("prüft, was über Menschen gespeichert ist."),
               "datenschutz-demo"),
    DemoPerson("verwaltung", "Nils Schalter", _("Technische Verwaltung"),
               _("verwaltet Konten und hat kein Recht an Inhalten."), "betrieb-demo"),
    DemoPerson("buergerin", "Anna Nachbarin", _("Bürgerin"),
               _("hat ein Konto und gehört zu keiner Organisation.")),
)  # fmt: skip


@transaction.atomic
def seed(today):
    """Make the demo people and their organisations, or find them again; {key: User}."""
    places = {one.slug: _organisation(one) for one in DEMO_ORGANISATIONS}
    return {one.key: _person(one, places.get(one.organisation), today) for one in DEMO_PEOPLE}


def _organisation(one):
    fields = ("name", "kind", "duty", "legal_form", "publicness")
    given = {field: getattr(one, field) for field in fields}
    given |= {"state": Organisation.State.CONFIRMED, "is_example": True}
    return Organisation.objects.update_or_create(slug=one.slug, defaults=given)[0]


def _person(one, organisation, today):
    person = User.objects.filter(email=one.email).first()
    if person is None:
        person = User.objects.create_user(one.email, name=one.name, language=one.language, is_example=True)
        EmailAddress.objects.create(user=person, email=one.email, verified=True, primary=True)
    if organisation and not person.memberships.filter(organisation=organisation).exists():
        Membership.objects.create(
            person=person,
            organisation=organisation,
            function=one.function,
            first_day=today - SINCE,
            confirmed_at=timezone.now(),
        )
    return person


@transaction.atomic
def remove():
    """Delete the demo people and organisations without trace; returns how many of each."""
    people, organisations = User.objects.filter(is_example=True), Organisation.objects.filter(is_example=True)
    memberships = Membership.objects.filter(Q(person__in=people) | Q(organisation__in=organisations))
    number = {"people": people.count(), "organisations": organisations.count()}
    for session in UserSession.objects.filter(user__in=people):
        session.end()
    JournalEntry.objects.filter(by__in=people).delete()
    for rows in (memberships, people, organisations):
        keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
        JournalEntry.objects.filter(object_kind=rows.model._meta.label_lower, object_pk__in=keys).delete()
    for rows in (memberships, organisations, people):
        rows.delete()
    return number
