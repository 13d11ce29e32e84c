"""Rows for the query counts of the encounters' pages (tests/test_list_queries.py)."""

from accounts.roles import Kind, Role
from partnerships.models import (
    Delegation,
    DelegationMember,
    Encounter,
    EncounterFile,
    Factor,
    FactorSet,
    Gift,
    Participant,
    ParticipantList,
    ProgrammeItem,
    Task,
    TravelLeg,
    Trip,
)
from tests.factories import make_membership, make_organisation
from tests.partnerships.builders import make_partnership
from tests.partnerships.encounters.builders import days, make_encounter

PK = 4711


def encounters(number, person):
    for n in range(number):
        make_encounter(title=f"Fahrt {n}", starts_on=days(-n))


def the_one(**more):
    found = Encounter.objects.filter(pk=PK).first()
    return found or make_encounter(pk=PK, partnership=make_partnership(), starts_on=days(-40), **more)


def of_one(number, person):
    """Files, journeys, tasks, organisers of one encounter."""
    one = the_one()
    base = one.files.count()
    factors = FactorSet.objects.get_or_create(slug="s", defaults={"title": "S", "year": 2026})[0]
    factor = Factor.objects.get_or_create(factor_set=factors, mode="rail", defaults={"grams": 46})[0]
    for n in range(base, base + number):
        one.organisers.add(make_organisation())
        EncounterFile.objects.create(
            encounter=one, title=f"Bild {n}", publicness="public", sha256=f"{n:064}", size=1, is_photo=True,
            alt_text="Menschen", rights="Beispiel", people_agreed=True, media_type="image/png",
            filename=f"{n}.png", file=f"{n}.png",
        )  # fmt: skip
        trip = Trip.objects.create(encounter=one, title=f"Weg {n}")
        TravelLeg.objects.create(
            trip=trip, mode="rail", start="A", end="B", persons=4, km=100, factor=factor, grams=46, kg_co2e=36
        )
        Task.objects.create(
            title=f"Schritt {n}", due_on=days(n), encounter=one, partnership=one.partnerships.get()
        )


def of_one_delegation(number, person):
    of_one(number, person)
    one = the_one()
    found = Delegation.objects.get_or_create(encounter=one, defaults={"purpose": "Gespräche"})[0]
    for n in range(number):
        DelegationMember.objects.create(delegation=found, seat="staff", name=f"Person {n}")
        ProgrammeItem.objects.create(delegation=found, title=f"Punkt {n}", starts_at="2026-05-08T10:00Z")
        Gift.objects.create(delegation=found, what=f"Buch {n}", value=10)
        make_encounter(partnership=one.partnerships.get(), starts_on=days(-90 - n), state="held")


def of_one_list(number, person):
    one = the_one()
    if not one.organisers.exists():
        kept_by = make_organisation(kind=Kind.ASSOCIATION)
        make_membership(person=person, organisation=kept_by, function="responsible")
        one.organisers.add(kept_by)
        ParticipantList.objects.create(encounter=one, kept_by=kept_by, delete_on=days(50))
    for n in range(number):
        Participant.objects.create(list=one.participant_list, name=f"Person {n}")


def sets_of_factors(number, person):
    base = FactorSet.objects.count()
    for n in range(base, base + number):
        one = FactorSet.objects.create(slug=f"s{n}", title=f"Satz {n}", year=2026)
        Factor.objects.create(factor_set=one, mode="rail", grams=46)


AT = {"pk": PK}
PUBLIC, ANY = 6, 15
ENCOUNTER_LISTS = {
    "encounters": ("encounters:list", {}, "", None, encounters, PUBLIC),
    "encounters for staff": ("encounters:list", {}, "?q=Fahrt", Role.HEAD, encounters, ANY),
    "an encounter": ("encounters:detail", AT, "", None, of_one, PUBLIC),
    "an encounter for staff": ("encounters:detail", AT, "", Role.CASE_OFFICER, of_one, ANY),
    "journeys of an encounter": ("encounters:journey", AT, "", Role.HEAD, of_one, ANY),
    "a delegation": ("encounters:delegation", AT, "", Role.HEAD, of_one_delegation, ANY),
    "a briefing": ("encounters:briefing", AT, "", Role.HEAD, of_one_delegation, 18),
    "a list of people": ("encounters:people", AT, "", Role.CITIZEN, of_one_list, ANY),
    "a list of people to print": ("encounters:people_print", AT, "", Role.CITIZEN, of_one_list, ANY),
    "sets of factors": ("encounters:factors", {}, "", Role.HEAD, sets_of_factors, ANY),
    "meetings as a calendar": ("calendar", {"name": "begegnungen"}, "", None, encounters, PUBLIC),
}
ENCOUNTERS_WITHOUT_ROWS = """
    encounters:briefing_pdf encounters:decline encounters:delegation_debrief encounters:delegation_decide
    encounters:delegation_edit encounters:delegation_propose encounters:edit encounters:file
    encounters:file_add encounters:history encounters:leg_add encounters:new encounters:part
    encounters:part_add
    encounters:people_term encounters:person encounters:person_add encounters:start encounters:templates
    encounters:factors_add
""".split()  # noqa: SIM905
