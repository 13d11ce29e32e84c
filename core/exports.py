"""Tables for spreadsheets: a CSV that German Excel opens by a double click, without formulas."""

import csv
import io
from decimal import Decimal

MEDIA_TYPE = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet takes for the beginning of a formula, the full-width forms included (R31)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text):
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_csv(header, rows):
    """The bytes of a table: UTF-8 with its mark, semicolons, decimal commas."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    for row in (header, *rows):
        writer.writerow([_cell(value) for value in row])
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def _cell(value):
    if value is None:
        return ""
    if isinstance(value, (int, float, Decimal)):
        return str(value).replace(".", ",")
    return harmless(str(value).replace("\x00", ""))
