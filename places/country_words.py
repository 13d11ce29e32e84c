"""Which country a label means: three languages, official and old names, slips of the pen, regions with it."""

import csv
from functools import cache
from pathlib import Path

from places.names import key_of

FOLDER = Path(__file__).parent / "data"
# Codes of places that some lists count to one country and GeoNames to another
KINDRED = {
    "FI": {"AX"},
    "FR": {"GP", "MQ", "RE", "GF", "YT", "PF", "NC", "BL", "MF", "PM", "WF"},
    "US": {"PR", "GU", "VI", "AS", "MP"},
    "GB": {"JE", "GG", "IM", "GI", "FK", "BM", "KY"},
    "DK": {"FO", "GL"},
    "NL": {"CW", "AW", "SX", "BQ"},
    "CN": {"HK", "MO"},
    "NO": {"SJ"},
    "RU": {"UA"},
    "UA": {"RU"},
    "RS": {"XK"},
    "XK": {"RS"},
    "IL": {"PS"},
    "PS": {"IL"},
    "MA": {"EH"},
    "EH": {"MA", "DZ"},
}
# The parts of the United Kingdom, which many lists name like countries
PARTS = {
    "england": "ENG",
    "angleterre": "ENG",
    "scotland": "SCT",
    "schottland": "SCT",
    "ecosse": "SCT",
    "wales": "WLS",
    "pays de galles": "WLS",
    "northern ireland": "NIR",
    "nordirland": "NIR",
}


@cache
def _table():
    found = {}
    with (FOLDER / "countries.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["name_de"], row["name_en"], row["name_fr"], row["iso2"], row["iso3"]):
                found.setdefault(key_of(name), row["iso2"])
    with (FOLDER / "country_words.csv").open(encoding="utf-8", newline="") as file:
        found |= {key_of(row["label"]): row["iso2"] for row in csv.DictReader(file)}
    found.pop("", None)
    return found


def country_of(label):
    """(ISO code, whether the label had to be mended); ("", False) for what nobody can read.

    "Ohio, United States" is the country at its end, "Georgia (country)" and "in Italy" what remains.
    """
    table, label = _table(), label.strip()
    if code := table.get(key_of(label)):
        return code, False
    last = label.rpartition(",")[2]
    for part in (last, label.partition("(")[0], label.removeprefix("in "), last.removeprefix("the ")):
        if code := table.get(key_of(part)):
            return code, True
    return "", False


def region_of(label):
    """The region before the country: "Ohio" of "Ohio, United States", "" of "England, UK"."""
    region, comma, _country = label.rpartition(",")
    return region.strip() if comma and not _table().get(key_of(region)) else ""


def part_of(label):
    """The first administrative level (GeoNames) that a label names instead of a country."""
    first, last = label.partition(",")[0], label.rpartition(",")[2]
    return PARTS.get(key_of(first)) or PARTS.get(key_of(last)) or ""


def kindred(code):
    """The codes under which a gazetteer may hold a place of this country."""
    return {code} | KINDRED.get(code, set())
