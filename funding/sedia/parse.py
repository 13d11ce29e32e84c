"""One raw record into one outcome. Nothing in a record can raise here: odd ones go to quarantine."""

import hashlib
import re
from datetime import UTC, datetime
from urllib.parse import quote

from funding.sedia import budget, jsontext, labels, markup, texts, timeline
from funding.sedia.changes import digest
from funding.sedia.dates import read_instant
from funding.sedia.deadlines import read_timing
from funding.sedia.metadata import Metadata, dicts
from funding.sedia.metadata import texts as scalars
from funding.sedia.records import (
    CallRecord,
    Coded,
    Kind,
    NewsItem,
    Outcome,
    OutcomeKind,
    SourceKey,
    Status,
)

PORTAL = "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities"
MAIN_DATASOURCE = "SEDIA"
KINDS = {"0": Kind.TENDER, "1": Kind.TOPIC, "2": Kind.EXTERNAL, "8": Kind.CASCADE}
_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError)


_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Unusable(Exception):
    """The record cannot be taken over; the message is the reason code."""


def parse_record(raw):
    """call, archive or quarantine; never an exception."""
    try:
        text = jsontext.dumps(raw)
        record = _read(raw)
    except Unusable as reason:
        return Outcome(OutcomeKind.QUARANTINE, text, str(reason))
    except _UNREADABLE as error:
        return Outcome(OutcomeKind.QUARANTINE, repr(raw)[:100_000], f"unreadable:{type(error).__name__}")
    if record.is_archive:
        other = record.source_key.datasource != MAIN_DATASOURCE
        return Outcome(OutcomeKind.ARCHIVE, text, "other-datasource" if other else "no-actions", record)
    return Outcome(OutcomeKind.CALL, text, "", record)


def _read(raw):
    _refuse_unusable(raw)
    metadata = Metadata(raw["metadata"])
    key = SourceKey(
        metadata.first("DATASOURCE").strip(),
        raw["reference"].strip(),
        (metadata.first("language").strip() or str(raw.get("language") or "")).lower(),
    )
    identifier = texts.one_line(metadata.first("identifier"))
    if not identifier:
        raise Unusable("missing-identifier")
    kind = _kind(metadata)
    actions = metadata.rows("actions")
    return CallRecord(
        source_key=key,
        kind=kind,
        is_archive=key.datasource != MAIN_DATASOURCE or (kind is Kind.TOPIC and not metadata.has("actions")),
        identifier=identifier,
        digest=digest(raw),
        **_names(metadata, kind, identifier),
        **_classes(metadata, actions),
        **_dates_and_texts(metadata, kind, actions),
        **_money(metadata, kind, identifier),
        **_addresses(metadata, kind, identifier, key),
        flags=tuple(metadata.flags),
    )


def _refuse_unusable(raw):
    if reason := jsontext.defect(raw):
        raise Unusable(reason)
    if not isinstance(raw, dict):
        raise Unusable("not-an-object")
    if not isinstance(raw.get("metadata"), dict):
        raise Unusable("missing-metadata")
    reference = raw.get("reference")
    if not isinstance(reference, str) or not reference.strip():
        raise Unusable("missing-reference")


def _kind(metadata):
    kind = KINDS.get(metadata.first("type").strip(), Kind.UNKNOWN)
    if kind is Kind.UNKNOWN:
        metadata.flag("unknown-type")
    return kind


def _names(metadata, kind, identifier):
    own = metadata.first("callTitle") if kind is Kind.CASCADE else metadata.first("title")
    call_identifier = texts.one_line(metadata.first("callIdentifier"))
    keywords = _keywords(metadata)
    own_names = {identifier.upper(), call_identifier.upper()}
    return {
        "title": texts.cut_title(own, metadata) or identifier,
        "call_identifier": call_identifier,
        "call_title": texts.cut_title(metadata.first("callTitle"), metadata),
        "keywords": tuple(dict.fromkeys(word for word in keywords if word.upper() not in own_names)),
        "tags": tuple(dict.fromkeys(filter(None, map(texts.one_line, metadata.all("tags"))))),
        "destination": texts.one_line(metadata.first("destinationDescription")),
    }


def _keywords(metadata):
    """A list in current records; in archive rows one string that holds a JSON array."""
    words = metadata.all("keywords")
    if len(words) == 1 and words[0].lstrip().startswith("["):
        words = scalars(metadata.json("keywords"))
    return [line for word in words if (line := texts.one_line(word))]


def _classes(metadata, actions):
    programme = labels.programme(metadata.first("frameworkProgramme").strip())
    if programme.code and not programme.label:
        metadata.flag("unknown-programme")
    code = metadata.first("status").strip()
    if code not in labels.STATUSES:
        metadata.flag("unknown-status")
    return {
        "programme": programme,
        "strand": tuple(dict.fromkeys(filter(None, map(str.strip, metadata.all("programmeDivision"))))),
        "types_of_action": _types_of_action(metadata, actions),
        "lump_sum": _lump_sum(metadata, actions),
        "source_status": labels.STATUSES.get(code, Status.UNKNOWN),
        "source_status_code": code,
    }


def _types_of_action(metadata, actions):
    named = [
        str(row.get("typeOfAction") or "").strip() for action in actions for row in dicts(action.get("types"))
    ]
    pairs = [text.partition(" ")[::2] for text in named if text]
    if not pairs:
        pairs = [("", text) for text in metadata.all("typesOfAction") if text.strip()]
    return tuple(dict.fromkeys(Coded(code, texts.one_line(label)) for code, label in pairs))


def _lump_sum(metadata, actions):
    """True or False when the model grant agreement says so; without one only a name can say yes."""
    agreements = [
        str(agreement.get("abbreviation") or "")
        for action in actions
        for row in dicts(action.get("types"))
        for agreement in dicts(row.get("typeOfMGA"))
    ]
    if any(name.upper().endswith("-LS") for name in agreements):
        return True
    if any("lump sum" in name.lower() for name in metadata.all("typesOfAction")):
        return True
    return False if any(agreements) else None


def _dates_and_texts(metadata, kind, actions):
    conditions = texts.cut_html(metadata.first("topicConditions"), metadata, "topicConditions")
    description = texts.cut_html(metadata.first("descriptionByte"), metadata, "descriptionByte")
    contact = texts.cut_html(metadata.first("supportInfo"), metadata, "supportInfo")
    news = _news(metadata)
    page = markup.read(conditions)
    plain = texts.text_of(page)
    stated_in = "\n".join([plain, *(texts.visible_text(item.html) for item in news)])
    timing = read_timing(metadata, kind, actions, metadata.rows("links"), stated_in)
    return {
        "opening": timing.opening,
        "deadlines": timing.deadlines,
        "deadline_conflict": timing.conflict,
        "deadline_model": timing.model,
        "unconfirmed_deadline": timing.unconfirmed,
        "description": texts.sections(description),
        "conditions_html": conditions,
        "documents": texts.documents(page) + _publications(metadata),
        "timeline": timeline.entries(plain),
        "contact_html": contact,
        "contact_emails": texts.emails(contact),
        "news": news,
        "first_ingested_at": _moment(metadata, "esDA_FirstIngestDate"),
        "ingested_at": _moment(metadata, "esDA_IngestDate"),
    }


def _news(metadata):
    """Newest first, whatever order the source chose; the same item once."""
    items = {}
    for row in metadata.rows("latestInfos"):
        changed = str(row.get("lastChangeDate") or "").strip()
        html = texts.cut_html(str(row.get("content") or ""), metadata, "latestInfos")
        key = f"{changed}:{hashlib.sha256(html.encode()).hexdigest()[:16]}"
        try:
            at = read_instant(changed) if changed else None
        except ValueError:
            metadata.flag("news-date-unreadable")
            at = None
        items[key] = NewsItem(key, at, html)
    return tuple(sorted(items.values(), key=_newness, reverse=True))


def _newness(item):
    return item.at is not None, item.at or _LONG_AGO, item.key


def _publications(metadata):
    """Documents of external actions."""
    found = {}
    for row in metadata.rows("publicationDocuments"):
        url = texts.web_address(str(row.get("docUrl") or ""))
        if url and url not in found:
            title = texts.one_line(str(row.get("nameDoc") or "")) or url
            found[url] = texts.document(title, url, texts.one_line(str(row.get("languageDoc") or "")))
    return tuple(found.values())


def _moment(metadata, name):
    try:
        return read_instant(metadata.first(name)) if metadata.first(name) else None
    except ValueError:
        return None


def _money(metadata, kind, identifier):
    if kind is Kind.EXTERNAL:
        return vars(budget.external_budget(metadata))
    return vars(budget.read_money(metadata, identifier))


def _addresses(metadata, kind, identifier, key):
    call = metadata.first("callIdentifier").strip().upper()
    matching = [
        texts.web_address(str(link.get("url") or ""))
        for link in metadata.rows("links")
        if str(link.get("callIdentifier") or "").strip().upper() == call
    ]
    if kind is Kind.CASCADE:
        number = metadata.first("callccm2Id").strip() or re.match(r"\d*", key.reference)[0]
        url = f"{PORTAL}/competitive-calls-cs/{quote(number, safe='')}"
    elif kind is Kind.TOPIC:
        url = f"{PORTAL}/topic-details/{quote(identifier, safe='')}"
    else:
        url = texts.web_address(metadata.first("url"))
    return {"submission_url": next(filter(None, matching), ""), "url": url}
