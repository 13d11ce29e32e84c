"""The portal's bulk file grantsTenders.json (130 MB), read item by item: for cross-checks only."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import ijson

from funding.feed_errors import FeedChanged
from funding.sedia import jsontext, labels
from funding.sedia.dates import closing, read_day, read_instant
from funding.sedia.metadata import dicts
from funding.sedia.parse import KINDS
from funding.sedia.records import Coded, Kind, Status
from funding.sedia.texts import MAX_TITLE, one_line

ITEMS = "fundingData.GrantTenderObj.item"


@dataclass(frozen=True)
class ReferenceRecord:
    """What the file says of one call. `problem` names why an item cannot be used; then only it counts."""

    kind: Kind = Kind.UNKNOWN
    ccm2_id: str = ""
    identifier: str = ""
    title: str = ""
    call_identifier: str = ""
    call_title: str = ""
    programme: Coded = Coded("")
    strand: tuple[str, ...] = ()
    source_status: Status = Status.UNKNOWN
    published: date | None = None
    opening: date | None = None
    deadlines: tuple[datetime, ...] = ()
    problem: str = ""

    @property
    def reference(self):
        """The reference under which the search knows this topic in English."""
        return f"{self.ccm2_id}TOPICSen" if self.ccm2_id and self.kind is Kind.TOPIC else ""

    def is_current(self, at):
        """Not over by its own dates: the status of the file is stale for many."""
        return bool(self.deadlines) and at < self.deadlines[-1]


def read_reference(path, *, programmes=None):
    """Yield one record per item; FeedChanged when the file is not what it was or breaks off.

    With `programmes` (codes) the items of all others are passed over, which is much quicker.
    """
    found = 0
    with open(path, "rb") as file:
        try:
            for item in ijson.items(file, ITEMS):
                found += 1
                if programmes is None or _is_of(item, programmes):
                    yield read_item(item)
        except (ijson.JSONError, UnicodeDecodeError) as error:
            raise FeedChanged(f"The file is no whole JSON: {error}", cause="not-json") from error
    if not found:
        raise FeedChanged(f"The file has nothing under {ITEMS}.", cause="envelope")


def read_item(item):
    """One item as it stands in the file; never raises."""
    if not isinstance(item, dict):
        return ReferenceRecord(problem="not-an-object")
    if reason := jsontext.defect(item):
        return ReferenceRecord(problem=reason)
    identifier = one_line(_text(item.get("identifier")))
    if not identifier:
        return ReferenceRecord(problem="missing-identifier")
    try:
        return _record(item, identifier)
    except ValueError:
        return ReferenceRecord(identifier=identifier, problem="unreadable-date")


def _record(item, identifier):
    kind = KINDS.get(_text(item.get("type")), Kind.UNKNOWN)
    ccm2_id = _text(item.get("ccm2Id"))
    return ReferenceRecord(
        kind=kind,
        ccm2_id="" if ccm2_id == "0" else ccm2_id,
        identifier=identifier,
        title=one_line(_text(item.get("title")))[:MAX_TITLE] or identifier,
        call_identifier=one_line(_text(item.get("callIdentifier"))),
        call_title=one_line(_text(item.get("callTitle")))[:MAX_TITLE],
        programme=labels.programme(next(iter(_ids(item.get("frameworkProgramme"))), "")),
        strand=_ids(item.get("programmeDivision")),
        source_status=labels.STATUSES.get(next(iter(_ids(item.get("status"))), ""), Status.UNKNOWN),
        published=_day(item.get("publicationDateLong")),
        opening=_day(item.get("plannedOpeningDateLong")),
        deadlines=_deadlines(item.get("deadlineDatesLong"), kind),
    )


def _is_of(item, programmes):
    """Broken items are never passed over: they must be seen."""
    if not isinstance(item, dict):
        return True
    return not programmes.isdisjoint(_ids(item.get("frameworkProgramme")))


def _ids(value):
    """Codes of what is an object in some versions of the file and a list of objects in others."""
    rows = [value] if isinstance(value, dict) else dicts(value)
    return tuple(dict.fromkeys(filter(None, (_text(row.get("id")) for row in rows))))


def _day(value):
    return read_day(_text(value)) if _text(value) else None


def _deadlines(values, kind):
    texts = [text for value in (values if isinstance(values, list) else [values]) if (text := _text(value))]
    if kind is Kind.TOPIC:
        return tuple(sorted({closing(read_day(text)) for text in texts}))
    return tuple(sorted({read_instant(text) for text in texts}))


def _text(value):
    """Numbers and texts alike; the file has epoch milliseconds as both."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return ""
    return str(value).strip()
