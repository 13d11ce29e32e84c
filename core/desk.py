"""What waits for a person, collected from every app that has something to say.

An app registers a source in its AppConfig.ready(); "Mein Bereich" shows the entries, the
navigation their number. The number is kept for a minute so that it costs no query on most pages.
"""

from dataclasses import dataclass
from datetime import date

from django.core.cache import cache

_sources = []
KEPT_SECONDS = 60


@dataclass(frozen=True, order=True)
class Waiting:
    """One thing that waits: when it is due, what it is, where it is done; `state` is a code of statuses."""

    due_on: date
    title: str
    url: str
    kind: str = ""
    state: str = "open"


def register_source(source):
    """`source(user)` lists Waiting entries of a person, at most a hundred."""
    if source not in _sources:
        _sources.append(source)


def waiting_for(user):
    """All entries of a person, the most urgent first."""
    entries = sorted(entry for source in _sources for entry in source(user))
    cache.set(_key(user), len(entries), KEPT_SECONDS)
    return entries


def number_waiting(user):
    kept = cache.get(_key(user))
    return len(waiting_for(user)) if kept is None else kept


def forget_number(user):
    cache.delete(_key(user))


def _key(user):
    return f"waiting-{user.pk}"
