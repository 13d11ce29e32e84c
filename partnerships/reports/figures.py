"""The figures of a year: pure sums over frozen rows (domain.md 5, US-08 and US-22).

An encounter belongs to the year in which it begins. One with several partnerships counts once in the
total and once in each of them. What nobody has recorded is None and stays None; it is never a 0.
Money is in euros, emissions in kilograms of CO2e of the journeys that were chosen.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

HELD, PLANNED = "held", "planned"
ONLINE = "online"
# What is summed, in the order of the report; each is an attribute of Row
SUMMED = (
    "participants", "own", "partner", "minors", "first_timers", "nights",
    "cost", "municipal", "third_party", "grant", "kg",
)  # fmt: skip
MONEY = frozenset({"cost", "municipal", "third_party", "grant"})
NOT_ONLINE = frozenset({"nights", "kg"})  # nobody travels to a meeting online


@dataclass(frozen=True)
class Row:
    """One encounter; `partnerships` are ids, `kg` belongs to its chosen journey, `sets` are their factors."""

    pk: int
    title: str
    kind: str
    status: str
    starts_on: date
    ends_on: date
    partnerships: tuple[int, ...]
    is_online: bool = False
    own: int | None = None
    partner: int | None = None
    minors: int | None = None
    first_timers: int | None = None
    nights: int | None = None
    cost: Decimal | None = None
    municipal: Decimal | None = None
    third_party: Decimal | None = None
    grant: Decimal | None = None
    kg: Decimal | None = None
    sets: tuple[str, ...] = ()

    @property
    def year(self):
        return self.starts_on.year

    @property
    def participants(self):
        """Both sides together; None when neither was counted."""
        counted = [number for number in (self.own, self.partner) if number is not None]
        return sum(counted) if counted else None


@dataclass(frozen=True)
class Sum:
    """A sum over what is recorded: of `asked` encounters, `recorded` have a value."""

    value: int | Decimal | None
    recorded: int
    asked: int

    @property
    def missing(self):
        return self.asked - self.recorded


@dataclass(frozen=True)
class Figures:
    """What is said about a year, of everything or of one partnership."""

    year: int
    encounters: int
    planned: int
    by_kind: dict[str, int] = field(default_factory=dict)
    sums: dict[str, Sum] = field(default_factory=dict)
    cost_per_participant: Decimal | None = None
    third_party_per_euro: Decimal | None = None
    sets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gap:
    """`missing` of `asked` encounters do not say what `name` is."""

    name: str
    missing: int
    asked: int


def figures_of(rows, year):
    """The Figures of those of `rows` that begin in `year`."""
    mine = [row for row in rows if row.year == year]
    held = [row for row in mine if row.status == HELD]
    return Figures(
        year=year,
        encounters=len(held),
        planned=len(mine) - len(held),
        by_kind=dict(sorted(Counter(row.kind for row in held).items())),
        sums={name: _sum(held, name) for name in SUMMED},
        cost_per_participant=_ratio(held, "cost", "participants"),
        third_party_per_euro=_ratio(held, "third_party", "municipal"),
        sets=tuple(sorted({one for row in held for one in row.sets})),
    )


def by_partnership(rows):
    """{id of a partnership: its rows}."""
    found = {}
    for row in rows:
        for pk in row.partnerships:
            found.setdefault(pk, []).append(row)
    return found


def asked_for(rows, name):
    """The rows of which `name` can be asked at all."""
    return [row for row in rows if not (row.is_online and name in NOT_ONLINE)]


def lacks(row, name):
    """Whether this row leaves open what it could say about `name`."""
    return getattr(row, name) is None and not (row.is_online and name in NOT_ONLINE)


def gaps_of(figures):
    """Every Gap of these figures, the widest first."""
    found = [Gap(name, one.missing, one.asked) for name, one in figures.sums.items() if one.missing]
    return sorted(found, key=lambda gap: (-gap.missing, SUMMED.index(gap.name)))


def _sum(rows, name):
    asked = asked_for(rows, name)
    values = [value for row in asked if (value := getattr(row, name)) is not None]
    return Sum(sum(values) if values else None, len(values), len(asked))


def _ratio(rows, above, below):
    """Of the rows that know both, so that no missing value bends it; None when there is nothing below."""
    known = [row for row in rows if getattr(row, above) is not None and getattr(row, below) is not None]
    divisor = sum(getattr(row, below) for row in known)
    if not divisor:
        return None
    return (Decimal(sum(getattr(row, above) for row in known)) / divisor).quantize(Decimal("0.01"))
