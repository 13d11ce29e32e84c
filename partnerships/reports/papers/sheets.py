"""XLSX: numbers as numbers, sums as formulas, and no text that a program takes for a formula."""

import io
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from core.exports import harmless
from partnerships.reports.papers.blocks import printable

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 48


class Formula(str):
    """A formula that we have written ourselves; every other text stays a text."""

    __slots__ = ()


def workbook(title, author, sheets):
    """The bytes; `sheets` are (name, header, rows), a cell is a number, a day, a text or None."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator = printable(title), printable(author)
    book.properties.language = "de-DE"
    for name, header, rows in sheets:
        _fill(book.create_sheet(name), header, rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet, header, rows):
    widths = [len(str(one)) for one in header]
    for number, row in enumerate([header, *rows], start=1):
        for index, value in enumerate(row):
            _write(sheet.cell(number, index + 1), value)
            if not isinstance(value, Formula):
                widths[index] = max(widths[index], len(str(value or "")))
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = min(WIDEST, width + 2)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"


def _write(cell, value):
    if value is None:
        return
    if isinstance(value, Formula):
        cell.value = str(value)
    elif isinstance(value, (int, float, Decimal, date)):
        cell.value = value
    else:
        cell.value = harmless(printable(value))
        cell.data_type = "s"
