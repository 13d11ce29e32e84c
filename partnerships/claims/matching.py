"""Which place a source means by a name: pure decisions, each with its reason.

A mention is what a source says: label, country, coordinates, identifiers. The gazetteer answers a few
questions, each for all mentions at once (`Gazetteer`). Coordinates only ever check or break a tie; two places
of one name in one country are never told apart without them. Distances in kilometres.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from places.country_words import country_of, kindred, part_of, region_of
from places.distance import great_circle_km
from places.names import cell_of, cells_around, forms_of, identity_of, is_spelt_alike, key_of

NEAR_KM = 25
ALTERNATE_KM = 5
CLOSE_KM = 3
SPELLING_KM = 10
PART_KM = 80  # the districts of large towns lie this far out
BORDER_KM = 40
CLEAR_LEAD = 3
LARGE = 200_000


class Reason(StrEnum):
    """Why a mention is, or is not, a place."""

    IDENTIFIER = "identifier"  # the source names it by an identifier
    EXACT = "exact"  # the name, in this country
    ALTERNATE = "alternate"  # another name or spelling of it, in this country
    NEAR = "near"  # several of the name in this country: the one at these coordinates
    SPELLING = "spelling"  # a name spelt much alike, less than 10 km away
    OWN = "own"  # in no gazetteer; name, country and coordinates agree
    HOMONYM = "homonym"  # several of the name: a person decides
    FAR = "far"  # the name exists in this country, but elsewhere: a person decides
    UNKNOWN = "unknown"  # nothing fits: a person decides
    CHOSEN = "chosen"  # a person has decided


CERTAIN = frozenset(
    {
        Reason.IDENTIFIER,
        Reason.EXACT,
        Reason.ALTERNATE,
        Reason.NEAR,
        Reason.SPELLING,
        Reason.OWN,
        Reason.CHOSEN,
    }
)


@dataclass(frozen=True)
class Mention:
    """A place as a source gives it; what is not given is "" or None."""

    label: str
    country_label: str = ""
    lat: float | None = None
    lon: float | None = None
    wikidata: str = ""
    geonames: int | None = None

    @property
    def point(self):
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)

    @property
    def country(self):
        return country_of(self.country_label)[0]


@dataclass(frozen=True)
class Candidate:
    """A place of the gazetteer. `ref` is ("gazetteer" | "city", key); `country` an ISO code."""

    ref: tuple
    name: str
    country: str
    lat: float
    lon: float
    population: int = 0
    admin1: str = ""

    @property
    def key(self):
        return key_of(self.name)


@dataclass(frozen=True)
class Decision:
    """`ref` is None unless the reason is a certain one that names a place of the gazetteer."""

    reason: Reason
    ref: tuple | None = None
    distance_km: float | None = None
    candidates: tuple = field(default=(), compare=False)

    @property
    def is_certain(self):
        return self.reason in CERTAIN


class Gazetteer(Protocol):
    """What the matcher asks; each question once for all mentions."""

    def by_identifier(self, wikidata: set, geonames: set) -> dict:
        """{"Q3104" or 2886946: Candidate}"""

    def by_name(self, keys: set) -> dict:
        """{key: [(Candidate, whether it is the main name)]}"""

    def in_cells(self, cells: set) -> Iterable:
        """Candidates in these cells of half a degree (`cell_of`)."""

    def names_of(self, refs: set) -> dict:
        """{ref: {key of each of its names}}"""

    def doubtful_countries(self) -> set:
        """Countries with many homonyms and only large places listed: what is not listed may be anything."""


def match(mentions, gazetteer):
    """{mention: Decision} for distinct mentions."""
    mentions = list(dict.fromkeys(mentions))
    known = gazetteer.by_identifier(
        {mention.wikidata for mention in mentions if mention.wikidata},
        {mention.geonames for mention in mentions if mention.geonames},
    )
    forms = {mention: forms_of(mention.label) for mention in mentions}
    keys = {key for found in forms.values() for form in found for key in (form.key, form.within) if key}
    named = gazetteer.by_name(keys)
    decisions = {mention: _by_name(mention, forms[mention], named, known) for mention in mentions}
    _look_around(decisions, gazetteer)
    return decisions


def _by_name(mention, forms, named, known):
    found = known.get(mention.geonames) or known.get(mention.wikidata)
    if found:
        return Decision(Reason.IDENTIFIER, found.ref, _distance(mention, found))
    country = mention.country
    if not country and (mention.country_label.strip() or not mention.point):
        return Decision(Reason.UNKNOWN)
    if _is_far_from_its_town(mention, forms, named):
        return Decision(Reason.FAR)
    elsewhere = Decision(Reason.UNKNOWN)
    for form in forms:
        decision = _of_form(mention, form, named.get(form.key, ()), country)
        if decision.is_certain or decision.reason == Reason.HOMONYM:
            return decision
        if decision.reason == Reason.FAR and elsewhere.reason == Reason.UNKNOWN:
            elsewhere = decision
    return elsewhere


def _is_far_from_its_town(mention, forms, named):
    """Whether a part of a town ("Hangzhou – Fuyang") has coordinates far from every town of that name."""
    towns = {form.within for form in forms if form.is_part and form.within}
    known = [one for town in towns for one, _is_main in named.get(town, ()) if one.country == mention.country]
    return bool(mention.point and known) and min(_distance(mention, one) for one in known) > PART_KM


def _of_form(mention, form, candidates, country):
    """The decision for one way to read the name."""
    part = part_of(mention.country_label)
    candidates = [
        (one, is_main)
        for one, is_main in candidates
        if not _is_whole(one, form.within) and not (part and one.admin1 and one.admin1 != part)
    ]
    main = {candidate.ref for candidate, is_main in candidates if is_main}
    unique = {candidate.ref: candidate for candidate, _is_main in candidates}
    at_home = [one for one in unique.values() if not country or one.country == country]
    if not mention.point:
        return _without_point(form, at_home, main)
    fitting = [one for one in unique.values() if not country or one.country in kindred(country)]
    near = sorted((_distance(mention, one), one.ref, one) for one in fitting)
    near = [(km, one) for km, _ref, one in near if km <= _reach(one, main)]
    if near and len(at_home) > 1 and region_of(mention.country_label):
        return Decision(Reason.HOMONYM, None, near[0][0], tuple(at_home[:8]))
    if not near:
        nearest = tuple(sorted(at_home, key=lambda one: _distance(mention, one)))[:8]
        return (
            Decision(Reason.FAR, None, _distance(mention, nearest[0]), nearest)
            if nearest
            else Decision(Reason.UNKNOWN)
        )
    chosen = _of_several(near, main)
    if chosen is None:
        return Decision(Reason.HOMONYM, None, near[0][0], tuple(one for _km, one in near))
    km, one = chosen
    several = len(at_home) > 1
    reason = (
        Reason.NEAR if several else Reason.EXACT if form.is_whole and one.ref in main else Reason.ALTERNATE
    )
    return Decision(reason, one.ref, km)


def _reach(candidate, main):
    """How far the coordinates of a source may lie from a place: less where only another name of it fits."""
    return NEAR_KM if candidate.ref in main else ALTERNATE_KM * (2 if candidate.population >= LARGE else 1)


def _without_point(form, at_home, main):
    if len(at_home) == 1:
        reason = Reason.EXACT if form.is_whole and at_home[0].ref in main else Reason.ALTERNATE
        return Decision(reason, at_home[0].ref)
    return Decision(Reason.HOMONYM, None, None, tuple(at_home[:8])) if at_home else Decision(Reason.UNKNOWN)


def _of_several(near, main):
    """The one of several near places of a name that stands out, or None."""
    if len(near) == 1:
        return near[0]
    own = [(km, one) for km, one in near if one.ref in main]
    if len(own) == 1 and own[0][0] <= near[0][0] + CLOSE_KM:
        return own[0]
    first, second = near[:2]
    return first if first[0] <= CLOSE_KM and second[0] >= CLEAR_LEAD * max(first[0], 1) else None


def _look_around(decisions, gazetteer):
    """For names that no gazetteer knows: one spelt alike close by, or a place of its own."""
    open_ones = [
        mention
        for mention, decision in decisions.items()
        if decision.reason == Reason.UNKNOWN and mention.country and mention.point and key_of(mention.label)
    ]
    if not open_ones:
        return
    cells = set().union(*(cells_around(*mention.point) for mention in open_ones))
    around = defaultdict(list)
    for candidate in gazetteer.in_cells(cells):
        around[cell_of(candidate.lat, candidate.lon)].append(candidate)
    neighbours = {mention: _nearest(mention, around) for mention in open_ones}
    close = {candidate.ref for found in neighbours.values() for km, candidate in found if km <= SPELLING_KM}
    names = gazetteer.names_of(close)
    shared, doubtful = _shared_points(decisions), gazetteer.doubtful_countries()
    for mention in open_ones:
        decision = _of_neighbours(mention, neighbours[mention], names)
        if decision.reason == Reason.OWN and (mention.point in shared or mention.country in doubtful):
            decision = Decision(Reason.UNKNOWN)
        decisions[mention] = decision


def _shared_points(mentions):
    """Coordinates that stand for several places: a source has guessed them, and they prove nothing."""
    words = defaultdict(list)
    for mention in mentions:
        if mention.point:
            words[mention.point].append(set(identity_of(mention.label).replace("|", " ").split()))
    return {
        point for point, found in words.items() if any(not one & other for one in found for other in found)
    }


def _nearest(mention, around):
    found = [
        (_distance(mention, candidate), candidate)
        for cell in cells_around(*mention.point)
        for candidate in around.get(cell, ())
    ]
    return sorted((pair for pair in found if pair[0] <= BORDER_KM), key=lambda pair: (pair[0], pair[1].ref))


def _of_neighbours(mention, neighbours, names):
    allowed = kindred(mention.country)
    forms = forms_of(mention.label)
    narrow = [form for form in forms if form.within] or forms
    alike = [
        (km, candidate)
        for km, candidate in neighbours
        if km <= SPELLING_KM and candidate.country in allowed
        if any(
            is_spelt_alike(form.key, name, km) and not _is_whole(candidate, form.within)
            for form in narrow
            for name in names[candidate.ref]
        )
    ]
    if len(alike) == 1:
        return Decision(Reason.SPELLING, alike[0][1].ref, alike[0][0])
    if alike:
        return Decision(Reason.HOMONYM, None, alike[0][0], tuple(candidate for _km, candidate in alike[:8]))
    if any(candidate.country in allowed for _km, candidate in neighbours[:5]):
        return Decision(Reason.OWN)
    return Decision(Reason.UNKNOWN, None, None, tuple(candidate for _km, candidate in neighbours[:5]))


def _is_whole(candidate, within):
    """Whether a candidate for a part of a town is that town itself."""
    return bool(within) and (candidate.key in within or within in candidate.key)


def _distance(mention, candidate):
    if mention.point is None:
        return None
    return great_circle_km(*mention.point, candidate.lat, candidate.lon)


def own_identity(mention):
    """Two mentions with this same identity within 25 km are one place of its own."""
    return (identity_of(mention.label), mention.country)
