"""Rows of the audit town: encounters, delegations and journeys."""

import datetime
import io

from django.core.files.base import ContentFile
from PIL import Image

from core.attachments import describe
from core.publicness import Publicness
from partnerships.encounters import vocabulary
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
    TravelLeg,
    Trip,
)
from portal.audit_rows import canary, keep
from portal.permission_table import EVERYBODY, NOBODY, PARTICIPANTS, STAFF, STEERING
from portal.permission_table.encounters import (
    ASSOCIATIONS,
    DELEGATES,
    INTERNAL,
    ORGANISERS,
    OWN_READERS,
    RECORDS,
)

BODIES = frozenset({"councillor", "group_manager", "working_group"}) | STEERING
STARTS, ENDS = datetime.date(2026, 5, 8), datetime.date(2026, 5, 10)
ORGANISING = ("association", "school", "business", "office")
LEVELS = {"public": EVERYBODY, "portal": PARTICIPANTS, "internal": INTERNAL, "own": OWN_READERS}


def _record(level):
    """Who reads the outcome: the narrow circle, and bodies of what they see."""
    return OWN_READERS if level == "own" else INTERNAL | (BODIES & LEVELS[level])


def _money(level):
    return OWN_READERS if level == "own" else INTERNAL


# (pattern of a canary, who may find it), as in portal/audit_readers.py
RULES = (
    ("encounter-(?:title|place)-own", OWN_READERS | DELEGATES),
    ("encounter-(?:title|place|public-text)-(public|portal|internal|own)", lambda level: LEVELS[level]),
    ("encounter-outcome-(public|portal|internal|own)", _record),
    ("encounter-file-public", EVERYBODY),
    ("encounter-file-internal", INTERNAL),
    ("encounter-file-own", OWN_READERS),
    ("encounter-(?:body|closed)-.*", NOBODY),
    ("participant-.*", ASSOCIATIONS),
    ("delegation-(?:purpose|points|debrief|note)-.*", DELEGATES),
    ("(?:member|programme|gift)-.*", DELEGATES),
    ("trip-.*", OWN_READERS | DELEGATES),
    ("leg-.*", RECORDS | ORGANISERS),
    ("factors-title-.*", OWN_READERS | DELEGATES),
    ("factors-.*", STAFF),
)


def build(town):
    """Add this area's objects to the town."""
    vocabulary.load()
    partnership = town.objects["partnership", "active", "public"]
    for level in ("public", "portal", "internal"):
        _encounter(town, partnership, level, level)
    own = _encounter(town, partnership, "own", Publicness.INTERNAL)
    organisers = [town.organisations[f"pruef-{kind}-a"] for kind in ORGANISING]
    own.organisers.set(organisers)
    Encounter.objects.filter(pk=own.pk).update(
        proposed_by=town.organisations["pruef-partner-administration-a"],
    )
    _files(town, own)
    _people(town, own, organisers[0])
    _journey(town, own)
    _delegation(town, own)


def _encounter(town, partnership, state, level):
    is_public = level == "public"
    found = keep(
        Encounter,
        {"created_by": None, "title": "Prüfbegegnung" if is_public else canary("encounter", "title", state)},
        kind=Encounter.Kind.CITIZENS,
        direction=Encounter.Direction.OUT,
        starts_on=STARTS,
        ends_on=ENDS,
        place="Prüfort" if is_public else canary("encounter", "place", state),
        public_text="Für alle." if is_public else canary("encounter", "public_text", state),
        outcome=canary("encounter", "outcome", state),
        participants_own=10,
        minors=3,
        state=Encounter.State.CONFIRMED,
        publicness=level,
        is_example=True,
    )
    found.partnerships.set([partnership])
    town.objects["encounter", state] = found
    return found


def _files(town, own):
    for where, encounter, level in (
        ("public", town.objects["encounter", "public"], Publicness.PUBLIC),
        ("internal", town.objects["encounter", "public"], Publicness.INTERNAL),
        ("own", own, Publicness.INTERNAL),
    ):
        title = "Prüfbild" if where == "public" else canary("encounter", "file", where)
        row = EncounterFile.objects.filter(encounter=encounter, title=title).first()
        if row is None:
            out, colour = io.BytesIO(), {"public": "red", "internal": "green", "own": "blue"}[where]
            Image.new("RGB", (6, 4), colour).save(out, "PNG")
            upload = ContentFile(out.getvalue(), name=f"{where}.png")
            row = describe(EncounterFile(encounter=encounter), upload, "image/png")
            row.title, row.publicness, row.is_photo, row.people_agreed = title, level, True, True
            row.alt_text, row.rights, row.is_example, row.file = title, "Prüfung", True, upload
            row.save(force_insert=True)
        town.objects["encounter_file", where] = row


def _people(town, own, keeper):
    found = keep(
        ParticipantList, {"encounter": own}, kept_by=keeper, delete_on=ENDS + datetime.timedelta(days=90)
    )
    town.objects["participant"] = keep(
        Participant,
        {"list": found, "name": canary("participant", "name", "own")},
        diet=canary("participant", "diet", "own"),
        emergency_contact=canary("participant", "emergency", "own"),
    )


def _journey(town, own):
    factors = keep(
        FactorSet,
        {"slug": "pruefung-2026"},
        title=canary("factors", "title", "set"),
        publisher="Prüfung",
        year=2026,
        scope=canary("factors", "scope", "set"),
        source_title="Prüfung",
    )
    factor = keep(Factor, {"factor_set": factors, "mode": "rail", "country": None}, grams="46")
    trip = keep(Trip, {"encounter": own, "title": canary("trip", "title", "own")}, is_chosen=True)
    town.objects["trip"] = trip
    town.objects["leg"] = keep(
        TravelLeg,
        {"trip": trip, "start": canary("leg", "start", "own")},
        mode="rail", end="Prüfstadt", persons=4, km="100", factor=factor, grams="46", kg_co2e="36.8",
    )  # fmt: skip


def _delegation(town, own):
    found = keep(
        Delegation,
        {"encounter": own},
        state=Delegation.State.PROPOSED,
        purpose=canary("delegation", "purpose", "own"),
        talking_points=canary("delegation", "points", "own"),
        debrief=canary("delegation", "debrief", "own"),
        decision_note="",
    )
    keep(
        DelegationMember,
        {"delegation": found, "seat": DelegationMember.Seat.LEADER},
        name=canary("member", "name", "own"),
    )
    keep(
        ProgrammeItem,
        {"delegation": found, "title": canary("programme", "title", "own")},
        starts_at=datetime.datetime(2026, 5, 8, 10, tzinfo=datetime.UTC),
    )
    town.objects["gift"] = keep(Gift, {"delegation": found, "what": canary("gift", "what", "own")}, value=20)
