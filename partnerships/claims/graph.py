"""Cross-links: whose partners are partners of our partners (domain-data F9). A query for each step."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from partnerships.models import TwinPlace

MOST_HOPS = 3
MOST_PATHS = 3
STEP = """
SELECT place_a_id, place_b_id FROM partnerships_claim
WHERE state NOT IN ('rejected', 'merged') AND place_a_id = ANY(%(from)s)
UNION
SELECT place_b_id, place_a_id FROM partnerships_claim
WHERE state NOT IN ('rejected', 'merged') AND place_b_id = ANY(%(from)s)
"""


@dataclass(frozen=True)
class Link:
    """A place over `hops` steps, and up to three ways there: tuples of TwinPlaces between."""

    place: TwinPlace
    hops: int
    ways: tuple
    is_direct: bool


def links_into(start, country, *, hops=2):
    """Places of a country (ISO code) that a way of two to `hops` steps leads to, the shortest ways first."""
    levels = [{start.pk: set()}]
    for _step in range(min(hops, MOST_HOPS)):
        if not levels[-1]:
            break
        before = defaultdict(set)
        for here, there in _neighbours(levels[-1]):
            if there != start.pk:
                before[there].add(here)
        levels.append(before)
    steps = {}
    for step, level in enumerate(levels[2:], 2):
        for pk in level:
            steps.setdefault(pk, step)
    goals = list(TwinPlace.objects.filter(pk__in=list(steps), country=country).order_by("name", "pk"))
    ways = {goal.pk: _ways(goal.pk, steps[goal.pk], levels) for goal in goals}
    between = TwinPlace.objects.in_bulk({pk for found in ways.values() for way in found for pk in way})
    links = [
        Link(
            goal,
            steps[goal.pk],
            tuple(tuple(between[pk] for pk in way) for way in ways[goal.pk]),
            goal.pk in levels[1],
        )
        for goal in goals
        if ways[goal.pk]
    ]
    return sorted(links, key=lambda link: link.hops)


def _neighbours(level):
    with connection.cursor() as cursor:
        cursor.execute(STEP, {"from": sorted(level)})
        return cursor.fetchall()


def _ways(goal, step, levels):
    """Up to three chains of keys between the start and the goal, none through a place twice."""
    chains = [(goal,)]
    for level in range(step, 1, -1):
        chains = [
            (previous, *chain)
            for chain in chains
            for previous in sorted(levels[level][chain[0]])
            if previous not in chain
        ]
    return [chain[:-1] for chain in chains][:MOST_PATHS]
