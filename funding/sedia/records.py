"""What one record of the EU portal says, frozen: the only thing the take-over knows about the feed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    TOPIC = "topic"
    EXTERNAL = "external"
    CASCADE = "cascade"
    TENDER = "tender"
    UNKNOWN = "unknown"


class Status(StrEnum):
    FORTHCOMING = "forthcoming"
    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class OutcomeKind(StrEnum):
    CALL = "call"
    ARCHIVE = "archive"
    QUARANTINE = "quarantine"


class SourceKey(NamedTuple):
    """Identity of a record; the identifier is not unique (cascade calls share one)."""

    datasource: str
    reference: str
    language: str


@dataclass(frozen=True)
class Coded:
    """A code of the source with a label; the label is empty when the code is new to us."""

    code: str
    label: str = ""


@dataclass(frozen=True)
class Deadline:
    """`at` is an instant in UTC. `time_source`: "default" (17:00 Brussels assumed) or "stated"."""

    at: datetime
    time_source: str = "default"


@dataclass(frozen=True)
class Budget:
    """`scope` is "topic" or "shared" (one pot for `shared_with` topics in all, this one included)."""

    amount: Decimal
    scope: str
    years: tuple[tuple[str, Decimal], ...] = ()
    shared_with: int = 1
    currency: str = "EUR"


@dataclass(frozen=True)
class Section:
    heading: str
    html: str


@dataclass(frozen=True)
class Document:
    """`section` is the heading under which the link stood, `kind` call/form/calculator/mga/other."""

    title: str
    url: str
    section: str = ""
    kind: str = "other"


@dataclass(frozen=True)
class TimelineEntry:
    """Read from running text, so best effort: `text` is what the source wrote, `on` only if it is a day."""

    label: str
    text: str
    on: date | None = None


@dataclass(frozen=True)
class NewsItem:
    """`key` is the moment of change plus the hash of the content; `html` is raw, not sanitised."""

    key: str
    at: datetime | None
    html: str


@dataclass(frozen=True)
class CallRecord:
    """One record of the feed in our own words. All html fields are raw: sanitise before they are shown."""

    source_key: SourceKey
    kind: Kind
    is_archive: bool
    identifier: str
    title: str
    digest: str
    call_identifier: str = ""
    call_title: str = ""
    programme: Coded = Coded("")
    strand: tuple[str, ...] = ()
    types_of_action: tuple[Coded, ...] = ()
    lump_sum: bool | None = None
    source_status: Status = Status.UNKNOWN
    source_status_code: str = ""
    opening: date | None = None
    deadlines: tuple[Deadline, ...] = ()
    deadline_conflict: bool = False
    deadline_model: str = ""
    unconfirmed_deadline: date | None = None
    budget: Budget | None = None
    expected_grants: int | None = None
    min_contribution: Decimal | None = None
    max_contribution: Decimal | None = None
    description: tuple[Section, ...] = ()
    conditions_html: str = ""
    documents: tuple[Document, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    contact_html: str = ""
    contact_emails: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    news: tuple[NewsItem, ...] = ()
    submission_url: str = ""
    destination: str = ""
    url: str = ""
    first_ingested_at: datetime | None = None
    ingested_at: datetime | None = None
    flags: tuple[str, ...] = ()

    @property
    def language(self):
        return self.source_key.language

    @property
    def last_deadline(self):
        return self.deadlines[-1].at if self.deadlines else None


@dataclass(frozen=True)
class Outcome:
    """What became of one row of an answer. `raw` is its JSON in ASCII, safe for any text column.

    `record` is None only in quarantine; `reason` is a short code, empty for a call.
    """

    outcome: OutcomeKind
    raw: str
    reason: str = ""
    record: CallRecord | None = None


@dataclass(frozen=True)
class Envelope:
    """A search answer whose frame is sound; `results` are the raw rows, in the order delivered."""

    total: int
    page_number: int
    page_size: int
    results: tuple = field(default=(), repr=False)
    sort: str = ""
    api_version: str = ""
