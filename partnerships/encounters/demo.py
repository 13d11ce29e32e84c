"""Rows of the demo town: about 120 encounters over six years, a delegation, journeys, a list; invented."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.models import Organisation
from core.publicness import Publicness
from partnerships.encounters import actions, defaults, emissions, factors, lists
from partnerships.models import (
    CooperationField,
    Delegation,
    DelegationMember,
    Encounter,
    EncounterFile,
    EncounterTemplate,
    Gift,
    Mode,
    Participant,
    ParticipantList,
    ProgrammeItem,
    Task,
    TravelLeg,
    Trip,
)
from places.models import City

Kind, Direction, State = Encounter.Kind, Encounter.Direction, Encounter.State
MONTH = timedelta(days=30)
OFFICE, FRIENDS, SCHOOL, TOWN_HALL = (
    "amt-internationales-demo", "freundschaftskreis-nevers-demo", "gymnasium-demo", "nevers-relations-demo",
)  # fmt: skip
# (town, kind, direction, months ago, own people, people of the partner, title): domain.md 3.6 and 7
SITUATIONS = (
    ("nevers", Kind.CITIZENS, Direction.OUT, 3, 26, 0, "Bürgerfahrt nach Nevers"),
    ("nevers", Kind.SCHOOL, Direction.IN, 8, 0, 45, "Schulklasse aus Nevers zu Gast"),
    ("nevers", Kind.CULTURE, Direction.BOTH, 14, 13, 7, "Chorkonzert mit Gästen aus Nevers"),
    ("nevers", Kind.EXPERTS, Direction.IN, 2, 0, 6, "Fachgespräch Weinbau"),
    ("maastricht", Kind.CITIZENS, Direction.OUT, 40, 4, 0, "Tagesfahrt nach Maastricht"),
    ("uman", Kind.RECEPTION, Direction.IN, 10, 0, 12, "Empfang von Gästen aus Uman"),
)
# What comes every year, invented alike: (town, kind, direction, month, own, partner, title, years)
YEARLY = (
    ("nevers", Kind.SPORT, Direction.IN, 4, 0, 14, "Laufgruppe aus Nevers beim Stadtlauf", 6),
    ("nevers", Kind.YOUTH, Direction.OUT, 7, 18, 0, "Jugendfreizeit an der Loire", 6),
    ("nevers", Kind.CITIZENS, Direction.IN, 9, 0, 22, "Herbstbesuch aus Nevers", 6),
    ("norwich", Kind.CULTURE, Direction.BOTH, 6, 12, 15, "Chortreffen mit Norwich", 6),
    ("norwich", Kind.CITIZENS, Direction.IN, 8, 0, 16, "Gartenfreunde aus Norwich", 6),
    ("norwich", Kind.ONLINE, Direction.ONLINE, 2, 9, 8, "Englisch-Stammtisch online", 6),
    ("novara", Kind.SPORT, Direction.OUT, 5, 16, 0, "Ruderverein in Novara", 6),
    ("novara", Kind.BUSINESS, Direction.IN, 10, 0, 5, "Logistiktag mit Gästen aus Novara", 6),
    ("novara", Kind.SCHOOL, Direction.BOTH, 3, 20, 19, "Italienischkurs und Briefklasse", 6),
    ("varazdin", Kind.EXPERTS, Direction.IN, 4, 0, 4, "Besuch der Kammer aus Varaždin", 6),
    ("varazdin", Kind.CULTURE, Direction.OUT, 8, 11, 0, "Špancirfest in Varaždin", 6),
    ("varazdin", Kind.YOUTH, Direction.BOTH, 7, 10, 10, "Ausbildungswerkstatt Varaždin", 6),
    ("petah-tikva", Kind.ONLINE, Direction.ONLINE, 1, 14, 13, "Schulgespräch online mit Petah Tikva", 6),
    ("petah-tikva", Kind.ONLINE, Direction.ONLINE, 11, 8, 7, "Gedenken gemeinsam online", 6),
    ("austin", Kind.ONLINE, Direction.ONLINE, 5, 7, 9, "Start-up-Runde online mit Austin", 6),
    ("austin", Kind.BUSINESS, Direction.IN, 9, 0, 6, "Gründerinnen und Gründer aus Austin", 4),
    ("novara", Kind.CITIZENS, Direction.OUT, 9, 24, 0, "Weinfest in Novara", 6),
    ("norwich", Kind.SPORT, Direction.OUT, 5, 15, 0, "Radgruppe in Norfolk", 6),
)


def seed(today, people, partnerships):
    """Build what is not there yet; `people` by role and key, `partnerships` by slug."""
    if Encounter.objects.filter(is_example=True, partnerships__slug="nevers").exists():
        return
    keys = (OFFICE, FRIENDS, SCHOOL, TOWN_HALL)
    places = {one.slug: one for one in Organisation.objects.filter(slug__in=keys)}
    _past(today, partnerships, places)
    _coming(today, people, partnerships, places)
    _pupils(today, partnerships, places)
    _delegation(today, people, partnerships)


def _past(today, partnerships, places):
    rows = [(town, kind, way, today - months * MONTH, own, other, title)
            for town, kind, way, months, own, other, title in SITUATIONS]  # fmt: skip
    rows += [
        (town, kind, way, day, own + step % 3, other + step % 2, title)
        for town, kind, way, month, own, other, title, years in YEARLY
        for step in range(years)
        if (day := today.replace(year=today.year - step, month=month, day=10)) < today - 2 * MONTH
    ]
    made = [
        (town, Encounter(
            title=title, kind=kind, direction=way, starts_on=day, ends_on=day + timedelta(days=2),
            participants_own=own or 0, participants_partner=other or 0, first_timers=(own + other) // 4,
            state=State.SETTLED if day < today - 6 * MONTH else State.REPORTED, publicness=Publicness.PUBLIC,
            place=partnerships[town].city.name if way == Direction.OUT else "",
            cost_total=Decimal(35 * (own + other)), municipal_share=Decimal(10 * (own + other)),
            public_text="Beispiel: erfunden für die Vorführung.", by_third_party=True, is_example=True,
            outcome="Beispiel: Alle möchten sich wieder treffen.",
        ))
        for town, kind, way, day, own, other, title in rows
    ]  # fmt: skip
    Encounter.objects.bulk_create(encounter for _town, encounter in made)
    _link(made, partnerships, places)


def _link(made, partnerships, places):
    fields = {one.slug: one.pk for one in CooperationField.objects.all()}
    through = Encounter.partnerships.through
    through.objects.bulk_create(
        through(encounter_id=one.pk, partnership_id=partnerships[town].pk) for town, one in made
    )
    of_fields = Encounter.fields.through
    of_fields.objects.bulk_create(
        of_fields(encounter_id=one.pk, cooperationfield_id=fields[slug])
        for _town, one in made
        for slug in defaults.fields_of(one.kind)
        if slug in fields
    )
    friends = places.get(FRIENDS)
    of_organisers = Encounter.organisers.through
    of_organisers.objects.bulk_create(
        of_organisers(encounter_id=one.pk, organisation_id=friends.pk)
        for town, one in made
        if friends and town == "nevers"
    )


def _make(partnership, organisers=(), **values):
    defaults = {"is_example": True, "publicness": Publicness.INTERNAL}
    values.setdefault("ends_on", values["starts_on"])
    made = Encounter.objects.create(**(defaults | values))
    made.partnerships.add(partnership)
    made.organisers.add(*[one for one in organisers if one])
    return made


def _coming(today, people, partnerships, places):
    """A proposal from Nevers, an overdue report, one called off, and what is planned."""
    nevers, friends = partnerships["nevers"], places.get(FRIENDS)
    _make(
        nevers, title="Exposition de photos à Nevers (exemple)", kind=Kind.CULTURE, direction=Direction.OUT,
        starts_on=today + 4 * MONTH, state=State.PROPOSED, proposed_by=places.get(TOWN_HALL),
        created_by=people.get("partnerstadt-nevers"), public_text="Une exposition commune.",
    )  # fmt: skip
    _make(
        nevers, [friends], title="Boule-Turnier mit Nevers", kind=Kind.SPORT, direction=Direction.IN,
        starts_on=today - timedelta(days=40), participants_own=12, participants_partner=8, state=State.HELD,
    )  # fmt: skip
    _make(
        partnerships["haringey"], title="Besuch aus Haringey", kind=Kind.CITIZENS, direction=Direction.IN,
        starts_on=today - 3 * MONTH, state=State.CANCELLED,
    )  # fmt: skip
    planned = (
        ("nevers", "Neujahrskonzert mit Gästen aus Nevers", Kind.CULTURE, Direction.IN, 3),
        ("nevers", "Bürgerfahrt zum Fest an der Loire", Kind.CITIZENS, Direction.OUT, 7),
        ("uman", "Online-Treffen der Schulen mit Uman", Kind.ONLINE, Direction.ONLINE, 2),
        ("uman", "Fachgespräch Notfallvorsorge mit Uman", Kind.EXPERTS, Direction.ONLINE, 5),
        ("norwich", "Chorreise nach Norwich", Kind.CULTURE, Direction.OUT, 8),
    )
    for town, title, kind, way, months in planned:
        _make(
            partnerships[town], [friends] if town == "nevers" else [], title=title, kind=kind, direction=way,
            starts_on=today + months * MONTH, state=State.PLANNED, publicness=Publicness.PUBLIC,
        )  # fmt: skip


def _pupils(today, partnerships, places):
    """27 pupils by coach to Nevers, with a list of people that deletes itself."""
    start = today + 5 * MONTH
    trip = _make(
        partnerships["nevers"], [places.get(SCHOOL)], title="Schüleraustausch mit Nevers", kind=Kind.SCHOOL,
        direction=Direction.OUT, starts_on=start, ends_on=start + timedelta(days=6), participants_own=27,
        minors=27, nights=6, host_families=True, state=State.CONFIRMED, publicness=Publicness.PUBLIC,
        public_text="Beispiel: 27 Schülerinnen und Schüler reisen mit dem Bus nach Nevers.",
    )  # fmt: skip
    _ways(trip, partnerships["nevers"], 27, (Mode.COACH, Mode.RAIL), chosen=Mode.COACH)
    if school := places.get(SCHOOL):
        kept = ParticipantList.objects.create(encounter=trip, kept_by=school, delete_on=lists.usual_end(trip))
        Participant.objects.bulk_create(
            Participant(list=kept, name=name, birth_year=start.year - 14, guardians_agreed=True)
            for name in ("Mia Muster", "Ben Beispiel", "Zoé Exemple")
        )


def _ways(encounter, partnership, persons, modes, *, chosen):
    home, known = City.objects.home().first(), factors.offered()
    for mode in modes:
        factor = emissions.best_factor(known, mode)
        if home is None or factor is None:
            return
        km = emissions.kilometres(mode, home, partnership.city)
        way = Trip.objects.create(encounter=encounter, title=str(Mode(mode).label), is_chosen=mode == chosen)
        TravelLeg.objects.create(
            trip=way, mode=mode, start=home.name, end=partnership.city.name, start_city=home, persons=persons,
            end_city=partnership.city, km=km, km_is_computed=True, factor_id=factor.pk, grams=factor.grams,
            kg_co2e=emissions.kilograms(persons, km, factor.grams),
        )  # fmt: skip


def _delegation(today, people, partnerships):
    """Four persons to Varaždin, approved and in preparation, by rail or by plane."""
    start, varazdin = today + 3 * MONTH, partnerships["varazdin"]
    journey = _make(
        varazdin, title="Delegation zur Vorbereitung von 20 Jahren Varaždin", kind=Kind.DELEGATION,
        direction=Direction.OUT, starts_on=start, ends_on=start + timedelta(days=2), participants_own=4,
        place="Varaždin", state=State.CONFIRMED, by_city=True, created_by=people.get("sachbearbeitung"),
    )  # fmt: skip
    _ways(journey, varazdin, 4, (Mode.RAIL, Mode.PLANE_SHORT), chosen=Mode.RAIL)
    made = Delegation.objects.create(
        encounter=journey, state=Delegation.State.APPROVED, proposed_by=people.get("sachbearbeitung"),
        purpose="Beispiel: Das Programm zum 20-jährigen Bestehen gemeinsam festlegen.",
        talking_points="Festakt am 11. Mai\nJugend und berufliche Bildung\nGemeinsamer Antrag auf Förderung",
        decided_by=people.get("stadtvorstand"), council_informed_on=None,
        decided_at=datetime.combine(today - timedelta(days=3), time(9), ZoneInfo(settings.TIME_ZONE)),
    )  # fmt: skip
    seats = DelegationMember.Seat
    DelegationMember.objects.bulk_create(
        DelegationMember(delegation=made, seat=seat, name=name, user=people.get(key))
        for seat, name, key in (
            (seats.LEADER, "Dorothea Kette", "stadtvorstand"),
            (seats.COUNCIL_GROUP, "Maria Antrag", "ratsmitglied-a"),
            (seats.ASSOCIATION, "Karl Entwurf", "verein"),
            (seats.STAFF, "Erika Beispiel", "sachbearbeitung"),
        )
    )
    zone = ZoneInfo("Europe/Zagreb")
    ProgrammeItem.objects.bulk_create(
        ProgrammeItem(
            delegation=made, title=title, place=place, host="Beispiel-Gastgeber", needs_interpreter=True,
            starts_at=datetime.combine(start + timedelta(days=day), time(hour), zone),
        )
        for day, hour, title, place in (
            (0, 18, "Begrüßung", "Rathaus"), (1, 10, "Gespräch zum Festprogramm", "Rathaus"),
            (1, 15, "Besuch der Berufsschule", "Berufsschule"), (2, 9, "Abschluss", "Altstadt"),
        )
    )  # fmt: skip
    Gift.objects.create(delegation=made, what="Kiste Wein von der Mosel", value=Decimal("45.00"))
    template = EncounterTemplate.objects.filter(slug="delegation").first()
    if template:
        actions.add_steps(template, journey, varazdin, by=None, today=today)


def remove(partnerships):
    """Take back what `seed` has made and the partnerships do not take with them."""
    mine = Encounter.objects.filter(partnerships__in=partnerships, is_example=True)
    keys = list(mine.values_list("pk", flat=True).distinct())
    for file in EncounterFile.objects.filter(encounter__in=keys):
        file.file.delete(save=False)
    Task.objects.filter(encounter__in=keys).delete()
    Encounter.objects.filter(pk__in=keys).delete()
