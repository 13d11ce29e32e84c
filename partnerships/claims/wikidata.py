"""Answers of Wikidata as statements (domain-data I1). Pure: no network, no database.

Both forms are read: the SPARQL 1.1 JSON results of `query_for`, and `wbgetentities`. Several bindings for one
partner (populations, coordinates) are one statement; deprecated statements and empty answers are none.
"""

import json
from collections import defaultdict

from django.utils.translation import gettext as _

from core.partial_dates import PartialDate
from partnerships.claims.columns import Statement
from partnerships.claims.matching import Mention

SPARQL_URL = "https://query.wikidata.org/sparql"
ENTITIES_URL = "https://www.wikidata.org/w/api.php"
ENTITY = "http://www.wikidata.org/entity/"
LICENCE = "CC0 1.0"
LANGUAGES = ("de", "en", "fr")
PRECISION = {9: "year", 10: "month", 11: "day"}
QUERY = """SELECT ?city ?cityLabel ?partner ?partnerLabel ?countryCode ?lat ?lon ?geonames ?start
 ?startPrecision ?end ?endPrecision WHERE { VALUES ?city { %(cities)s }
 ?city p:P190 ?st . ?st ps:P190 ?partner ; wikibase:rank ?r . FILTER(?r != wikibase:DeprecatedRank)
 OPTIONAL{?st pqv:P580 ?s . ?s wikibase:timeValue ?start ; wikibase:timePrecision ?startPrecision}
 OPTIONAL{?st pqv:P582 ?e . ?e wikibase:timeValue ?end ; wikibase:timePrecision ?endPrecision}
 OPTIONAL{?partner wdt:P17/wdt:P297 ?countryCode}
 OPTIONAL{?partner p:P625/psv:P625 ?n . ?n wikibase:geoLatitude ?lat ; wikibase:geoLongitude ?lon}
 OPTIONAL{?partner wdt:P1566 ?geonames}
 SERVICE wikibase:label { bd:serviceParam wikibase:language "de,en,fr" } } LIMIT 5000"""


class StrangeAnswer(Exception):
    """The answer is not what Wikidata sends, or names nothing: nothing of it may be used."""


def query_for(cities):
    """The SPARQL text for Wikidata ids."""
    return QUERY % {"cities": " ".join(f"wd:{city}" for city in cities)}


def read_answer(body, city, home=None):
    """Statements about one city (its Q id) of either form; `home` is that city as a Mention."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as wrong:
        raise StrangeAnswer(_("Die Antwort ist kein JSON.")) from wrong
    if not isinstance(answer, dict):
        raise StrangeAnswer(_("Die Antwort hat nicht die erwartete Form."))
    try:
        if "results" in answer:
            found = _of_bindings(answer["results"]["bindings"], city, home)
        elif "entities" in answer:
            found = _of_entities(answer["entities"], city, home)
        else:
            raise StrangeAnswer(_("Die Antwort hat nicht die erwartete Form."))
    except (KeyError, TypeError, AttributeError, IndexError) as wrong:
        raise StrangeAnswer(_("Die Antwort hat nicht die erwartete Form.")) from wrong
    if not found:
        raise StrangeAnswer(_("Die Antwort nennt keine Partnerstadt. Der Bestand bleibt, wie er ist."))
    return found


def _of_bindings(bindings, city, home):
    grouped = defaultdict(list)
    for binding in bindings:
        row = {name: cell["value"] for name, cell in binding.items()}
        if row["city"].removeprefix(ENTITY) == city and row["partner"].startswith(ENTITY):
            grouped[row["partner"].removeprefix(ENTITY)].append(row)
    return [
        _of_rows(number, city, partner, rows, home)
        for number, (partner, rows) in enumerate(grouped.items(), 1)
    ]


def _of_rows(number, city, partner, rows, home):
    first = _merged(rows)
    label = first.get("partnerLabel", partner)
    mention = Mention(
        label=label[:200],
        country_label=first.get("countryCode", "")[:120],
        lat=_number(first.get("lat")),
        lon=_number(first.get("lon")),
        wikidata=partner,
        geonames=int(first["geonames"]) if first.get("geonames", "").isdecimal() else None,
    )
    return Statement(
        number,
        home or Mention(first.get("cityLabel", city), wikidata=city),
        mention,
        _earliest(rows, "start"),
        _earliest(rows, "end"),
        {"city": city, "partner": partner, "bindings": rows},
    )


def _merged(rows):
    """The first value of every key over all bindings; absent keys stay absent."""
    found = {}
    for row in rows:
        for name, value in row.items():
            found.setdefault(name, value)
    return found


def _earliest(rows, name):
    dates = [_date(row[name], row.get(f"{name}Precision")) for row in rows if row.get(name)]
    return min((date for date in dates if date), default=None)


def _number(text):
    try:
        return None if text in (None, "") else round(float(text), 6)
    except ValueError:
        return None


def _date(text, precision=None):
    """A PartialDate of "+1994-04-15T00:00:00Z" with the precision 9, 10 or 11; None for what is vaguer."""
    kind = PRECISION.get(int(precision)) if precision is not None else None
    if precision is not None and kind is None:
        return None
    year, month, day = text.lstrip("+").partition("T")[0].split("-")
    if kind == "year" or month == "00":
        month = day = "0"
    elif kind == "month" or day == "00":
        day = "0"
    elif kind is None and (month, day) == ("01", "01"):
        month = day = "0"  # without a precision the first of January stands for a year
    try:
        return PartialDate(int(year), int(month), int(day))
    except ValueError:
        return None


def _of_entities(entities, city, home):
    entity = entities[city]
    names = {key: _label(one) for key, one in entities.items()}
    grouped = {}
    for claim in entity["claims"].get("P190", []):
        if claim.get("rank") == "deprecated" or claim["mainsnak"].get("snaktype") != "value":
            continue
        partner = claim["mainsnak"]["datavalue"]["value"]["id"]
        dates = {name: _qualifier(claim, prop) for name, prop in (("start", "P580"), ("end", "P582"))}
        if partner in grouped and not dates["start"]:
            continue
        grouped[partner] = (claim, dates)
    own = home or Mention(names.get(city) or city, wikidata=city)
    return [
        Statement(
            number, own, Mention(names.get(partner) or partner, wikidata=partner), dates["start"],
            dates["end"],
            {"city": city, "partner": partner, "statement": claim.get("id", "")},
        )
        for number, (partner, (claim, dates)) in enumerate(grouped.items(), 1)
    ]  # fmt: skip


def _label(entity):
    labels = entity.get("labels", {})
    return next((labels[code]["value"] for code in LANGUAGES if code in labels), "")


def _qualifier(claim, name):
    for snak in claim.get("qualifiers", {}).get(name, []):
        if snak.get("snaktype") == "value":
            value = snak["datavalue"]["value"]
            if date := _date(value["time"], value["precision"]):
                return date
    return None
