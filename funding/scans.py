"""Asking the portal's search until an answer is whole, and judging whether to believe it."""

import time
from dataclasses import dataclass, field

from django.conf import settings

from funding.feed_errors import FeedChanged
from funding.models import FeedRun, FeedSource
from funding.outside import search_question
from funding.sedia.envelope import parse_search_answer
from funding.sedia.search import CASCADE, PAGE_SIZE, TOPIC, Completeness, assess, suspicion

TRIES = 4
MOST_PAGES = 20
LEAST_FLOOD = 3


@dataclass
class Scan:
    """All rows of one or more tries, and what the best of them says."""

    state: str = Completeness.INCOMPLETE
    reason: str = ""
    total: int | None = None
    rows: list = field(default_factory=list)
    delivered: int = 0
    distinct: int = 0

    @property
    def is_complete(self):
        return self.state == Completeness.COMPLETE


@dataclass
class Meter:
    """Counts what a run asks and gets; passes every question on."""

    run: FeedRun
    fetch: object
    pause: float = 0.0

    def ask(self, question, **options):
        if self.run.requests and self.pause:
            time.sleep(self.pause)
        self.run.requests += 1
        answer = self.fetch(question, **options)
        self.run.size += answer.size or len(answer.body)
        self.run.sha256 = answer.sha256
        return answer


def query_of(source):
    if source.kind == FeedSource.Kind.CASCADE:
        return {"type": CASCADE, "programme": source.programme}
    return {"type": TOPIC, "programme": source.programme}


def scan_programme(source, meter):
    """Up to four tries; what an incomplete scan saw is kept, what it did not see means nothing."""
    scan = Scan()
    for _try in range(TRIES):
        pages = _pages(source, meter)
        _judge(scan, pages)
        if scan.state != Completeness.INCOMPLETE:
            break
    return scan


def scan_of_pages(pages):
    """The same judgement for pages that were recorded."""
    scan = Scan()
    _judge(scan, pages)
    return scan


def look_up(call, meter):
    """Rows of the portal for exactly this call, whatever their status; cascade calls share identifiers."""
    kind = CASCADE if call.kind == call.Kind.CASCADE else TOPIC
    question = search_question(identifier=call.identifier, type=kind, statuses=())
    rows = parse_search_answer(meter.ask(question).body).results
    return [row for row in rows if kind == TOPIC or _reference(row) == call.reference]


def _reference(row):
    return row.get("reference") if isinstance(row, dict) else None


def why_not_to_believe(source, scan, now):
    """(reason to throw the scan away, totals of earlier scans): a source that suddenly has nothing.

    A source that has calls but never gave a total to believe, as in the demo town, is measured by them.
    """
    previous = earlier_totals(source)
    expected = previous if _was_believed(source) else [*stored_total(source, now), *previous]
    reason = suspicion(scan.total, expected) if scan.total is not None else ""
    is_loss = reason.startswith("total-zero") or (
        reason.startswith("drop") and source.kind != FeedSource.Kind.RECORDED
    )
    return (reason if is_loss else ""), previous


def why_to_hold_back(source, scan, new_of_programmes, previous):
    """Why new calls must wait: the source has grown by half, or one programme by more than thirty."""
    new, most = sum(new_of_programmes.values()), max(new_of_programmes.values(), default=0)
    is_first = not source.runs.filter(state__in=FeedRun.TAKEN_OVER).exists()
    if is_first:
        return ""
    if scan.total is not None:
        reason = suspicion(scan.total, previous, new=most)
        if reason.startswith("growth") and new >= LEAST_FLOOD:
            return reason
    return f"many-new:{most}" if most > 30 else ""


def earlier_totals(source):
    """Totals of the last answered scans, the newest last; the disbelieved ones count too."""
    newest = source.runs.filter(state__in=FeedRun.ANSWERED, total__isnull=False).order_by(
        "-started_at", "-pk"
    )
    return list(newest.values_list("total", flat=True)[:5])[::-1]


def _was_believed(source):
    return source.runs.filter(state__in=FeedRun.TAKEN_OVER, total__isnull=False).exists()


def stored_total(source, now):
    """In place of an earlier total: how many calls of this source have their deadline ahead."""
    number = source.calls.filter(last_deadline__gt=now).count()
    return [number] if number else []


def _pages(source, meter):
    """One page, or all of them if a programme has grown beyond it."""
    pages, number = [], 1
    while number <= MOST_PAGES:
        question = search_question(page_number=number, **query_of(source))
        page = parse_search_answer(meter.ask(question).body, page_number=number, page_size=PAGE_SIZE)
        pages.append(page)
        if number * PAGE_SIZE >= page.total or not page.results:
            break
        number += 1
    return pages


def _judge(scan, pages):
    found = assess(pages)
    scan.state, scan.reason, scan.total = found.state, found.reason, found.total
    scan.delivered, scan.distinct = found.rows, found.distinct
    if scan.state == Completeness.REJECTED:
        raise FeedChanged(
            f"The scan does not fit together: {found.reason}", cause="rejected", excerpt=found.reason
        )
    scan.rows += [row for page in pages for row in page.results]


def pause_seconds():
    return settings.FEEDS["pause_seconds"]
