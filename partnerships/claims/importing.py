"""From statements to claims: a plan that compares and writes nothing, and the taking over of a plan.

A statement's two mentions are matched to places; statements about the same two places are one claim of a
source, whichever way round they are written. What a source no longer lists is marked, never deleted.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from core.copying import copy_in, next_keys
from core.journal import record
from partnerships.claims.gazetteer import StoredGazetteer
from partnerships.claims.matching import NEAR_KM, Mention, Reason, match
from partnerships.claims.reading import Problem
from partnerships.models import Claim, ImportProblem, TwinPlace
from partnerships.models import Mention as MentionRow
from places.distance import great_circle_km
from places.models import City
from places.names import identity_of, key_of

STEPS = 4
SAMPLE = 50


@dataclass
class PlacePlan:
    """A place that a claim needs: known (`pk`), or to be made from `values`."""

    values: dict
    pk: int | None = None


@dataclass
class MentionPlan:
    key: str
    mention: Mention
    place: PlacePlan
    decision: object = None
    pk: int | None = None


@dataclass
class Plan:
    """What taking over would do. Entries of `new` and `changed`: (claim or None, statement, two mentions)."""

    new: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    returned: list = field(default_factory=list)
    vanished: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    repeated: int = 0
    mentions: list = field(default_factory=list)

    @property
    def counts(self):
        rejected = sum(problem.is_rejected for problem in self.problems)
        numbers = {
            name: len(getattr(self, name)) for name in ("new", "changed", "unchanged", "returned", "vanished")
        }
        unsettled = sum(m.decision is not None and not m.decision.is_certain for m in self.mentions)
        return numbers | {
            "rejected": rejected,
            "repeated": self.repeated,
            "relations": len(self.new) + len(self.changed) + len(self.unchanged) + len(self.returned),
            "unsettled": unsettled,
        }


def home_mention():
    """Our own city as a mention, for lists that only name the partners."""
    city = City.objects.home().first()
    if city is None:
        return Mention("")
    return Mention(city.name, city.country_id, float(city.lat), float(city.lon), city.wikidata, city.geonames)


def home_place():
    """The TwinPlace of our own city, or None before the first import."""
    return TwinPlace.objects.filter(city__is_home=True).first()


def mention_key(mention):
    parts = [
        mention.label, mention.country_label, mention.lat, mention.lon, mention.wikidata, mention.geonames
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def fingerprint_of(statement):
    return hashlib.md5(json.dumps(statement.words).encode(), usedforsecurity=False).hexdigest()


def make_plan(source, statements, *, problems=(), only_of_home=False, gazetteer=None, tell=lambda *_: None):
    """Compare statements with what is known of the source. Reads, and writes nothing."""
    plan = Plan(problems=list(problems))
    tell(_("Orte zuordnen"), 0)
    mentions = _mentions_of(statements, gazetteer or StoredGazetteer())
    plan.mentions = list(mentions.values())
    tell(_("Mit dem Bestand vergleichen"), len(statements))
    pairs = defaultdict(list)
    for statement in statements:
        one, other = mentions[statement.one], mentions[statement.other]
        if one.place is other.place:
            words = _("Beide Namen meinen denselben Ort: %(name)s") % {"name": one.place.values["name"]}
            plan.problems.append(Problem(statement.row, "", words[:400], raw=statement.raw))
            continue
        pairs[frozenset((id(one.place), id(other.place)))].append((statement, one, other))
    _compare(plan, source, pairs, only_of_home)
    return plan


def _compare(plan, source, pairs, only_of_home):
    claims = Claim.objects.filter(source=source).exclude(state=Claim.State.MERGED)
    if only_of_home:
        home = home_place()
        claims = claims.filter(place_a=home) | claims.filter(place_b=home) if home else claims.none()
    known = {(claim.place_a_id, claim.place_b_id): claim for claim in claims.defer("raw")}
    for entries in pairs.values():
        plan.repeated += len(entries) - 1
        statement, one, other = min(entries, key=lambda entry: (entry[0].since is None, entry[0].words))
        ends = (one.place.pk, other.place.pk)
        claim = known.pop((min(ends), max(ends)), None) if None not in ends else None
        entry = (claim, statement, (one, other))
        if claim is None:
            plan.new.append(entry)
        elif claim.fingerprint != fingerprint_of(statement):
            plan.changed.append(entry)
        elif claim.not_seen_since:
            plan.returned.append(entry)
        else:
            plan.unchanged.append(entry)
    plan.vanished = [claim for claim in known.values() if claim.not_seen_since is None]


# -- mentions and places ------------------------------------------------------------------------


def _mentions_of(statements, gazetteer):
    """{Mention: MentionPlan}; a mention that is known keeps its place, whoever has chosen it."""
    wanted = dict.fromkeys(m for statement in statements for m in (statement.one, statement.other))
    keys = {mention: mention_key(mention) for mention in wanted}
    places = _Places()
    rows = MentionRow.objects.extra(where=["key = ANY(%s)"], params=[list(keys.values())])
    known = {key: (pk, place) for key, pk, place in rows.values_list("key", "pk", "place_id")}
    found, fresh = {}, []
    for mention, key in keys.items():
        if key in known:
            pk, place = known[key]
            found[mention] = MentionPlan(key, mention, places.known(place), pk=pk)
        else:
            fresh.append(mention)
    for mention, decision in match(fresh, gazetteer).items():
        found[mention] = MentionPlan(keys[mention], mention, places.of(mention, decision), decision)
    return found


class _Places:
    """Every place once, known or new."""

    def __init__(self):
        self.by_pk, self.by_ref, self.by_identity = {}, {}, defaultdict(list)
        self.cities = {city.geonames: city for city in City.objects.exclude(geonames=None)}
        self.own_cities = City.objects.in_bulk()
        for place in TwinPlace.objects.select_related(None):
            found = PlacePlan({"name": place.name, "lat": place.lat, "lon": place.lon}, place.pk)
            self.by_pk[place.pk] = found
            if place.gazetteer_id:
                self.by_ref["gazetteer", place.gazetteer_id] = found
            if place.city_id:
                self.by_ref["city", place.city_id] = found
            if place.identity:
                self.by_identity[place.identity].append(found)

    def known(self, pk):
        return self.by_pk[pk]

    def of(self, mention, decision):
        if decision.ref:
            return self._of_ref(decision.ref, mention)
        identity = self._identity(mention, decision)
        for place in self.by_identity[identity]:
            if self._is_here(place, mention):
                return place
        place = PlacePlan(
            {
                "name": mention.label,
                "country": mention.country,
                "lat": mention.lat,
                "lon": mention.lon,
                "identity": identity,
                "is_certain": decision.is_certain,
            }
        )
        self.by_identity[identity].append(place)
        return place

    def _of_ref(self, ref, mention):
        """The place of a listed town; one that is a City of ours is one place, however it was found."""
        if ref not in self.by_ref:
            kind, key = ref
            city = self.own_cities.get(key) if kind == "city" else self.cities.get(key)
            known = self.by_ref.get(("city", city.pk)) if city else None
            self.by_ref[ref] = known or self._listed(kind, key, city, mention)
            if city:
                self.by_ref["city", city.pk] = self.by_ref[ref]
        return self.by_ref[ref]

    @staticmethod
    def _listed(kind, key, city, mention):
        return PlacePlan(
            {
                "name": city.name if city else mention.label,
                "country": city.country_id if city else mention.country,
                "lat": float(city.lat) if city else mention.lat,
                "lon": float(city.lon) if city else mention.lon,
                "city_id": city.pk if city else None,
                "gazetteer_id": key if kind == "gazetteer" else None,
            }
        )

    @staticmethod
    def _identity(mention, decision):
        if decision.is_certain:
            return f"{identity_of(mention.label)}|{mention.country}"[:250]
        if mention.wikidata:
            return mention.wikidata
        point = f"{mention.lat:.2f}|{mention.lon:.2f}" if mention.point else ""
        country = mention.country or key_of(mention.country_label)
        return f"?{identity_of(mention.label)}|{country}|{point}"[:250]

    @staticmethod
    def _is_here(place, mention):
        lat, lon = place.values.get("lat"), place.values.get("lon")
        if mention.point is None or lat is None:
            return True
        return great_circle_km(*mention.point, lat, lon) <= NEAR_KM


# -- taking over --------------------------------------------------------------------------------


@transaction.atomic
def write(run, plan, *, today):
    """Write a plan: places, mentions, claims, problems; the cases follow (partnerships.claims.cases)."""
    _write_mentions(plan)
    new = [_claim_of(Claim(source_id=run.source_id, first_run=run), entry, run) for entry in plan.new]
    for claim, key in zip(new, next_keys(Claim, len(new)), strict=True):
        claim.pk = key
    copy_in(Claim, new, with_keys=True)
    again = [_claim_of(claim, entry, run) for entry in plan.changed + plan.returned for claim in [entry[0]]]
    Claim.objects.bulk_update(
        again,
        ["mention_a", "mention_b", "since", "until", "fingerprint", "raw", "last_run", "not_seen_since"],
        batch_size=500,
    )
    Claim.objects.filter(pk__in=[claim.pk for claim, *_rest in plan.unchanged]).update(last_run=run)
    gone = [claim.pk for claim in plan.vanished]
    Claim.objects.filter(pk__in=gone).update(not_seen_since=today)
    keep_problems(run, plan.problems)
    return new, [claim for claim, *_rest in plan.changed]


@transaction.atomic
def take_over(run, plan, *, today, by=None):
    """Write a plan, with a line in the journal."""
    numbers = {name: (None, number) for name, number in plan.counts.items()}
    written = write(run, plan, today=today)
    record("claims.imported", run, by=by, changes=numbers)
    return written


def keep_problems(run, problems):
    run.problems.all().delete()
    copy_in(
        ImportProblem,
        [
            ImportProblem(
                run=run, row=one.row, column=one.column[:200], text=one.text[:400],
                is_rejected=one.is_rejected, raw=one.raw,
            )
            for one in problems
        ],
    )  # fmt: skip


def _write_mentions(plan):
    fresh = [mention for mention in plan.mentions if mention.pk is None]
    places = list({id(m.place): m.place for m in fresh if m.place.pk is None}.values())
    for place, key in zip(places, next_keys(TwinPlace, len(places)), strict=True):
        place.pk = key
    copy_in(TwinPlace, [TwinPlace(pk=place.pk, **place.values) for place in places], with_keys=True)
    for mention, key in zip(fresh, next_keys(MentionRow, len(fresh)), strict=True):
        mention.pk = key
    copy_in(MentionRow, [_mention_row(mention) for mention in fresh], with_keys=True)


def _mention_row(plan):
    given, decision = plan.mention, plan.decision
    return MentionRow(
        pk=plan.pk,
        key=plan.key,
        label=given.label,
        country_label=given.country_label,
        country=given.country,
        lat=given.lat,
        lon=given.lon,
        wikidata=given.wikidata,
        geonames=given.geonames,
        place_id=plan.place.pk,
        reason=str(decision.reason),
        distance_km=None if decision.distance_km is None else round(decision.distance_km, 1),
        candidates=[
            {"ref": list(one.ref), "name": one.name, "country": one.country, "population": one.population}
            for one in decision.candidates
            if decision.reason in (Reason.HOMONYM, Reason.FAR, Reason.UNKNOWN)
        ],
    )


def _claim_of(claim, entry, run):
    _known, statement, (one, other) = entry
    first, second = sorted((one, other), key=lambda mention: mention.place.pk)
    claim.place_a_id, claim.place_b_id = first.place.pk, second.place.pk
    claim.mention_a_id, claim.mention_b_id = first.pk, second.pk
    claim.since, claim.until = statement.since or "", statement.until or ""
    claim.fingerprint = fingerprint_of(statement)
    claim.raw, claim.last_run, claim.not_seen_since = statement.raw, run, None
    return claim


def sample_of(plan):
    """The first rows of each kind, in words, for the dry run's page."""

    def entry(claim, statement, _mentions):
        before = {"since": str(claim.since or ""), "until": str(claim.until or "")} if claim else {}
        return {
            "row": statement.row,
            "one": statement.one.label,
            "other": statement.other.label,
            "since": str(statement.since or ""),
            "until": str(statement.until or ""),
            "before": before,
        }

    found = {
        name: [entry(*one) for one in getattr(plan, name)[:SAMPLE]] for name in ("new", "changed", "returned")
    }
    gone = Claim.objects.filter(pk__in=[claim.pk for claim in plan.vanished[:SAMPLE]])
    found["vanished"] = [
        {"one": claim.mention_a.label, "other": claim.mention_b.label}
        for claim in gone.select_related("mention_a", "mention_b")
    ]
    return found
