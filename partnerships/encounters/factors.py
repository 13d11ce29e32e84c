"""Sets of emission factors: which are offered, how one is added, how one is retired."""

import csv
import io
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.journal import record
from partnerships.actions import NotNow
from partnerships.encounters import emissions
from partnerships.models import Factor, FactorSet, Mode
from places.models import Country

COLUMNS = ("mode", "country", "grams", "is_per_vehicle", "note")
NEEDED = {"mode", "grams"}
MOST_ROWS, MOST_GRAMS = 500, Decimal(99_999)
YES = {"1", "ja", "yes", "true", "x"}


@dataclass(frozen=True)
class Line:
    """A factor as a file has it; `country` is an ISO code or ""."""

    mode: str
    country: str
    grams: Decimal
    is_per_vehicle: bool
    note: str


class Unreadable(Exception):
    """The file cannot be taken over; `mistakes` are sentences with their lines."""

    def __init__(self, mistakes):
        self.mistakes = mistakes
        super().__init__("; ".join(mistakes))


def offered():
    """[emissions.Factor] of every set that is not retired: one query."""
    rows = Factor.objects.filter(factor_set__is_retired=False).select_related("factor_set").order_by("pk")
    return [
        emissions.Factor(
            row.pk, row.mode, row.country_id or "", row.grams, row.is_per_vehicle, row.is_default,
            row.factor_set.title, row.factor_set.year,
        )
        for row in rows
    ]  # fmt: skip


def read(content, countries):
    """[Line] of a CSV file with the columns mode, country, grams, is_per_vehicle, note; raises Unreadable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable([_("Die Datei ist nicht in UTF-8 gespeichert. Speichern Sie sie neu ab.")]) from None
    delimiter = ";" if text.partition("\n")[0].count(";") >= text.partition("\n")[0].count(",") else ","
    reader = csv.DictReader(io.StringIO(text.replace("\x00", "")), delimiter=delimiter)
    try:
        header, rows = reader.fieldnames or [], list(reader)
    except csv.Error as broken:
        raise Unreadable([_("Die Datei ist keine lesbare Tabelle.")]) from broken
    if missing := NEEDED - set(header):
        raise Unreadable([_("Es fehlt die Spalte „%s“.") % name for name in sorted(missing)])
    if not 1 <= len(rows) <= MOST_ROWS:
        raise Unreadable([_("Die Datei braucht 1 bis 500 Zeilen mit Faktoren.")])
    return _lines(rows, countries)


def _lines(rows, countries):
    lines, mistakes, seen = [], [], set()
    for number, row in enumerate(rows, start=2):
        try:
            line = _line(row, countries)
            if (line.mode, line.country) in seen:
                raise ValueError(_("Dieses Verkehrsmittel steht für dieses Land schon in der Datei."))
        except ValueError as reason:
            mistakes.append(_("Zeile %(number)d: %(reason)s") % {"number": number, "reason": reason})
        else:
            seen.add((line.mode, line.country))
            lines.append(line)
    if mistakes:
        raise Unreadable(mistakes)
    return lines


def _line(row, countries):
    given = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if given["mode"] not in Mode.values:
        raise ValueError(_("„%s“ ist kein Verkehrsmittel, das wir kennen.") % given["mode"][:40])
    if given["country"] and given["country"] not in countries:
        raise ValueError(_("„%s“ ist kein Land, das wir kennen.") % given["country"][:40])
    try:
        grams = Decimal(given["grams"].replace(",", "."))
    except InvalidOperation:
        grams = Decimal("NaN")
    if not grams.is_finite() or not 0 <= grams <= MOST_GRAMS:
        raise ValueError(_("„%s“ ist keine Zahl von Gramm.") % given["grams"][:40])
    is_per_vehicle = given["is_per_vehicle"].lower() in YES
    return Line(given["mode"], given["country"], grams, is_per_vehicle, given["note"][:200])


def known_countries():
    return set(Country.objects.values_list("pk", flat=True))


@transaction.atomic
def add(factor_set, lines, *, by):
    """Keep a new set with its factors; the rule of defaults stays as it is."""
    factor_set.slug = slugify(f"{factor_set.title} {factor_set.year}")[:60] or f"satz-{factor_set.year}"
    try:
        with transaction.atomic():
            factor_set.save(force_insert=True)
    except IntegrityError as known:
        raise NotNow(_("Diesen Satz gibt es für dieses Jahr schon.")) from known
    Factor.objects.bulk_create(
        Factor(
            factor_set=factor_set, mode=line.mode, country_id=line.country or None, grams=line.grams,
            is_per_vehicle=line.is_per_vehicle, note=line.note,
        )
        for line in lines
    )  # fmt: skip
    record("encounters.factors_added", factor_set, by=by, changes={"factors": (None, len(lines))})
    return factor_set


@transaction.atomic
def retire(factor_set, *, by):
    """Offer a set no longer; journeys that were computed with it keep their numbers."""
    factor_set = FactorSet.objects.select_for_update(of=["self"]).get(pk=factor_set.pk)
    if factor_set.is_retired:
        raise NotNow(_("Dieser Satz wird schon nicht mehr angeboten."))
    factor_set.is_retired = True
    factor_set.save(update_fields=["is_retired"])
    record("encounters.factors_retired", factor_set, by=by)
    return factor_set
