"""The same reference twice in one scan: one state is kept, by a rule that does not depend on the order."""

from dataclasses import dataclass
from datetime import UTC, datetime

from funding.sedia.parse import MAIN_DATASOURCE
from funding.sedia.records import Outcome

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Deduplicated:
    """`dropped` are rows whose reference was kept with different content, for the log."""

    kept: tuple[Outcome, ...]
    dropped: tuple[Outcome, ...]
    repeats: int = 0


def deduplicate(outcomes):
    """Keep SEDIA over other datasources, then the later ingest, then the longer text; quarantine stays."""
    groups = {}
    for outcome in outcomes:
        key = _key(outcome.record) if outcome.record else ("quarantine", len(groups))
        groups.setdefault(key, []).append(outcome)
    kept, dropped, repeats = [], [], 0
    for group in groups.values():
        best = max(group, key=_worth) if len(group) > 1 else group[0]
        others = [outcome for outcome in group if _content(outcome) != _content(best)]
        repeats += len(group) - len(others) - 1
        kept.append(best)
        dropped += others
    return Deduplicated(tuple(kept), tuple(dropped), repeats)


def _content(outcome):
    return (outcome.record.source_key, outcome.record.digest) if outcome.record else None


def _key(record):
    return record.source_key.reference, record.source_key.language


def _worth(outcome):
    record = outcome.record
    return (
        record.source_key.datasource == MAIN_DATASOURCE,
        record.ingested_at or _LONG_AGO,
        len(outcome.raw),
        record.digest,
    )
