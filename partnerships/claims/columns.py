"""What the columns of a file mean, and the statement that a row makes. Pure."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.partial_dates import PartialDate
from partnerships.claims.matching import Mention
from partnerships.claims.reading import Problem, is_formula
from places.names import key_of

ROLES = {
    "name_a": gettext_lazy("Ort 1: Name"),
    "country_a": gettext_lazy("Ort 1: Land"),
    "lat_a": gettext_lazy("Ort 1: Breite"),
    "lon_a": gettext_lazy("Ort 1: Länge"),
    "wikidata_a": gettext_lazy("Ort 1: Wikidata-Kennung"),
    "geonames_a": gettext_lazy("Ort 1: GeoNames-Kennung"),
    "name_b": gettext_lazy("Ort 2: Name"),
    "country_b": gettext_lazy("Ort 2: Land"),
    "lat_b": gettext_lazy("Ort 2: Breite"),
    "lon_b": gettext_lazy("Ort 2: Länge"),
    "wikidata_b": gettext_lazy("Ort 2: Wikidata-Kennung"),
    "geonames_b": gettext_lazy("Ort 2: GeoNames-Kennung"),
    "since": gettext_lazy("seit"),
    "until": gettext_lazy("bis"),
}
# Words that headers are made of; the first role whose words all occur is guessed
_SIDES = {
    "a": [
        "1",
        "origin",
        "source",
        "city",
        "orig",
        "start",
        "von",
        "from",
        "stadt",
        "schluessel",
        "place_a",
        "a",
    ],
    "b": [
        "2",
        "sister",
        "destination",
        "dest",
        "partner",
        "target",
        "twin",
        "ziel",
        "nach",
        "to",
        "partnerstadt",
        "partners",
        "b",
    ],
}
_KINDS = {
    "country": ["country", "land", "staat", "pays", "countrylabel", "countrycode"],
    "lat": ["lat", "latitude", "breite", "y"],
    "lon": ["lon", "lng", "long", "longitude", "laenge", "länge", "x"],
    "wikidata": ["wikidata", "qid", "item"],
    "geonames": ["geonames", "geonameid", "geoname"],
}
_DATES = {
    "since": ["since", "seit", "start", "date", "datum", "jahr", "year", "begin", "signed", "beginn"],
    "until": ["until", "bis", "end", "ende"],
}
_QID = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d{0,11})")


@dataclass(frozen=True)
class Statement:
    """A row of a source: these two places are twinned, perhaps since and until a day."""

    row: int
    one: Mention
    other: Mention
    since: PartialDate | None
    until: PartialDate | None
    raw: dict

    @property
    def words(self):
        """What counts as the content of the claim, whichever way round it is written."""
        ends = sorted((m.label, m.country_label, m.wikidata, m.geonames or 0) for m in (self.one, self.other))
        return (ends, str(self.since or ""), str(self.until or ""))


def guess(headers):
    """{role: header} as far as the headers say it."""
    found = {}
    for header in sorted(headers, key=lambda header: header.lower().endswith((".id", "id"))):
        words = _words(header)
        side = "b" if words & set(_SIDES["b"]) else "a" if words & set(_SIDES["a"]) else ""
        kind = next((kind for kind, known in _KINDS.items() if words & set(known)), "")
        date = next((role for role, known in _DATES.items() if words & set(known)), "")
        if kind:
            role = f"{kind}_{side or 'b'}"
        elif date and side != "b":
            role = date
        elif side:
            role = f"name_{side}"
        elif words & {"name", "label", "ort"}:
            role = "name_b"
        else:
            continue
        found.setdefault(role, header)
    if "name_a" in found and "name_b" not in found:
        return {role.replace("_a", "_b"): header for role, header in found.items()}
    return found


def _words(header):
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z0-9])|[._\W]+", " ", header)
    words = set(spaced.lower().split())
    for word in list(words):
        for part in (
            "origin",
            "destination",
            "sister",
            "partner",
            "source",
            "target",
            "city",
            "country",
            "label",
        ):
            if word.startswith(part) or word.endswith(part):
                words |= {part, word.removeprefix(part), word.removesuffix(part)}
    words.discard("")
    return words - {"city"} if words & {"sister", "partner", "2"} else words


def statement_of(row, mapping, home):
    """The Statement of a row, or the Problem that it has; without a first place `home` is meant."""
    values = {role: row.values.get(header, "") for role, header in mapping.items() if header}
    try:
        one = home if not _is_mapped(mapping, "a") else _mention(values, "a", mapping)
        other = _mention(values, "b", mapping)
        since, until = (_date(values.get(role, ""), role, mapping) for role in ("since", "until"))
        if since and until and until.last_day < since.first_day:
            raise _Wrong("until", _("Das Ende liegt vor dem Anfang."))
    except _Wrong as wrong:
        return Problem(row.number, str(mapping.get(wrong.role, "")), wrong.text, raw=row.values)
    return Statement(row.number, one, other, since, until, row.values)


def _is_mapped(mapping, side):
    return any(mapping.get(f"{kind}_{side}") for kind in ("name", "wikidata", "geonames"))


class _Wrong(Exception):
    def __init__(self, role, text):
        self.role, self.text = role, text
        super().__init__(text)


def _mention(values, side, mapping):
    label = values.get(f"name_{side}", "")
    if is_formula(label) or is_formula(values.get(f"country_{side}", "")):
        raise _Wrong(f"name_{side}", _("Im Feld steht eine Formel statt eines Namens."))
    wikidata = _wikidata(values.get(f"wikidata_{side}", ""), side)
    if found := _QID.fullmatch(label):
        wikidata = wikidata or found[1]
    if not key_of(label) and not wikidata and not values.get(f"geonames_{side}"):
        raise _Wrong(f"name_{side}", _("Der Name des Ortes fehlt."))
    lat = _number(values.get(f"lat_{side}", ""), f"lat_{side}", 90)
    lon = _number(values.get(f"lon_{side}", ""), f"lon_{side}", 180)
    if (lat is None) != (lon is None):
        raise _Wrong(f"lat_{side}", _("Zu den Koordinaten gehören Breite und Länge."))
    geonames = values.get(f"geonames_{side}", "")
    return Mention(
        label=(label or wikidata or geonames)[:200],
        country_label=values.get(f"country_{side}", "")[:120],
        lat=lat,
        lon=lon,
        wikidata=wikidata,
        geonames=int(geonames) if geonames.isdecimal() and len(geonames) < 10 else None,
    )


def _wikidata(text, side):
    if not text:
        return ""
    found = _QID.fullmatch(text)
    if not found:
        raise _Wrong(
            f"wikidata_{side}", _("Das ist keine Kennung von Wikidata: %(text)s") % {"text": text[:40]}
        )
    return found[1]


def _number(text, role, most):
    if not text:
        return None
    try:
        number = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        raise _Wrong(role, _("Das ist keine Zahl: %(text)s") % {"text": text[:40]}) from None
    if not -most <= number <= most:
        raise _Wrong(role, _("Diese Koordinate gibt es nicht: %(text)s") % {"text": text[:40]})
    return round(number, 6)


def _date(text, role, mapping):
    if not text:
        return None
    text = re.sub(r"T[\d:.]+Z?$", "", text)
    try:
        return PartialDate.parse(text)
    except ValueError:
        raise _Wrong(role, _("Dieses Datum gibt es nicht: %(text)s") % {"text": text[:40]}) from None
