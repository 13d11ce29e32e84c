"""The way out to Wikidata. Who fetches is registered by the portal, which stands above (`use`)."""

from urllib.parse import urlencode

from django.conf import settings

from partnerships.claims.wikidata import ENTITIES_URL, SPARQL_URL, query_for

ALLOWED = ("query.wikidata.org:443", "www.wikidata.org:443")
MOST_BYTES = 10_000_000
SECONDS = 60
_fetch = []


class Away(Exception):
    """No whole answer this time; `retry_after` seconds is what the other side asks for, if it does."""

    def __init__(self, message, retry_after=None):
        super().__init__(message)
        self.retry_after = retry_after


def use(fetch):
    """`fetch(address, headers=, allowed=, seconds=, most_bytes=)` gives bytes or raises Away."""
    _fetch[:] = [fetch]


def is_switched_on():
    """The same switch as for all sources from outside (FEED_ENABLED)."""
    return bool(_fetch) and settings.FEEDS["enabled"]


def ask(city, *, fetch=None):
    """The answer about one city (its Q id): SPARQL first, the entity itself if that is away."""
    fetch = fetch or (_fetch[0] if _fetch else None)
    if fetch is None:
        raise Away("no way out is registered")
    agent = settings.FEEDS["user_agent"]
    try:
        return _get(fetch, SPARQL_URL, {"format": "json", "query": query_for([city])}, agent)
    except Away as first:
        if first.retry_after is not None:
            raise
        question = {"action": "wbgetentities", "ids": city, "props": "labels|claims", "languages": "de|en|fr"}
        return _get(fetch, ENTITIES_URL, question | {"format": "json"}, agent)


def _get(fetch, address, question, agent):
    return fetch(
        f"{address}?{urlencode(question)}",
        headers={"User-Agent": agent, "Accept": "application/sparql-results+json, application/json"},
        allowed=ALLOWED,
        seconds=SECONDS,
        most_bytes=MOST_BYTES,
    )
