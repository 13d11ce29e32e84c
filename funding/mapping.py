"""From a record of the feed to the columns of a call. No query, no decision."""

from core.publicness import Publicness
from core.texts import plain_text, teaser
from funding.foreign_html import foreign_html
from funding.sedia.labels import TWINNING_STRANDS, programme_label, strand_label
from funding.sedia.status import is_shown
from funding.standing import standing

HIDDEN_BY = frozenset({"unknown-type", "unknown-programme", "unknown-status"})
LONGEST_SEARCH_TEXT = 20_000
TEXT_COLUMNS = (
    "title", "sections", "conditions_html", "contact_html", "contact_emails", "documents", "timeline",
    "keywords",
)  # fmt: skip
LONGEST = {"datasource": 60, "reference": 200, "language": 10, "identifier": 200, "programme": 20}


def unfit(record):
    """Why a record does not fit into our tables, or an empty string: keys are never cut."""
    keys = record.source_key._asdict() | {"identifier": record.identifier, "programme": record.programme.code}
    return next((f"too-long:{name}" for name, value in keys.items() if len(value) > LONGEST[name]), "")


def call_values(record, now):
    """Every column of a call that the feed decides."""
    return {
        "datasource": record.source_key.datasource,
        "reference": record.source_key.reference,
        "language": record.source_key.language,
        "kind": str(record.kind),
        "identifier": record.identifier,
        "call_identifier": record.call_identifier[:200],
        "types_of_action": [[coded.code, coded.label] for coded in record.types_of_action],
        "lump_sum": record.lump_sum,
        "source_status": str(record.source_status),
        "source_status_code": record.source_status_code[:20],
        "destination": record.destination,
        "url": _fitting(record.url, 500),
        "submission_url": _fitting(record.submission_url, 1000),
        "flags": [flag[:80] for flag in record.flags],
        "digest": record.digest,
        **name_values(record),
        **date_values(record, now),
        **money_values(record),
    }


def name_values(record):
    """What people read in a list and what a search finds."""
    told = [plain_text(part.html) for part in record.description]
    return {
        "title": record.title,
        "call_title": record.call_title,
        "teaser": _teaser(told),
        "programme": record.programme.code,
        "programme_name": record.programme.label,
        "strands": [code[:20] for code in record.strand],
        "words_de": _words(record, "de"),
        "words_en": _words(record, "en", told),
    }


def date_values(record, now):
    return {
        "opening": record.opening,
        "deadlines": [deadline.at for deadline in record.deadlines],
        "stated_deadlines": [d.at for d in record.deadlines if d.time_source == "stated"],
        "deadline_model": record.deadline_model[:40],
        "unconfirmed_deadline": record.unconfirmed_deadline,
        **standing(record, now),
    }


def money_values(record):
    budget = record.budget
    return {
        "budget_amount": budget.amount if budget else None,
        "budget_currency": budget.currency if budget else "EUR",
        "budget_scope": budget.scope if budget else "",
        "budget_shared_with": budget.shared_with if budget else 1,
        "budget_years": [[year, str(amount)] for year, amount in budget.years] if budget else [],
        "expected_grants": record.expected_grants,
        "min_contribution": record.min_contribution,
        "max_contribution": record.max_contribution,
    }


def text_values(record):
    """The columns of CallText."""
    return {
        "title": record.title,
        "sections": [[part.heading, foreign_html(part.html)] for part in record.description],
        "conditions_html": foreign_html(record.conditions_html),
        "contact_html": foreign_html(record.contact_html),
        "contact_emails": [address[:200] for address in record.contact_emails],
        "documents": [
            {"title": d.title, "url": d.url, "section": d.section, "kind": d.kind} for d in record.documents
        ],
        "timeline": [
            {"label": entry.label, "text": entry.text, "on": entry.on.isoformat() if entry.on else None}
            for entry in record.timeline
        ],
        "keywords": list(record.keywords),
    }


def publicness_of(record):
    """Known programmes are shown to everybody, what we do not know only to staff."""
    if is_shown(record) and record.programme.label and not HIDDEN_BY & set(record.flags):
        return Publicness.PUBLIC
    return Publicness.INTERNAL


def is_for_towns(strands):
    return bool(TWINNING_STRANDS & set(strands))


def teaser_of(record):
    return _teaser([plain_text(part.html) for part in record.description[:1]])


def _teaser(told):
    return teaser(told[0] if told else "", 300)[:400]


def _words(record, language, told=()):
    """What a search in this language finds besides the title."""
    names = [programme_label(record.programme.code, language), record.programme.label, record.call_identifier]
    names += [strand_label(code, language) for code in record.strand]
    if language == "en":
        names += [record.call_title, record.destination, *record.keywords, *told]
    return " ".join(filter(None, names))[:LONGEST_SEARCH_TEXT]


def _fitting(url, length):
    return url if len(url) <= length else ""
