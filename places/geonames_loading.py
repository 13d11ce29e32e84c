"""Take a gazetteer over: what is new by COPY, what has changed by UPDATE, a second time nothing."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from core.copying import copy_in
from places.gazetteer import GazetteerLoad, GazetteerName, GazetteerPlace
from places.geonames import UnreadableFile, read_names, read_places
from places.names import cell_of, key_of

FACTS = (
    "name", "country", "admin1", "lat", "lon", "cell", "population", "timezone", "nuts3_2016", "nuts3_2021",
    "wikidata",
)  # fmt: skip
MOST_PROBLEMS = 100


@dataclass(frozen=True)
class Outcome:
    places: int
    new: int
    changed: int
    unchanged: int
    new_names: int
    rejected: int
    problems: tuple

    def __str__(self):
        return (
            f"{self.places} places: {self.new} new, {self.changed} changed, {self.unchanged} unchanged; "
            f"{self.new_names} new names; {self.rejected} lines rejected"
        )


def load_gazetteer(places, alternate=None, *, now=None):
    """Take over the files; raises UnreadableFile before anything is written."""
    problems = []
    records = {record.geonameid: record for record in read_places(places, problems)}
    if not records:
        raise UnreadableFile(f"{Path(places).name}: no place in it")
    names, wikidata = _names_of(records, alternate, problems)
    with transaction.atomic():
        new, changed = _take_places(records, wikidata, with_codes=any(r.nuts3_2021 for r in records.values()))
        new_names = _take_names(names)
        outcome = Outcome(
            len(records), new, changed, len(records) - new - changed, new_names, len(problems),
            tuple(problems[:MOST_PROBLEMS]),
        )  # fmt: skip
        GazetteerLoad.objects.create(
            loaded_at=now or timezone.now(),
            filename=Path(places).name,
            sha256=_digest(places),
            counts={"places": outcome.places, "new": new, "changed": changed, "names": new_names},
            problems=list(outcome.problems),
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE places_gazetteerplace, places_gazetteername")
    return outcome


def _digest(path):
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _names_of(records, alternate, problems):
    """({geonameid: {key: is_main}}, {geonameid: Wikidata id})"""
    names, wikidata = defaultdict(dict), {}
    for record in records.values():
        keys = names[record.geonameid]
        keys[key_of(record.name)] = True
        for name in record.other_names:
            keys.setdefault(key_of(name), False)
    if alternate:
        for place, name, is_wikidata in read_names(alternate, records, problems):
            if is_wikidata:
                wikidata[place] = name[:20]
            else:
                names[place].setdefault(key_of(name), False)
    for keys in names.values():
        keys.pop("", None)
    return names, wikidata


def _take_places(records, wikidata, *, with_codes):
    known = {place.geonameid: place for place in GazetteerPlace.objects.iterator()}
    new, changed = [], []
    for record in records.values():
        old = known.get(record.geonameid)
        place = _place_of(record, wikidata.get(record.geonameid, old.wikidata if old else ""))
        if old and not with_codes:  # a dump has no codes: keep those of the CSV
            place.nuts3_2016, place.nuts3_2021 = old.nuts3_2016, old.nuts3_2021
        if old is None:
            new.append(place)
        elif any(getattr(old, name) != getattr(place, name) for name in FACTS):
            changed.append(place)
    copy_in(GazetteerPlace, new, with_keys=True)
    GazetteerPlace.objects.bulk_update(changed, FACTS, batch_size=500)
    return len(new), len(changed)


def _place_of(record, wikidata):
    facts = {name: getattr(record, name) for name in FACTS if name not in ("cell", "wikidata")}
    facts["name"] = record.name[:200]
    cell = cell_of(record.lat, record.lon)
    return GazetteerPlace(geonameid=record.geonameid, cell=cell, wikidata=wikidata, **facts)


def _take_names(names):
    known = set(
        GazetteerName.objects.filter(place__in=names).values_list("place_id", "key").iterator()
        if len(names) < 5000
        else GazetteerName.objects.values_list("place_id", "key").iterator()
    )
    rows = [
        GazetteerName(place_id=place, key=key[:200], is_main=is_main)
        for place, keys in names.items()
        for key, is_main in keys.items()
        if (place, key[:200]) not in known
    ]
    copy_in(GazetteerName, rows)
    return len(rows)
