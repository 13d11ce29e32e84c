"""Which rows of a scan are new or different; the rest is recognised without being parsed."""

from collections import Counter
from dataclasses import dataclass, field

from funding.sedia.changes import fingerprint
from funding.sedia.duplicates import deduplicate
from funding.sedia.parse import parse_record


@dataclass(frozen=True)
class Read:
    """A parsed row with the fingerprint of its raw form."""

    outcome: object
    fingerprint: str = ""


@dataclass(frozen=True)
class Reading:
    """A scan, sorted: `unchanged` holds keys of calls, `dropped` double rows with other content."""

    fresh: tuple[Read, ...]
    unchanged: frozenset = frozenset()
    dropped: tuple = ()
    repeats: int = 0
    parsed: int = field(default=0)


def read_rows(rows, known):
    """`known` maps fingerprints of stored calls to their keys; rows that are no dict go to quarantine."""
    prints = [fingerprint(row) for row in rows]
    double = _double_references(rows)
    unchanged, parsed = set(), []
    for row, mark in zip(rows, prints, strict=True):
        reference = row.get("reference") if isinstance(row, dict) else None
        if mark and mark in known and reference not in double:
            unchanged.add(known[mark])
        else:
            parsed.append(Read(parse_record(row), mark))
    return sort_out(parsed, unchanged)


def sort_out(parsed, unchanged=frozenset()):
    """Each reference once, by the rule of `deduplicate`."""
    marks = {id(read.outcome): read.fingerprint for read in parsed}
    found = deduplicate(read.outcome for read in parsed)
    fresh = tuple(Read(outcome, marks[id(outcome)]) for outcome in found.kept)
    return Reading(fresh, frozenset(unchanged), found.dropped, found.repeats, len(parsed))


def _double_references(rows):
    counted = Counter(
        row["reference"] for row in rows if isinstance(row, dict) and isinstance(row.get("reference"), str)
    )
    return {reference for reference, number in counted.items() if number > 1}
