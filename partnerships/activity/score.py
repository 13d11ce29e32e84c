"""How alive a partnership is, from 0 to 100: pure arithmetic after domain.md 3.6.

An activity counts half after twelve months, and more of the same counts less and less. What nobody has
recorded is None: it adds nothing, it is never shown as 0, and `coverage` says how much is known. The
score is for the people who look after a partnership; it is no ranking of towns and never public.
"""

import math
from dataclasses import dataclass, replace

HALF_LIFE_MONTHS = 12
PEOPLE_OF_ONE_ENCOUNTER = 20
MOST_OF_ONE_ENCOUNTER = 3
RUNNING, PREPARED = 1.0, 0.5
ENCOUNTERS, CARRIERS, PROJECTS = "encounters", "carriers", "projects"
CONTACTS, RECIPROCITY, FUTURE = "contacts", "reciprocity", "future"
# component: (weight, how much activity makes 63 of 100)
WEIGHTS = {
    ENCOUNTERS: (25, 3),
    CARRIERS: (20, 4),
    PROJECTS: (20, 2),
    CONTACTS: (15, 2),
    RECIPROCITY: (10, None),
    FUTURE: (10, 2),
}
# lowest score of a band, the highest first
BANDS = ((60, "lively"), (30, "stable"), (10, "resting"), (0, "inactive"))
EXCHANGE_PEOPLE = 25


@dataclass(frozen=True)
class Inputs:
    """What is known of a partnership; None where nothing of the kind was ever recorded.

    encounters  ((persons, months ago), …)
    carriers    months since the last activity of each organisation
    projects    1.0 for each one that runs, 0.5 for each one that is prepared
    contacts    months since each contact of the administrations
    visitors    persons of the last 36 months: (from there to here, from here to there)
    planned     encounters planned for the next twelve months
    """

    encounters: tuple | None = None
    carriers: tuple | None = None
    projects: tuple | None = None
    contacts: tuple | None = None
    visitors: tuple | None = None
    planned: int | None = None


@dataclass(frozen=True)
class Component:
    """One of six parts: its weight in the whole and its value from 0 to 100, None if nothing is known."""

    name: str
    weight: int
    value: float | None


@dataclass(frozen=True)
class Score:
    """`value` 0 to 100 (at least that much while something is unknown), its band and its parts."""

    value: float
    band: str
    components: tuple

    @property
    def known(self):
        return [part for part in self.components if part.value is not None]

    @property
    def coverage(self):
        """(number of recorded components, number of all)."""
        return len(self.known), len(self.components)

    @property
    def gap(self):
        """The lowest recorded component, the weightier one of two; None if nothing is recorded."""
        return min(self.known, key=lambda part: (part.value, -part.weight), default=None)


def decay(months):
    return 2 ** (-months / HALF_LIFE_MONTHS)


def saturate(amount, tau):
    return 100 * (1 - math.exp(-amount / tau))


def score_of(inputs):
    """The Score of some Inputs."""
    values = _values(inputs)
    parts = tuple(Component(name, weight, values[name]) for name, (weight, _tau) in WEIGHTS.items())
    total = sum(part.weight * (part.value or 0) for part in parts) / 100
    return Score(total, band_of(total), parts)


def band_of(value):
    return next(name for lowest, name in BANDS if value >= lowest)


def _values(inputs):
    amounts = {
        ENCOUNTERS: _sum(_encounter, inputs.encounters),
        CARRIERS: _sum(decay, inputs.carriers),
        PROJECTS: _sum(float, inputs.projects),
        CONTACTS: _sum(decay, inputs.contacts),
        FUTURE: inputs.planned,
    }
    values = {
        name: None if amount is None else saturate(amount, WEIGHTS[name][1])
        for name, amount in amounts.items()
    }
    return values | {RECIPROCITY: _reciprocity(inputs.visitors)}


def _sum(measure, rows):
    return None if rows is None else sum(measure(row) for row in rows)


def _encounter(row):
    persons, months = row
    return min(MOST_OF_ONE_ENCOUNTER, math.sqrt(persons / PEOPLE_OF_ONE_ENCOUNTER)) * decay(months)


def _reciprocity(visitors):
    if visitors is None:
        return None
    return 100 * min(visitors) / max(visitors) if max(visitors) else 0.0


@dataclass(frozen=True)
class Step:
    """Something that could be done next, and the score that would follow from it."""

    name: str
    score: float
    gain: float


def best_step(inputs):
    """The one Step with the largest gain."""
    before = score_of(inputs).value
    after = {name: score_of(change(inputs)).value for name, change in STEPS.items()}
    name = max(after, key=after.get)
    return Step(name, after[name], after[name] - before)


def _more(inputs, field, row):
    return replace(inputs, **{field: (*(getattr(inputs, field) or ()), row)})


def _exchange(inputs):
    """A pupil exchange today: 25 people in the direction that is weaker, a new organisation, a contact."""
    changed = _more(inputs, "encounters", (EXCHANGE_PEOPLE, 0))
    changed = _more(_more(changed, "carriers", 0), "contacts", 0)
    there, here = inputs.visitors or (0, 0)
    visitors = (there + EXCHANGE_PEOPLE, here) if there <= here else (there, here + EXCHANGE_PEOPLE)
    return replace(changed, visitors=visitors)


STEPS = {
    "exchange": _exchange,
    "project": lambda inputs: _more(inputs, "projects", PREPARED),
    "plan": lambda inputs: replace(inputs, planned=(inputs.planned or 0) + 1),
    "carrier": lambda inputs: _more(inputs, "carriers", 0),
    "contact": lambda inputs: _more(inputs, "contacts", 0),
}
