"""Many new rows at once by COPY: an INSERT that names every value costs several times as much."""

import json

from django.db import connection, models
from psycopg2.errors import QueryCanceled


def next_keys(model, number):
    """Primary keys for rows that will be copied in."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, model._meta.pk.column, number],
        )
        return [key for (key,) in cursor.fetchall()]


def copy_in(model, rows, *, with_keys=False):
    """Write objects that are not in the table yet.

    `rows` may be a generator: the database works on the first objects while the last are being made. What
    fails while an object is made is raised as it is.
    """
    fields = [
        field
        for field in model._meta.concrete_fields
        if not field.generated and (with_keys or not field.primary_key)
    ]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    stream = _Stream(_line(row, fields) for row in rows)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        try:
            cursor.cursor.copy_expert(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN", stream)
        except QueryCanceled as stopped:
            raise stream.error or stopped from None


class _Stream:
    """A file of lines that are made when they are read; keeps the error that stopped it."""

    def __init__(self, lines):
        self.lines, self.error = lines, None

    def read(self, _size):
        try:
            return next(self.lines, "")
        except Exception as error:
            self.error = error
            raise


def _line(row, fields):
    return "\t".join([_cell(field, getattr(row, field.attname)) for field in fields]) + "\n"


def _cell(field, value):
    """A value as COPY reads it: tabs and line ends only ever separate."""
    if value is None:
        return r"\N"
    if isinstance(field, models.JSONField):
        value = json.dumps(value)
    elif isinstance(value, list):
        value = "{" + ",".join(map(_element, value)) + "}"
    text = str(value).replace("\\", r"\\")
    return text.replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")


def _element(value):
    text = str(value).replace("\\", r"\\").replace('"', r"\"")
    return f'"{text}"'
