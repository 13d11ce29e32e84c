"""Searching and paging calls: ranked full text in German and English, keyset pages, capped counts."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F, Q

from funding.filters import DEADLINE, NEWEST
from funding.models.calls import ENGLISH, GERMAN, Status
from funding.spelling import suggestions

PER_PAGE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_COUNTED = 1000
FOLDED = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))
UNWANTED = re.compile(r"(?:(?<=\s)|^)-(\w+)")
MOST_UNWANTED = 5
START, STOP = "\u2402", "\u2403"
PLACE = re.compile(r"(-?\d{1,20})_(\d{1,18})")
ASCENDING, DESCENDING, BY_NEWEST, BY_RANK = "ascending", "descending", "newest", "rank"


@dataclass(frozen=True)
class Found:
    """One page of calls: `after` names where the next one begins, "" at the end."""

    calls: list
    count: int
    is_more_than_counted: bool
    after: str
    is_first: bool


def search_query(words):
    """The words of a reader ("Begegnung -Schule") in both languages, also with ae for ä."""
    spellings = {words}
    for plain, umlaut in FOLDED:
        spellings |= {spelling.replace(plain, umlaut) for spelling in spellings}
    query = None
    for spelling in sorted(spellings):
        for config in (GERMAN, ENGLISH, "simple"):
            part = SearchQuery(spelling, config=config, search_type="websearch")
            query = part if query is None else query | part
    return query


def find(calls, *, words="", order="", status="", after=""):
    """A page of `calls` (already narrowed) for a search and an order."""
    if not words:
        return _walk(calls, _order(order, status), after)
    words, unwanted = _without_unwanted(words)
    for word in unwanted:
        calls = calls.exclude(search=search_query(word))
    if not words:
        return _walk(calls, _order(order, status), after)
    calls = calls.filter(search=search_query(words))
    if order:
        return _walk(calls, _order(order, status), after, words=words)
    return _ranked(calls, words, after)


def meant(calls, words):
    """What a reader may have meant who found nothing; each of these searches finds a call."""
    return [other for other in suggestions(words) if calls.filter(search=search_query(other)).exists()]


def _without_unwanted(words):
    """ "Begegnung -Schule": what must not occur is asked apart, because stems differ between languages."""
    unwanted = UNWANTED.findall(words)[:MOST_UNWANTED]
    return UNWANTED.sub(" ", words).strip(), unwanted


def _order(order, status):
    if order == NEWEST:
        return BY_NEWEST
    return DESCENDING if status in (Status.CLOSED, "alle") and order != DEADLINE else ASCENDING


def _walk(calls, order, after, *, words=""):
    """Keyset: continue behind the last call shown, however far down the list."""
    column = "first_seen_at" if order == BY_NEWEST else "sort_deadline"
    sign = "" if order == ASCENDING else "-"
    rows = calls.order_by(f"{sign}{column}", f"{sign}pk")
    place = _read_place(after)
    if place:
        moment, pk = place
        comparison = "gt" if order == ASCENDING else "lt"
        behind = Q(**{f"{column}__{comparison}": moment}) | Q(**{column: moment, f"pk__{comparison}": pk})
        rows = rows.filter(Q(**{f"{column}__{comparison}e": moment}) & behind)
    shown = list(_with_headline(rows.for_cards(), words)[: PER_PAGE + 1])
    count = calls.order_by()[: MOST_COUNTED + 1].count()
    following = _place(shown[PER_PAGE - 1], column) if len(shown) > PER_PAGE else ""
    return Found(shown[:PER_PAGE], min(count, MOST_COUNTED), count > MOST_COUNTED, following, not place)


def _ranked(calls, words, after):
    """The thousand newest hits by rank: first their ids, put in order here, then the rows of the page."""
    rank = SearchRank(F("search"), search_query(words), normalization=1)
    newest = calls.order_by("-pk").annotate(rank=rank).values_list("pk", "rank", "sort_deadline")
    best = sorted(newest[: MOST_COUNTED + 1], key=lambda row: (-row[1], row[2], row[0]))
    ids = [pk for pk, _rank, _deadline in best]
    place = _read_place(after)
    start = ids.index(place[1]) + 1 if place and place[1] in ids else 0
    wanted = ids[start : start + PER_PAGE]
    rows = {
        call.pk: call for call in _with_headline(calls.model.objects.filter(pk__in=wanted).for_cards(), words)
    }
    shown = [rows[pk] for pk in wanted if pk in rows]
    more = start + PER_PAGE < len(ids)
    return Found(
        shown,
        min(len(ids), MOST_COUNTED),
        len(ids) > MOST_COUNTED,
        f"0_{wanted[-1]}" if more else "",
        start == 0,
    )


def _with_headline(calls, words):
    if not words:
        return calls
    marks = {"start_sel": START, "stop_sel": STOP, "highlight_all": True}
    query = SearchQuery(words, config=GERMAN, search_type="websearch")
    english = SearchQuery(words, config=ENGLISH, search_type="websearch")
    return calls.annotate(
        marked_de=SearchHeadline("title_de", query, config=GERMAN, **marks),
        marked=SearchHeadline("title", english, config=ENGLISH, **marks),
    )


def marked_parts(text):
    """[(text, is_hit)] of a headline."""
    parts = []
    for piece in re.split(f"({START}.*?{STOP})", text):
        if piece:
            is_hit = piece.startswith(START)
            parts.append((piece.strip(START + STOP) if is_hit else piece, is_hit))
    return parts


def _place(call, column):
    return f"{(getattr(call, column) - EPOCH) // timedelta(microseconds=1)}_{call.pk}"


def _read_place(text):
    found = PLACE.fullmatch(text or "")
    if not found:
        return None
    try:
        return EPOCH + timedelta(microseconds=int(found[1])), int(found[2])
    except OverflowError:
        return None
