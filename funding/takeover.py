"""Taking over what a scan brought: one transaction, and the second time nothing is written.

Staff's own words stay; what the feed says instead is offered as a proposal (proposals.py).
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction

from core.conditional import touch
from core.copying import copy_in, next_keys
from funding import history, mapping, telling
from funding.absence import note_absences, note_returns
from funding.models import Call, CallChange, CallText, FeedRun, FeedSource, Quarantined, RawRecord
from funding.models.runs import LONGEST_RAW_TEXT
from funding.reminders import forget_moved
from funding.sedia import jsontext
from funding.sedia.parse import parse_record
from funding.sedia.records import OutcomeKind
from funding.slugs import slug_for

BATCH = 200
FEW = 50
FEED_COLUMNS = [
    name.name
    for name in Call._meta.concrete_fields
    if not name.generated
    and name.name
    not in (
        "id",
        "slug",
        "first_seen_at",
        "version",
        "staff_note",
        "summary_de",
        "for_us_choice",
        "is_example",
    )
]


class LostClaim(Exception):
    """Another worker has taken this source over; nothing of this run may be written."""


@dataclass
class Ledger:
    """What one batch wants to write."""

    run: FeedRun
    now: object
    held_back: str = ""
    strangers: list = field(default_factory=list)
    new: list = field(default_factory=list)
    first_texts: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    texts: list = field(default_factory=list)
    quarantine: list = field(default_factory=list)
    raw: list = field(default_factory=list)
    tell: list = field(default_factory=list)
    seen: set = field(default_factory=set)
    same: int = 0


@transaction.atomic
def take_over(run, reading, *, now, is_complete=False, held_back="", is_quiet=False):
    """Write what is new or different, and close the run; returns the run.

    held_back   why new calls wait in quarantine instead of appearing, "" if they may appear
    is_complete only then does absence mean anything
    is_quiet    nobody is told, because it is long past
    """
    source = _locked_source(run)
    is_first = not source.runs.filter(state__in=FeedRun.TAKEN_OVER).exclude(pk=run.pk).exists()
    seen, told = set(reading.unchanged), []
    taken = _taken_slugs(reading.fresh)
    for start in range(0, len(reading.fresh), BATCH):
        ledger = Ledger(run, now, held_back)
        _sort_batch(reading.fresh[start : start + BATCH], ledger)
        _write(ledger, taken)
        _count(run, ledger)
        seen |= ledger.seen
        told += [] if is_quiet else ledger.tell
    run.unchanged += len(reading.unchanged)
    _note_who_was_there(source, run, seen, now, is_complete=is_complete)
    telling.tell_changes(told, now=now, with_new=not is_first)
    return run


def _note_who_was_there(source, run, seen, now, *, is_complete):
    note_returns(seen)
    _adopt(source, seen)
    run.absent = note_absences(source, seen, now) if is_complete else 0
    if run.new or run.changed or run.absent:
        touch("funding")


def _locked_source(run):
    source = FeedSource.objects.select_for_update().get(pk=run.source_id)
    if source.claim != run.claim:
        raise LostClaim(str(source))
    return source


def _adopt(source, seen):
    """Calls that we first had from a recording belong to the source that lists them now."""
    if source.kind == FeedSource.Kind.RECORDED:
        return
    orphans = Call.objects.filter(source__kind=FeedSource.Kind.RECORDED).values_list("pk", flat=True)
    if own := [pk for pk in orphans if pk in seen]:
        Call.objects.filter(pk__in=own).update(source=source)


def _sort_batch(batch, ledger):
    stored = _stored_calls(batch)
    earlier, known_news = _earlier_states(stored.values()), _known_news(stored.values())
    for read in batch:
        outcome = read.outcome
        problem = outcome.reason if outcome.record is None else mapping.unfit(outcome.record)
        if problem:
            ledger.quarantine.append(_quarantined(outcome, problem, ledger))
            continue
        call = stored.get(outcome.record.source_key)
        if outcome.outcome == OutcomeKind.ARCHIVE:
            ledger.raw.append(_raw(outcome, ledger, is_archive=True))
        elif call is not None:
            _meet_again(call, read, earlier.get(raw_key(call.source_key)), known_news[call.pk], ledger)
        elif ledger.held_back:
            ledger.quarantine.append(
                _quarantined(outcome, f"{Quarantined.FLOOD}:{ledger.held_back}"[:80], ledger)
            )
        else:
            ledger.strangers.append(read)


def _stored_calls(batch):
    references = [read.outcome.record.source_key.reference for read in batch if read.outcome.record]
    calls = Call.objects.filter(reference__in=references).whole().order_by("pk").select_for_update()
    return {call.source_key: call for call in calls}


def _earlier_states(calls):
    """The records from which the stored calls were made, by key: what a change is measured against."""
    wanted = {(raw_key(call.source_key), call.digest) for call in calls}
    rows = RawRecord.objects.filter(digest__in=[digest for _, digest in wanted])
    return {
        row.key: parse_record(jsontext.loads(row.raw)).record
        for row in rows
        if (row.key, row.digest) in wanted
    }


def _known_news(calls):
    """The keys of the news items that stand in the history of each call already."""
    found = defaultdict(set)
    items = CallChange.objects.filter(call__in=calls).exclude(news_key="")
    for call, key in items.values_list("call_id", "news_key"):
        found[call].add(key)
    return found


def _taken_slugs(fresh):
    bases = {slug_for(read.outcome.record.identifier, "", ()) for read in fresh if read.outcome.record}
    calls = Call.objects.all()
    if len(bases) <= FEW:
        beginnings = "|".join(sorted(bases)) or "-"
        calls = calls.filter(slug__regex=f"^({beginnings})")
    return set(calls.values_list("slug", flat=True))


def raw_key(source_key):
    return "/".join(source_key)


def _raw(outcome, ledger, *, is_archive=False):
    record = outcome.record
    return RawRecord(
        key=raw_key(record.source_key),
        digest=record.digest,
        raw=outcome.raw,
        is_archive=is_archive,
        run=ledger.run,
        seen_at=ledger.now,
    )


def _quarantined(outcome, reason, ledger):
    record = outcome.record
    return Quarantined(
        run=ledger.run,
        source_id=ledger.run.source_id,
        fingerprint=hashlib.sha256(f"{reason}\n{outcome.raw}".encode()).hexdigest(),
        reason=reason[:80],
        title=f"{record.identifier} {record.title}"[:300] if record else "",
        raw=outcome.raw if record else outcome.raw[:LONGEST_RAW_TEXT],
        held_at=ledger.now,
    )


def _welcome(read, key, taken, ledger):
    """A call that we have never seen."""
    record = read.outcome.record
    call = Call(
        pk=key,
        slug=slug_for(record.identifier, record.source_key.reference, taken),
        source_id=ledger.run.source_id,
        first_seen_at=ledger.now,
        changed_at=ledger.now,
        fingerprint=read.fingerprint,
        publicness=mapping.publicness_of(record),
        is_for_us=mapping.is_for_towns(record.strand),
        **mapping.call_values(record, ledger.now),
    )
    taken.add(call.slug)
    ledger.new.append(call)
    ledger.raw.append(_raw(read.outcome, ledger))
    ledger.first_texts.append(CallText(call=call, language=call.language, **mapping.text_values(record)))
    ledger.changes += history.first_news(call, record, run=ledger.run, now=ledger.now)
    if call.is_for_us:
        ledger.tell.append(telling.Event(call, is_new=True))
    return call


def _meet_again(call, read, before, known_news, ledger):
    """A call that we know; only what the source changed is written."""
    record = read.outcome.record
    ledger.seen.add(call.pk)
    if call.digest == record.digest:
        ledger.same += 1
        return
    deadlines = call.deadlines
    changes = history.changes_between(
        call, before, record, run=ledger.run, now=ledger.now, known_news=known_news
    )
    _put(call, read, ledger, has_changed=bool(changes))
    forget_moved(call, deadlines, call.deadlines)
    ledger.changed.append(call)
    ledger.raw.append(_raw(read.outcome, ledger))
    ledger.texts.append(CallText(call=call, language=call.language, **mapping.text_values(record)))
    ledger.changes += changes
    told = [change for change in changes if not change.proposal]
    if told:
        ledger.tell.append(telling.Event(call, changes=told))


def _put(call, read, ledger, *, has_changed):
    record = read.outcome.record
    values = mapping.call_values(record, ledger.now)
    for name, value in values.items():
        if name not in call.staff_fields:
            setattr(call, name, value)
    call.fingerprint = read.fingerprint
    if ledger.run.source.kind != FeedSource.Kind.RECORDED:
        call.source_id = ledger.run.source_id
    call.missed_scans, call.not_listed_since = 0, None
    if has_changed:
        call.changed_at = ledger.now
    if not call.is_publicness_chosen:
        call.publicness = mapping.publicness_of(record)
    if call.for_us_choice is None:
        call.is_for_us = mapping.is_for_towns(record.strand)


def _write(ledger, taken):
    if ledger.strangers:
        keys = next_keys(Call, len(ledger.strangers))
        pairs = zip(ledger.strangers, keys, strict=True)
        copy_in(Call, (_welcome(read, key, taken, ledger) for read, key in pairs), with_keys=True)
        copy_in(CallText, ledger.first_texts)
    ledger.seen |= {call.pk for call in ledger.new}
    if ledger.changed:
        Call.objects.bulk_create(
            ledger.changed, update_conflicts=True, unique_fields=["id"], update_fields=FEED_COLUMNS
        )
    CallText.objects.bulk_create(
        ledger.texts,
        update_conflicts=True,
        unique_fields=["call", "language"],
        update_fields=list(mapping.TEXT_COLUMNS),
    )
    RawRecord.objects.bulk_create(ledger.raw, ignore_conflicts=True)
    proposals = [change for change in ledger.changes if change.proposal]
    history.replace_open_proposals(proposals)
    CallChange.objects.bulk_create(ledger.changes, ignore_conflicts=True)
    Quarantined.objects.bulk_create(ledger.quarantine, ignore_conflicts=True)


def _count(run, ledger):
    run.new += len(ledger.new)
    run.unchanged += ledger.same
    run.changed += len(ledger.changed)
    run.held_back += sum(row.is_held_back for row in ledger.quarantine)
    run.quarantined += sum(not row.is_held_back for row in ledger.quarantine)
    run.archived += sum(row.is_archive for row in ledger.raw)
    codes = {code for call in [*ledger.new, *ledger.changed] for code in history.unknown_codes(call)}
    run.unknown_codes = sorted({*run.unknown_codes, *codes})
