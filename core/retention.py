"""How long data is kept: every app registers its terms, one daily job enforces them (domain.md 4.3)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

_terms = []


@dataclass(frozen=True)
class Term:
    """One class of data: which rows are over at a moment, and what happens to them.

    over(now)            a list or queryset of what has to go
    end(found, now)      does it and returns how many rows it took
    """

    name: str
    title: str
    over: Callable
    end: Callable


@dataclass(frozen=True)
class Outcome:
    name: str
    title: str
    number: int


def register(term):
    if term not in _terms:
        _terms.append(term)


def all_terms():
    return list(_terms)


def run(now, *, dry_run=False):
    """Enforce every term, each in a transaction of its own; a dry run only counts."""
    return [_run_one(term, now, dry_run) for term in _terms]


@transaction.atomic
def _run_one(term, now, dry_run):
    found = list(term.over(now))
    number = len(found) if dry_run else term.end(found, now)
    return Outcome(term.name, term.title, number)
