"""Journeys to an encounter: legs with frozen factors, ways to compare, one of them taken."""

from dataclasses import dataclass
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.journal import record
from partnerships.actions import NotNow
from partnerships.encounters import emissions, factors
from partnerships.models import Encounter, Mode, TravelLeg, Trip
from places.models import City

MOST_TRIPS, MOST_LEGS = 10, 20


@dataclass(frozen=True)
class Journey:
    """A way with its sum. kg, per_person: Decimal; sets: ["UBA/TREMOD 2021 (2021)"]."""

    pk: int
    title: str
    is_chosen: bool
    persons: int
    kg: Decimal
    per_person: Decimal
    sets: tuple
    legs: tuple


def ends_of(encounter):
    """(start, end) of the journey as cities, by its direction; None where a town is not known."""
    home = City.objects.home().first()
    partnership = encounter.partnerships.select_related("city").order_by("pk").first()
    town = partnership.city if partnership else None
    return (town, home) if encounter.direction == Encounter.Direction.IN else (home, town)


def travellers(encounter):
    """How many travel, as far as it is known; at least one."""
    is_visit = encounter.direction == Encounter.Direction.IN
    return (encounter.participants_partner if is_visit else encounter.participants_own) or 1


def journeys_of(encounter):
    """[Journey] of an encounter with their legs and sources, the lightest first: one query.

    A trip whose last leg was removed has none and does not count.
    """
    rows = TravelLeg.objects.filter(trip__encounter=encounter).order_by("trip", "order", "pk")
    rows = rows.select_related("trip", "factor__factor_set")
    trips = {}
    for leg in rows:
        trips.setdefault(leg.trip, []).append(leg)
    return sorted((_journey(trip, legs) for trip, legs in trips.items()), key=lambda one: (one.kg, one.pk))


def _journey(trip, legs):
    kg = sum((leg.kg_co2e for leg in legs), Decimal(0))
    persons = max(leg.persons for leg in legs)
    sets = {f"{leg.factor.factor_set.title} ({leg.factor.factor_set.year})" for leg in legs}
    per_person = (kg / persons).quantize(emissions.TENTH, ROUND_HALF_UP)
    return Journey(
        trip.pk, trip.title, trip.is_chosen, persons, kg, per_person, tuple(sorted(sets)), tuple(legs)
    )


def whole(kg):
    """Whole kilograms; a half counts down, as in the table of domain.md."""
    return int(Decimal(kg).quantize(Decimal(1), ROUND_HALF_DOWN))


def sentence(found, place):
    """The text for "Auswirkungen auf den Klimaschutz", or "" as long as no way is chosen.

    found  [Journey]; the heaviest other way is what the chosen one is compared with
    place  where the journey goes, for the first sentence
    """
    chosen = next((one for one in found if one.is_chosen and one.legs), None)
    if chosen is None:
        return ""
    words = {
        "place": place, "way": chosen.title, "kg": whole(chosen.kg), "each": whole(chosen.per_person),
        "n": chosen.persons,
    }  # fmt: skip
    parts = [
        ngettext(
            "Reise nach %(place)s, %(way)s, eine Person: rund %(kg)d kg CO2e.",
            "Reise nach %(place)s, %(way)s, %(n)d Personen: rund %(kg)d kg CO2e, je Person %(each)d kg.",
            chosen.persons,
        )
        % words
    ]
    others = [one for one in found if one.pk != chosen.pk and one.legs]
    if others:
        parts.append(_comparison(chosen, max(others, key=lambda one: one.kg)))
    used = sorted({name for one in (chosen, *others) for name in one.sets})
    parts.append(_("Berechnet mit: %s.") % ", ".join(used))
    return " ".join(parts)


def _comparison(chosen, other):
    saving = whole(other.kg - chosen.kg)
    words = {"way": other.title, "kg": whole(other.kg), "saving": abs(saving)}
    if saving > 0:
        return _("Zum Vergleich %(way)s: %(kg)d kg; eingespart werden %(saving)d kg.") % words
    if saving < 0:
        return _("Zum Vergleich %(way)s: %(kg)d kg; das wären %(saving)d kg weniger.") % words
    return _("Zum Vergleich %(way)s: ebenso viel.") % words


@transaction.atomic
def propose(encounter, persons, *, by):
    """Compute rail, coach and plane from the coordinates; ways of these names are computed anew."""
    start, end = ends_of(encounter)
    if start is None or end is None:
        raise NotNow(_("Zu dieser Partnerstadt fehlt der Ort auf der Karte."))
    ways = emissions.alternatives(factors.offered(), start, end, persons)
    if not ways:
        raise NotNow(_("Kein Faktorensatz wird angeboten. Fügen Sie zuerst einen hinzu."))
    Encounter.objects.select_for_update(of=["self"]).get(pk=encounter.pk)
    for way in ways:
        trip, _new = Trip.objects.get_or_create(encounter=encounter, title=str(Mode(way.mode).label))
        trip.legs.all().delete()
        TravelLeg.objects.create(
            trip=trip, mode=way.mode, start=start.name, end=end.name, start_city=start, end_city=end,
            persons=persons, km=way.km, km_is_computed=True, factor_id=way.factor.pk, grams=way.factor.grams,
            kg_co2e=way.kg,
        )  # fmt: skip
    record("encounters.travel_proposed", encounter, by=by, changes={"persons": (None, persons)})
    return ways


@transaction.atomic
def add_leg(encounter, leg, *, title, country, by):
    """Add a part of the way to the trip of this title; factor and result are frozen now.

    leg      an unsaved TravelLeg; without kilometres they come from the coordinates of the two towns
    country  ISO code whose factor is wanted, or ""
    """
    Encounter.objects.select_for_update(of=["self"]).get(pk=encounter.pk)
    factor = emissions.best_factor(
        factors.offered(), leg.mode, country=country, is_per_vehicle=bool(leg.occupancy)
    )
    if factor is None:
        raise NotNow(_("Für dieses Verkehrsmittel gibt es noch keinen Faktor."))
    if leg.km is None:
        leg.km, leg.km_is_computed = _computed_km(encounter, leg), True
    leg.trip, is_new = Trip.objects.get_or_create(encounter=encounter, title=title)
    if is_new and encounter.trips.count() > MOST_TRIPS or leg.trip.legs.count() >= MOST_LEGS:
        raise NotNow(_("Mehr Reisewege oder Abschnitte lassen sich nicht vergleichen."))
    leg.order = leg.trip.legs.count()
    leg.factor_id, leg.grams = factor.pk, factor.grams
    occupancy = leg.occupancy if factor.is_per_vehicle else None
    leg.kg_co2e = emissions.kilograms(
        leg.persons, leg.km, leg.grams, is_return=leg.is_return, occupancy=occupancy
    )
    leg.save(force_insert=True)
    record("encounters.leg_added", encounter, by=by, changes={"leg": (None, f"{leg} ({leg.kg_co2e} kg)")})
    return leg


def _computed_km(encounter, leg):
    start, end = ends_of(encounter)
    names = {city.name.casefold(): city for city in (start, end) if city}
    leg.start_city, leg.end_city = names.get(leg.start.casefold()), names.get(leg.end.casefold())
    if leg.start_city is None or leg.end_city is None or leg.start_city == leg.end_city:
        raise NotNow(
            _("Geben Sie die Kilometer an. Berechnen können wir sie nur zwischen den beiden Städten.")
        )
    return emissions.kilometres(leg.mode, leg.start_city, leg.end_city)


@transaction.atomic
def choose(trip, *, by):
    """This is how people travel; of several ways one is taken."""
    Encounter.objects.select_for_update(of=["self"]).get(pk=trip.encounter_id)
    Trip.objects.filter(encounter=trip.encounter_id).exclude(pk=trip.pk).update(is_chosen=False)
    try:
        with transaction.atomic():
            Trip.objects.filter(pk=trip.pk).update(is_chosen=True)
    except IntegrityError as taken:
        raise NotNow(_("Jemand hat gerade einen anderen Weg gewählt.")) from taken
    record("encounters.way_chosen", trip.encounter, by=by, changes={"way": (None, trip.title)})


@transaction.atomic
def remove_trip(trip, *, by):
    record("encounters.way_removed", trip.encounter, by=by, changes={"way": (trip.title, None)})
    trip.delete()


@transaction.atomic
def remove_leg(leg, *, by):
    record("encounters.leg_removed", leg.trip.encounter, by=by, changes={"leg": (str(leg), None)})
    trip = leg.trip
    leg.delete()
    if not trip.legs.exists():
        trip.delete()
