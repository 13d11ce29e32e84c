"""Who may read which canary of the audit town (reliability.md R04)."""

import re

from portal import audit_claims, audit_contacts, audit_encounters, audit_networks, audit_reports, audit_work
from portal.permission_table import (
    ADMIN,
    ASSOCIATION,
    EVERYBODY,
    NOBODY,
    PARTICIPANTS,
    READERS,
    STAFF,
    STEERING,
)

WORD = re.compile(rb"CANARY-[A-Z0-9-]*[A-Z0-9]", re.IGNORECASE)
LANGUAGES = re.compile(r"-(de|en|fr)$")
LEVEL = r"(public|portal|internal|body|closed)"


def readers_of(word):
    """The roles that may find this canary; nobody for one that is not declared."""
    for pattern, readers in RULES:
        if match := re.fullmatch(f"CANARY-{pattern}", LANGUAGES.sub("", word), re.IGNORECASE):
            return readers(*match.groups()) if callable(readers) else readers
    return NOBODY


def _of_level(level):
    return READERS[level]


def _staff_of_level(level):
    return STAFF & READERS[level]


def _of_those_who_steer(level):
    return (STAFF | STEERING) & READERS[level]


def _of_both_levels(outer, inner):
    return READERS[outer] & READERS[inner]


def _owner(owner):
    return frozenset(role for role in EVERYBODY if role.replace("_", "-") == owner.lower())


RULES = (
    ("organisation-(?:about|email|website)-confirmed-portal", PARTICIPANTS),
    ("organisation-.*", STAFF | ADMIN),
    ("user-name-[a-z]+-a", STAFF | ADMIN | ASSOCIATION),
    ("user-name-.*", STAFF | ADMIN),
    (f"partnership-internal-note-.*-{LEVEL}", lambda level: (STAFF | STEERING) & READERS[level]),
    (
        f"partnership-(?:travel-note|council-decision)-.*-{LEVEL}",
        lambda level: (STAFF | STEERING) & READERS[level],
    ),
    (f"agreement-[a-z]+-{LEVEL}-{LEVEL}", _of_both_levels),
    (f"partnership-.*-{LEVEL}", _of_level),
    (f"text-.*-{LEVEL}", _of_level),
    (f"(?:event|link|figure)-.*-unchecked-.*-{LEVEL}", _staff_of_level),
    (f"document-[a-z]+-{LEVEL}-{LEVEL}", _of_both_levels),
    (f"call-staff-note-.*-{LEVEL}", _staff_of_level),
    (f"call-.*-{LEVEL}", _of_level),
    (f"proposal-.*-{LEVEL}", _staff_of_level),
    ("(?:source|run|quarantined|raw-record|page-change)-.*", STAFF),
    ("notice-error-.*", STAFF | ADMIN),
    ("notice-(?:title|text|key)-(.*)-(?:waiting|sent|failed|dead|silent)", _owner),
    ("calendar-token-(.*)", _owner),
    ("barrier-.*", STAFF),
    *audit_work.RULES,
    *audit_contacts.RULES,
    *audit_encounters.RULES,
    *audit_networks.RULES,
    *audit_claims.RULES,
    *audit_reports.RULES,
)
