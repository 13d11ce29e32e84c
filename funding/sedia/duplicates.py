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
    outcomes = list(outcomes)
    best = {}
    for outcome in outcomes:
        if outcome.record is not None:
            key = _key(outcome.record)
            best[key] = max(best.get(key, outcome), outcome, key=_worth)
    kept, dropped, repeats = [], [], 0
    for outcome in outcomes:
        if outcome.record is None:
            kept.append(outcome)
            continue
        winner = best.pop(_key(outcome.record), None)
        if winner is not None:
            kept.append(winner)
    chosen = {_key(outcome.record): outcome for outcome in kept if outcome.record is not None}
    for outcome in outcomes:
        if outcome.record is None or outcome is chosen[_key(outcome.record)]:
            continue
        if outcome.record.digest == chosen[_key(outcome.record)].record.digest:
            repeats += 1
        else:
            dropped.append(outcome)
    return Deduplicated(tuple(kept), tuple(dropped), repeats)


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
