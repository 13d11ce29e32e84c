"""The contact book as a table: without notes, and without formulas."""

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from core.exports import as_csv, harmless

__all__ = ["XLSX", "as_csv", "as_xlsx", "header", "line_of"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def header():
    return [
        _("Anrede"), _("Titel"), _("Vorname"), _("Nachname"), _("Name in der eigenen Schrift"), _("Sprache"),
        _("Land"), _("Funktionen"), _("Partnerschaften"), _("E-Mail-Adresse"), _("Telefon"),
        _("zuletzt bestätigt am"),
    ]  # fmt: skip


def line_of(person, today):
    """One line; the functions are those of today."""
    held = [function for function in person.functions.all() if function.is_held_on(today)]
    country = person.country or (person.city.country if person.city else None)
    return [
        person.form_of_address,
        person.title,
        person.given_name,
        person.family_name,
        person.name_original,
        str(person.get_language_display()),
        country.name if country else "",
        "; ".join(str(function) for function in held),
        "; ".join(sorted({str(one.partnership) for one in held if one.partnership_id})),
        next((one.email for one in held if one.email), person.email),
        next((one.phone for one in held if one.phone), person.phone),
        person.confirmed_on.isoformat() if person.confirmed_on else "",
    ]


def as_xlsx(header, lines):
    """The bytes of a workbook in which every cell is a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Kontakte")
    for line in (header, *lines):
        sheet.append([harmless(ILLEGAL_CHARACTERS_RE.sub("", str(value))) for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
