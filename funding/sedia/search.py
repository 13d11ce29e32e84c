"""Asking the portal's search for one programme, and judging whether an answer is whole and believable."""

import hashlib
import json
import statistics
from dataclasses import dataclass, field
from datetime import UTC
from enum import StrEnum
from urllib.parse import urlencode

SEARCH_URL = "https://api.tech.ec.europa.eu/search-api/prod/rest/search"
FACET_URL = "https://api.tech.ec.europa.eu/search-api/prod/rest/facet"
PAGE_SIZE = 100
FORTHCOMING, OPEN, CLOSED = "31094501", "31094502", "31094503"
TOPIC, EXTERNAL, CASCADE = "1", "2", "8"
# Only these are filled in every record of the type; sorting by another key silently drops records.
SORT_KEYS = {TOPIC: "identifier", EXTERNAL: "callIdentifier", CASCADE: "callccm2Id"}


@dataclass(frozen=True)
class SearchQuery:
    """What to ask for. Leave `statuses` empty together with `identifier` to look one call up."""

    programme: str = ""
    type: str = TOPIC
    statuses: tuple[str, ...] = (FORTHCOMING, OPEN)
    divisions: tuple[str, ...] = ()
    identifier: str = ""
    language: str = "en"
    ingested_since: object = None
    page_number: int = 1


@dataclass(frozen=True)
class SearchRequest:
    url: str
    headers: dict = field(hash=False)
    body: bytes = field(repr=False)
    method: str = "POST"


def build_request(query, *, url=SEARCH_URL, user_agent="Staedtebruecke/1.0"):
    """One POST whose parts each carry their own content type: without it the portal answers 500."""
    address = {"apiKey": "SEDIA", "text": "***", "pageSize": PAGE_SIZE, "pageNumber": query.page_number}
    sort = {"field": SORT_KEYS[query.type], "order": "ASC"}
    parts = {"query": query_terms(query), "languages": [query.language], "sort": sort}
    body, content_type = _multipart(parts)
    headers = {"Accept": "application/json", "Content-Type": content_type, "User-Agent": user_agent}
    return SearchRequest(f"{url}?{urlencode(address)}", headers, body)


def query_terms(query):
    must = [{"terms": {"type": [query.type]}}, {"terms": {"DATASOURCE": ["SEDIA"]}}]
    if query.statuses:
        must.append({"terms": {"status": list(query.statuses)}})
    if query.programme:
        must.append({"terms": {"frameworkProgramme": [query.programme]}})
    if query.divisions:
        must.append({"terms": {"programmeDivision": list(query.divisions)}})
    if query.identifier:
        must.append({"terms": {"identifier": [query.identifier]}})
    if query.ingested_since is not None:
        must.append({"range": {"esDA_IngestDate": {"gte": index_instant(query.ingested_since)}}})
    return {"bool": {"must": must}}


def index_instant(moment):
    """The only form the index compares; a bare date silently matches everything."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


class Completeness(StrEnum):
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Assessment:
    """Only a complete scan says anything about what is absent from it; a rejected one says nothing at all."""

    state: Completeness
    reason: str
    total: int
    rows: int
    distinct: int


def assess(pages, *, total_before=None, total_after=None):
    """Judge the envelopes of one scan; a scan of a programme has one page."""
    pages = list(pages)
    keys = [_row_key(row, index) for page in pages for index, row in enumerate(page.results)]
    totals = {page.total for page in pages} | ({total_before, total_after} - {None})
    total, rows, distinct = max(totals, default=0), len(keys), len(set(keys))
    state, reason = Completeness.INCOMPLETE, ""
    if not pages:
        reason = "no-page"
    elif len(totals) > 1:
        state, reason = Completeness.REJECTED, "total-changed:" + "/".join(map(str, sorted(totals)))
    elif any(len(page.results) > page.page_size for page in pages):
        state, reason = Completeness.REJECTED, "more-rows-than-asked"
    elif distinct != rows:
        reason = f"repeated-rows:{rows - distinct}"
    elif rows != total:
        reason = f"missing-rows:{total - rows}"
    else:
        state = Completeness.COMPLETE
    return Assessment(state, reason, total, rows, distinct)


def suspicion(total, previous, *, new=0, is_first=False):
    """Why an answer must not be believed at once, or an empty string.

    `previous` are the totals of the last polls that were answered, the suspicious ones too, newest last
    (so that a lasting change is believed after a few polls); `new` counts records never seen before.
    """
    if is_first or not previous:
        return ""
    usual = statistics.median(previous[-5:])
    if total == 0 and usual > 0:
        return "total-zero"
    if total < usual * 0.7:
        return f"drop:{usual:g}->{total}"
    if total > previous[-1] * 1.5:
        return f"growth:{previous[-1]}->{total}"
    return f"many-new:{new}" if new > 30 else ""


def too_many_quarantined(outcomes):
    """More than a fifth unreadable means that the source changed, not the records."""
    outcomes = list(outcomes)
    return sum(outcome.record is None for outcome in outcomes) * 5 > len(outcomes)


def _row_key(row, index):
    """Identity of a raw row; what has none counts as a row of its own."""
    metadata = row.get("metadata") if isinstance(row, dict) else None
    if not isinstance(metadata, dict) or not isinstance(row.get("reference"), str):
        return ("", index, id(row))
    return (
        row["reference"],
        json.dumps(metadata.get("DATASOURCE"), default=repr),
        json.dumps(metadata.get("language"), default=repr),
    )


def _multipart(parts):
    payloads = {name: json.dumps(value, sort_keys=True).encode() for name, value in parts.items()}
    boundary = "part-" + hashlib.sha256(b"".join(payloads.values())).hexdigest()[:32]
    lines = []
    for name, payload in payloads.items():
        lines += [
            f"--{boundary}".encode(),
            f'Content-Disposition: form-data; name="{name}"'.encode(),
            b"Content-Type: application/json",
            b"",
            payload,
        ]
    lines += [f"--{boundary}--".encode(), b""]
    return b"\r\n".join(lines), f"multipart/form-data; boundary={boundary}"
