"""From the tables to the frozen rows of figures.py: five queries, however many encounters there are."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, OuterRef, Q, Sum

from partnerships.models import Agreement, Encounter, Partnership, TravelLeg
from partnerships.reports.figures import HELD, ONLINE, PLANNED, Row

COMING = (Encounter.State.PLANNED, Encounter.State.CONFIRMED)
FIELDS = {
    "own": "participants_own",
    "partner": "participants_partner",
    "minors": "minors",
    "first_timers": "first_timers",
    "nights": "nights",
    "cost": "cost_total",
    "municipal": "municipal_share",
    "third_party": "third_party_share",
    "grant": "grant",
}
AMOUNTS = ("cost", "municipal", "third_party", "grant", "kg")
BEFORE, AFTER = 1, 1  # years that a report looks back, and ahead for what is planned


@dataclass(frozen=True)
class Partner:
    """A partnership of the report: its town, and how it stands."""

    pk: int
    slug: str
    name: str
    country: str
    legal_form: str
    state: str
    has_begun: bool


@dataclass(frozen=True)
class Paper:
    """An agreement: in which year it was signed, and on which day it ends."""

    pk: int
    partnership: int
    title: str
    signed_year: int | None
    valid_to: date | None


@dataclass(frozen=True)
class Material:
    """Everything that a report of `year` is computed from."""

    year: int
    rows: tuple[Row, ...]
    partners: tuple[Partner, ...]
    papers: tuple[Paper, ...]


def material_for(user, year, *, partnership=None):
    """The Material of a year, the one before and the one after, as far as `user` may see it."""
    encounters = Encounter.objects.visible_to(user)
    partners = Partnership.objects.visible_to(user)
    papers = Agreement.objects.visible_to(user)
    if partnership is not None:
        encounters = encounters.filter(partnerships=partnership)
        partners, papers = partners.filter(pk=partnership.pk), papers.filter(partnership=partnership)
    return Material(
        year, tuple(load_rows(encounters, year - BEFORE, year + AFTER)), _partners(partners), _papers(papers)
    )


def load_rows(encounters, first, last):
    """Row after Row of what begins in these years and has been held, or is going to be."""
    wanted = encounters.filter(
        Q(state__in=[*Encounter.HELD, *COMING]),
        starts_on__gte=date(first, 1, 1),
        starts_on__lte=date(last, 12, 31),
    )
    links = Encounter.partnerships.through.objects.filter(encounter=OuterRef("pk")).order_by("partnership_id")
    found = wanted.annotate(towns=ArraySubquery(links.values("partnership_id"))).values(
        "pk", "title", "kind", "direction", "state", "starts_on", "ends_on", "towns", *FIELDS.values()
    )
    emissions = _emissions(wanted)
    return [_row(one, emissions.get(one["pk"], (None, ()))) for one in found.order_by("starts_on", "pk")]


def _row(found, emission):
    return Row(
        pk=found["pk"],
        title=found["title"],
        kind=found["kind"],
        status=HELD if found["state"] in Encounter.HELD else PLANNED,
        starts_on=found["starts_on"],
        ends_on=found["ends_on"],
        partnerships=tuple(found["towns"]),
        is_online=ONLINE in (found["kind"], found["direction"]),
        kg=emission[0],
        sets=emission[1],
        **{name: found[field] for name, field in FIELDS.items()},
    )


def _emissions(encounters):
    """{id of an encounter: (kg of its chosen journey, factor sets with their years)}."""
    legs = TravelLeg.objects.filter(trip__is_chosen=True, trip__encounter__in=encounters.values("pk"))
    totals = legs.values(encounter=F("trip__encounter")).annotate(
        kg=Sum("kg_co2e"), sets=ArrayAgg("factor__factor_set", distinct=True)
    )
    names = {
        pk: f"{title} ({year})"
        for pk, title, year in legs.values_list(
            "factor__factor_set", "factor__factor_set__title", "factor__factor_set__year"
        ).distinct()
    }
    return {
        one["encounter"]: (one["kg"], tuple(sorted(names[pk] for pk in one["sets"])))
        for one in totals.order_by("trip__encounter")
    }


def _partners(partnerships):
    return tuple(
        Partner(
            one.pk, one.slug, one.city.name, one.city.country_id, one.legal_form, one.state, one.has_begun
        )
        for one in partnerships.select_related("city").order_by("city__name", "pk")
    )


def _papers(agreements):
    return tuple(
        Paper(
            one.pk,
            one.partnership_id,
            one.title,
            one.signed_on.year if one.signed_on else None,
            one.valid_to,
        )
        for one in agreements.order_by("pk")
    )


# -- freezing -----------------------------------------------------------------------------------


def freeze(material):
    """(what is kept of a Material as JSON, its checksum)."""
    kept = json.loads(json.dumps(asdict(material), cls=DjangoJSONEncoder))
    return kept, checksum(kept)


def checksum(kept):
    return hashlib.sha256(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def thaw(kept):
    """The Material of a frozen report, equal to the one it was made from."""
    return Material(
        kept["year"],
        tuple(_thawed_row(row) for row in kept["rows"]),
        tuple(Partner(**one) for one in kept["partners"]),
        tuple(Paper(**one | {"valid_to": _day(one["valid_to"])}) for one in kept["papers"]),
    )


def _thawed_row(kept):
    amounts = {name: None if kept[name] is None else Decimal(kept[name]) for name in AMOUNTS}
    lists = {name: tuple(kept[name]) for name in ("partnerships", "sets")}
    days = {name: _day(kept[name]) for name in ("starts_on", "ends_on")}
    return Row(**kept | amounts | lists | days)


def _day(text):
    return date.fromisoformat(text) if text else None
