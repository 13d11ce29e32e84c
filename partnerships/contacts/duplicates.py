"""Which entries of the contact book are probably the same person: a pure function over plain rows."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from partnerships.contacts.names import name_key, normalised

SAME_NAME, SAME_MAIL, SAME_SCRIPT = "name", "mail", "original"
MOST_IN_A_GROUP = 6  # an address that more people share is a mailbox, not a person


@dataclass(frozen=True)
class Entry:
    """What is compared: names, addresses (of the person and of functions) and organisations."""

    pk: int
    given_name: str
    family_name: str
    name_original: str = ""
    emails: frozenset = frozenset()
    organisations: frozenset = frozenset()


@dataclass(frozen=True)
class Pair:
    first: int
    second: int
    reasons: tuple


def likely_pairs(entries):
    """[Pair] with first < second, those with most reasons first.

    The same name alone is no reason, there are many of the same name; at the same organisation it is.
    """
    reasons = defaultdict(list)
    for reason, keys_of in ((SAME_NAME, _name_there), (SAME_MAIL, _mails), (SAME_SCRIPT, _script)):
        for pair in _sharing(entries, keys_of):
            reasons[pair].append(reason)
    pairs = [Pair(*pair, tuple(found)) for pair, found in reasons.items()]
    return sorted(pairs, key=lambda pair: (-len(pair.reasons), pair.first, pair.second))


def _sharing(entries, keys_of):
    groups = defaultdict(set)
    for entry in entries:
        for key in keys_of(entry):
            groups[key].add(entry.pk)
    small = (sorted(group) for group in groups.values() if len(group) <= MOST_IN_A_GROUP)
    return sorted({pair for group in small for pair in combinations(group, 2)})


def _name_there(entry):
    key = name_key(entry.given_name, entry.family_name)
    return [(key, organisation) for organisation in entry.organisations] if key else []


def _mails(entry):
    return [email.strip().casefold() for email in entry.emails if email.strip()]


def _script(entry):
    key = normalised(entry.name_original)
    return [key] if key else []
