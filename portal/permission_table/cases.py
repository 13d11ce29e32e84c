"""The words in which the table of permissions is written: who, with which methods, which objects."""

from dataclasses import dataclass, field

from accounts.roles import NEED_SECOND_FACTOR, Role

ANONYMOUS = "anonymous"
READ, SEND, FORM = ("GET",), ("POST",), ("GET", "POST")

EVERYBODY = frozenset({ANONYMOUS, *map(str, Role)})
SIGNED_IN = EVERYBODY - {ANONYMOUS}
PARTICIPANTS = SIGNED_IN - {Role.CITIZEN}
STAFF = frozenset({str(Role.CASE_OFFICER), str(Role.HEAD)})
HEAD, ADMIN = frozenset({str(Role.HEAD)}), frozenset({str(Role.ADMIN)})
STEERING = frozenset({str(Role.STEERING_TEAM)})
ASSOCIATION = frozenset({str(Role.ASSOCIATION_ADMIN)})
RESPONSIBLE = ASSOCIATION | {str(Role.SCHOOL), str(Role.BUSINESS)}
NOBODY = frozenset()
WITH_SECOND_FACTOR = frozenset(map(str, NEED_SECOND_FACTOR))
# Who reads a record of which level (core.publicness.levels_for)
READERS = {
    "public": EVERYBODY,
    "portal": PARTICIPANTS,
    "internal": STAFF,
    "body": NOBODY,
    "closed": NOBODY,
}


@dataclass(frozen=True)
class Case:
    """Who may, and who is told that they may not."""

    may: frozenset
    sees: frozenset = EVERYBODY
    state: str = ""
    relation: str = ""


@dataclass(frozen=True)
class Line:
    """The cases of an address.

    `redirects`: an allowed GET may lead on to another page; `exact`: {method: status} where an allowed
    request without a secret has an answer of its own.
    """

    methods: tuple
    cases: tuple
    public: bool = False
    redirects: bool = False
    exact: dict = field(default_factory=dict)


def open_to(who, methods=READ, *, redirects=False, exact=()):
    """An address without an object."""
    return Line(methods, (Case(who),), ANONYMOUS in who, redirects, dict(exact))


def on_levels(who, methods=READ, *, hidden_from_others=False, public=False):
    """An object with a level of publicness."""
    cases = (
        Case(who & seen, who & seen if hidden_from_others else seen, level) for level, seen in READERS.items()
    )
    return Line(methods, tuple(cases), public=public)


def on_documents(who, methods=READ, *, public=False):
    """A document in a partnership: both have a level."""
    cases = []
    for outer in ("public", "portal", "internal"):
        for inner in ("public", "portal", "internal"):
            seen = READERS[outer] & READERS[inner]
            cases.append(Case(who & seen, seen, f"{outer}-{inner}"))
    return Line(methods, tuple(cases), public=public)


def on_organisations(own, foreign, methods=READ):
    """One's own organisation, and associations one does not belong to, in every state and level."""
    above = STAFF | ADMIN
    cases = [Case(own, PARTICIPANTS, relation="own")]
    for state in ("proposed", "confirmed", "blocked"):
        for level in READERS:
            seen = above
            if state == "confirmed":
                seen = seen | {"public": SIGNED_IN, "portal": PARTICIPANTS}.get(level, NOBODY)
            cases.append(Case(foreign & seen, seen, f"{state}-{level}", "foreign"))
    return Line(methods, tuple(cases))


def on_memberships(methods):
    """Decided by staff and by whoever leads the organisation; the administration only looks."""
    cases = []
    for state in ("valid", "waiting"):
        led = STAFF | ASSOCIATION
        cases.append(Case(led, led | ADMIN, state, "own"))
        cases.append(Case(STAFF, STAFF | ADMIN, state, "foreign"))
    return Line(methods, tuple(cases))


def missing(methods=READ, *, public=True, state="unknown"):
    """An address that leads nowhere without a secret or a provider."""
    return Line(methods, (Case(NOBODY, NOBODY, state),), public=public)


def secret(methods, known):
    """An address that is known by a secret: with it everybody, without it nobody."""
    return Line(methods, (Case(EVERYBODY, state=known), Case(NOBODY, NOBODY, "unknown")), public=True)
