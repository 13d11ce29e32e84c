"""Encounters, delegations and journeys."""

from accounts.roles import Role
from portal.permission_table.cases import (
    EVERYBODY,
    FORM,
    HEAD,
    NOBODY,
    PARTICIPANTS,
    READ,
    SEND,
    STAFF,
    STEERING,
    Case,
    Line,
    open_to,
)

ECONOMY = frozenset({str(Role.ECONOMIC_DEVELOPMENT)})
EXECUTIVE = frozenset({str(Role.EXECUTIVE)})
PARTNER = frozenset({str(Role.PARTNER_CITY)})
ASSOCIATIONS = frozenset({str(Role.ASSOCIATION_EDITOR), str(Role.ASSOCIATION_ADMIN)})
# Whose organisation organises the encounter "own" of the audit town
ORGANISERS = ASSOCIATIONS | {str(Role.SCHOOL), str(Role.BUSINESS), str(Role.SPECIALIST_OFFICE)}
RECORDS = STAFF | ECONOMY
INTERNAL = RECORDS | EXECUTIVE
READERS = {"public": EVERYBODY, "portal": PARTICIPANTS, "internal": INTERNAL}
OWN_READERS = INTERNAL | ORGANISERS | PARTNER
DELEGATES = INTERNAL | STEERING


def on_encounters(who, methods=READ, *, own=NOBODY, public=False):
    """Somebody else's encounter of each level, and one that one's own organisation organises."""
    cases = [Case(who & seen, seen, level, "foreign") for level, seen in READERS.items()]
    cases.append(Case((who | own) & OWN_READERS, OWN_READERS, "own", "own"))
    return Line(methods, tuple(cases), public=public)


def on_parts(who, methods=SEND, *, own=NOBODY):
    """Something that belongs to the own encounter and that others do not come near."""
    return Line(methods, (Case((who | own) & OWN_READERS, OWN_READERS, "own", "own"),))


def on_delegations(who, methods=READ, *, redirects=False):
    return Line(methods, (Case(who, DELEGATES, "own", "own"),), redirects=redirects)


FILES = tuple(
    Case(seen, seen, level)
    for level, seen in (("public", EVERYBODY), ("internal", INTERNAL), ("own", OWN_READERS))
)

ENCOUNTERS = {
    "encounters:list": open_to(EVERYBODY),
    "encounters:new": open_to(RECORDS | ORGANISERS | PARTNER, FORM),
    "encounters:templates": open_to(RECORDS),
    "encounters:start": open_to(RECORDS, FORM),
    "encounters:factors": open_to(STAFF),
    "encounters:factors_add": open_to(HEAD, FORM),
    "encounters:factors_retire": open_to(HEAD, SEND),
    "encounters:detail": on_encounters(EVERYBODY, own=EVERYBODY, public=True),
    "encounters:edit": on_encounters(RECORDS, FORM, own=ORGANISERS),
    "encounters:move": on_encounters(RECORDS, SEND, own=ORGANISERS),
    "encounters:accept": on_encounters(STAFF, SEND),
    "encounters:decline": on_encounters(STAFF, FORM),
    "encounters:copy": on_encounters(RECORDS, SEND),
    "encounters:publish": on_encounters(HEAD, SEND),
    "encounters:unpublish": on_encounters(HEAD, SEND),
    "encounters:history": on_encounters(STAFF),
    "encounters:file_add": on_encounters(RECORDS, FORM, own=ORGANISERS),
    "encounters:file": Line(READ, FILES, public=True),
    "encounters:file_release": on_parts(HEAD),
    "encounters:file_take_back": on_parts(HEAD),
    "encounters:file_agree": on_parts(RECORDS, own=ORGANISERS),
    "encounters:file_remove": on_parts(RECORDS, own=ORGANISERS),
    "encounters:people": on_encounters(STAFF, FORM, own=ORGANISERS),
    "encounters:people_begin": on_encounters(STAFF, SEND, own=ORGANISERS),
    "encounters:people_print": Line(
        READ,
        (Case(STAFF | ORGANISERS, OWN_READERS, "own", "own"),),
        redirects=True,
    ),
    "encounters:journey": on_encounters(RECORDS, FORM, own=ORGANISERS),
    "encounters:leg_add": on_encounters(RECORDS, FORM, own=ORGANISERS),
    "encounters:trip_choose": on_parts(RECORDS, own=ORGANISERS),
    "encounters:trip_remove": on_parts(RECORDS, own=ORGANISERS),
    "encounters:leg_remove": on_parts(RECORDS, own=ORGANISERS),
    "encounters:delegation": on_delegations(DELEGATES),
    "encounters:delegation_propose": on_encounters(RECORDS, FORM),
    "encounters:delegation_edit": on_delegations(RECORDS, FORM),
    "encounters:delegation_decide": on_delegations(EXECUTIVE, FORM),
    "encounters:delegation_move": on_delegations(RECORDS, SEND),
    "encounters:delegation_debrief": on_delegations(RECORDS, FORM),
    "encounters:briefing": on_delegations(DELEGATES),
    "encounters:briefing_pdf": on_delegations(DELEGATES),
    "encounters:part_add": on_delegations(RECORDS, FORM),
    "encounters:part": on_delegations(RECORDS, FORM),
    "encounters:part_remove": on_delegations(RECORDS, SEND),
}
# Only whoever keeps the list; staff state a reason first, the others of the organisation have no list
KEEPERS = ASSOCIATIONS
for name, methods in (
    ("person_add", FORM), ("person", FORM), ("people_term", FORM),
    ("person_remove", SEND), ("people_delete", SEND),
):  # fmt: skip
    keepers = Case(KEEPERS, KEEPERS | INTERNAL | PARTNER, "own", "own")
    ENCOUNTERS[f"encounters:{name}"] = Line(methods, (keepers,))
