"""A backup as plain files: every table as a COPY stream, every media file, and a manifest that proves both.

COPY instead of pg_dump: the schema comes from the migrations, so that a backup taken on one version of
PostgreSQL can be restored on another, without programs of the right version. See docs/decisions/backup.md.
"""

import gzip
import hashlib
import json
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import gettext as _

from config import data_folder

FORMAT = 1
# Rows that are worthless elsewhere and would let a thief in: sessions and cached values.
LEFT_OUT = {"django_session", "usersessions_usersession", "core_fallback_cache"}
BLOCK = 1024 * 1024


class BackupFailed(Exception):
    """The backup or the restoration did not happen; the sentence says why."""


class Counted:
    """A binary stream that knows the checksum of what went through it."""

    def __init__(self, target=None, digest="md5"):
        self.target = target
        self.seen = hashlib.new(digest, usedforsecurity=False)
        self.size = 0

    def write(self, block):
        self.seen.update(block)
        self.size += len(block)
        return self.target.write(block) if self.target else len(block)


def back_up(folder):
    """Write everything into a new folder; it has its name only once it is complete."""
    folder = Path(folder).absolute()
    if folder.exists() and any(folder.iterdir()):
        raise BackupFailed(_("Der Ordner %s ist nicht leer.") % folder)
    partial = folder.with_name(f"{folder.name}.unvollständig")
    with private_files(), data_folder.clear_reasons(folder):
        partial.mkdir(parents=True)
        (partial / "tables").mkdir()
        manifest = {"format": FORMAT, "version": data_folder.version(), "at": datetime.now(UTC).isoformat()}
        with snapshot():
            manifest |= describe_database()
            manifest["tables"] = {name: save_table(name, partial) for name in table_names()}
        manifest["media"] = {name: save_file(name, partial) for name in media_names()}
        (partial / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False))
        if folder.exists():
            folder.rmdir()
        partial.rename(folder)
    return manifest


@contextmanager
def private_files():
    """What is written meanwhile is for its owner only."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def snapshot():
    """One state of the database for all tables, without the time limit of a page."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        yield


def describe_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        migrations = [list(row) for row in cursor.fetchall()]
        cursor.execute(
            "SELECT sequencename, last_value FROM pg_sequences"
            " WHERE schemaname = current_schema() AND last_value IS NOT NULL ORDER BY 1"
        )
        sequences = dict(cursor.fetchall())
    return {"postgresql": connection.pg_version, "migrations": migrations, "sequences": sequences}


def table_names():
    with connection.cursor() as cursor:
        return sorted(set(connection.introspection.table_names(cursor)) - LEFT_OUT)


def columns_of(table):
    """The columns that hold data; generated ones compute themselves."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
            " AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attname",
            [connection.ops.quote_name(table)],
        )
        return [name for (name,) in cursor.fetchall()]


def copy_out(table, stream):
    """Every row of a table in a fixed order; returns their number."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in columns_of(table))
    with connection.cursor() as cursor:
        keys = connection.introspection.get_primary_key_columns(cursor, table) or columns_of(table)
        order = ", ".join(f'{quote(name)}::text COLLATE "C"' for name in keys)
        query = f"SELECT {columns} FROM {quote(table)} ORDER BY {order}"  # noqa: S608
        cursor.cursor.copy_expert(f"COPY ({query}) TO STDOUT", stream)
        return cursor.rowcount


def measure_table(table):
    """Rows and checksum of a table as it stands."""
    counted = Counted()
    return {"rows": copy_out(table, counted), "md5": counted.seen.hexdigest()}


def save_table(table, folder):
    path = folder / "tables" / f"{table}.copy.gz"
    with gzip.open(path, "wb", compresslevel=5) as packed:
        counted = Counted(packed)
        rows = copy_out(table, counted)
    return {
        "rows": rows,
        "md5": counted.seen.hexdigest(),
        "columns": columns_of(table),
        "sha256": sha256_of(path),
    }


def sha256_of(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def media_names(folder=""):
    """Every stored file, by its name in the storage."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}{name}"
    for name in sorted(folders):
        yield from media_names(f"{folder}{name}/")


def save_file(name, folder):
    target = folder / "media" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with default_storage.open(name) as source, target.open("wb") as copy:
        counted = Counted(copy, "sha256")
        for block in source.chunks(BLOCK):
            counted.write(block)
    return {"size": counted.size, "sha256": counted.seen.hexdigest()}
