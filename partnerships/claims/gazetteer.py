"""The gazetteer of this installation as the matcher asks it: GeoNames, and the portal's own cities."""

from collections import defaultdict

from django.db import connection

from partnerships.claims.matching import Candidate
from places.models import City, GazetteerName, GazetteerPlace
from places.names import cell_of, key_of

FIELDS = ("geonameid", "name", "country", "lat", "lon", "population", "admin1", "wikidata")
MANY_HOMONYMS = 0.03
ONLY_LARGE = 10_000


def candidate_of(row):
    geonameid, name, country, lat, lon, population, admin1, _wikidata = row
    return Candidate(("gazetteer", geonameid), name, country, lat, lon, population, admin1)


class StoredGazetteer:
    """Six queries for any number of mentions."""

    def __init__(self):
        self.cities, self.city_names = _own_cities()

    def by_identifier(self, wikidata, geonames):
        found = {}
        for city, candidate in self.cities:
            if city.wikidata in wikidata:
                found[city.wikidata] = candidate
            if city.geonames in geonames:
                found[city.geonames] = candidate
        places = GazetteerPlace.objects.filter(wikidata__in=wikidata - found.keys()) if wikidata else ()
        for row in places.values_list(*FIELDS) if wikidata else ():
            found.setdefault(row[-1], candidate_of(row))
        if geonames - found.keys():
            rows = GazetteerPlace.objects.filter(geonameid__in=geonames - found.keys()).values_list(*FIELDS)
            found |= {row[0]: candidate_of(row) for row in rows}
        return found

    def by_name(self, keys):
        found = defaultdict(dict)
        rows = GazetteerName.objects.extra(where=["key = ANY(%s)"], params=[list(keys)])
        names = list(rows.values_list("key", "is_main", "place_id"))
        ids = list({place for _key, _main, place in names})
        places = GazetteerPlace.objects.extra(where=["geonameid = ANY(%s)"], params=[ids])
        candidates = {row[0]: candidate_of(row) for row in places.values_list(*FIELDS)}
        for key, is_main, place in names:
            found[key][candidates[place].ref] = (candidates[place], is_main)
        for candidate, key in self.city_names:
            if key in keys:
                found[key][candidate.ref] = (candidate, True)
        return {key: list(pairs.values()) for key, pairs in found.items()}

    def in_cells(self, cells):
        yield from (one for _city, one in self.cities if cell_of(one.lat, one.lon) in cells)
        rows = GazetteerPlace.objects.filter(cell__in=cells).values_list(*FIELDS)
        yield from map(candidate_of, rows.iterator(chunk_size=5000))

    def names_of(self, refs):
        found = defaultdict(set)
        ids = [key for kind, key in refs if kind == "gazetteer"]
        rows = GazetteerName.objects.extra(where=["place_id = ANY(%s)"], params=[ids])
        for place, key in rows.values_list("place_id", "key"):
            found["gazetteer", place].add(key)
        for candidate, key in self.city_names:
            found[candidate.ref].add(key)
        return found

    def doubtful_countries(self):
        with connection.cursor() as cursor:
            cursor.execute(
                """
                WITH named AS (
                  SELECT place.country, name.key, count(*) AS number, min(place.population) AS least
                  FROM places_gazetteerplace place
                  JOIN places_gazetteername name ON name.place_id = place.geonameid AND name.is_main
                  GROUP BY 1, 2)
                SELECT country FROM named GROUP BY country
                HAVING avg((number > 1)::int) >= %s
                  AND percentile_cont(0.1) WITHIN GROUP (ORDER BY least) > %s
                """,
                [MANY_HOMONYMS, ONLY_LARGE],
            )
            return {country for (country,) in cursor.fetchall()}


def _own_cities():
    """([(city, candidate)], [(candidate, key of a name)]) of the portal's own towns."""
    cities = list(City.objects.prefetch_related("names"))
    listed = GazetteerPlace.objects.in_bulk([city.geonames for city in cities if city.geonames])
    pairs, names = [], []
    for city in cities:
        place = listed.get(city.geonames)
        ref = ("gazetteer", place.geonameid) if place else ("city", city.pk)
        admin1 = place.admin1 if place else ""
        candidate = Candidate(ref, city.name, city.country_id, float(city.lat), float(city.lon), 0, admin1)
        pairs.append((city, candidate))
        spelt = [city.name, city.name_local, city.transliteration, *(name.name for name in city.names.all())]
        names += [(candidate, key) for key in {key_of(name) for name in spelt if name} if key]
    return pairs, names
