"""Bring a backup back into an empty database, and prove that every table is as it was."""

import gzip
import json
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from portal.backup import FORMAT, BackupFailed, columns_of, measure_table, sha256_of


def restore(folder):
    """All or nothing for the database; media files only once the database stands."""
    folder = Path(folder)
    manifest = read_manifest(folder)
    refuse_damage(folder, manifest)
    refuse_full_database()
    build_schema(manifest)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        for table in manifest["tables"]:
            empty(table, cursor)
        for table, noted in manifest["tables"].items():
            load(table, noted["columns"], folder)
        for sequence, value in manifest["sequences"].items():
            cursor.execute("SELECT setval(%s::regclass, %s)", [connection.ops.quote_name(sequence), value])
        refuse_difference(manifest)
    for name in manifest["media"]:
        bring_back(name, folder)
    return manifest


def read_manifest(folder):
    try:
        manifest = json.loads((folder / "manifest.json").read_text())
    except (OSError, ValueError) as error:
        raise BackupFailed(_("In %s liegt keine vollständige Sicherung.") % folder) from error
    if manifest.get("format") != FORMAT:
        raise BackupFailed(_("Die Sicherung hat ein Format, das diese Fassung nicht kennt."))
    return manifest


def refuse_damage(folder, manifest):
    """Before anything is touched: is every file there, and as it was written?"""
    expected = {
        folder / "tables" / f"{name}.copy.gz": noted["sha256"] for name, noted in manifest["tables"].items()
    }
    expected |= {folder / "media" / name: noted["sha256"] for name, noted in manifest["media"].items()}
    for path, digest in expected.items():
        if not path.is_file() or sha256_of(path) != digest:
            raise BackupFailed(_("Die Datei %s der Sicherung fehlt oder ist beschädigt.") % path.name)


def refuse_full_database():
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise BackupFailed(
                _("Die Datenbank ist nicht leer: Stellen Sie in eine neue Datenbank wieder her.")
            )


def build_schema(manifest):
    """The tables as the migrations of that day made them; later ones run afterwards, over the data."""
    executor = MigrationExecutor(connection)
    recorded = {tuple(key) for key in manifest["migrations"]}
    unknown = sorted(recorded - executor.loader.disk_migrations.keys())
    if unknown:
        raise BackupFailed(
            _("Die Sicherung stammt aus einer anderen Fassung (%s): Nehmen Sie diese.") % ".".join(unknown[0])
        )
    nodes = executor.loader.graph.node_map
    last = [
        key
        for key in sorted(recorded)
        if not any(child.key[0] == key[0] and child.key in recorded for child in nodes[key].children)
    ]
    executor.migrate(last)


def empty(table, cursor):
    """Remove what a migration has put in; the backup holds those rows as well."""
    name = connection.ops.quote_name(table)
    cursor.execute(f"SELECT EXISTS (SELECT FROM {name})")  # noqa: S608
    if cursor.fetchone()[0]:
        cursor.execute(f"TRUNCATE {name} CASCADE")


def load(table, columns, folder):
    if set(columns) != set(columns_of(table)):
        raise BackupFailed(_("Die Tabelle %s hat andere Spalten als in der Sicherung.") % table)
    quote = connection.ops.quote_name
    listed = ", ".join(quote(name) for name in columns)
    with gzip.open(folder / "tables" / f"{table}.copy.gz") as rows, connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY {quote(table)} ({listed}) FROM STDIN", rows)


def refuse_difference(manifest):
    """Read every table back: the same number of rows and the same checksum, or nothing is kept."""
    for table, noted in manifest["tables"].items():
        if measure_table(table) != {"rows": noted["rows"], "md5": noted["md5"]}:
            raise BackupFailed(_("Die Tabelle %s ist nach dem Laden nicht wie in der Sicherung.") % table)


def bring_back(name, folder):
    default_storage.delete(name)
    with (folder / "media" / name).open("rb") as source:
        if default_storage.save(name, File(source)) != name:
            raise BackupFailed(_("Die Datei %s lässt sich nicht unter ihrem Namen ablegen.") % name)
