"""What no constraint can see: files beside rows, counters, constraints that were never finished."""

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import FileField
from django.utils.translation import gettext as _

from core.attachments import Attachment
from portal.backup import Counted, media_names


def findings():
    """One sentence for each thing that does not fit."""
    yield from missing_and_stray_files()
    yield from changed_attachments()
    yield from late_sequences()
    yield from unfinished_constraints()
    yield from missing_constraints()


def file_fields():
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, FileField) and not model._meta.proxy:
                yield model, field


def named_files():
    """Each file that a row names, with the row."""
    for model, field in file_fields():
        rows = model._base_manager.exclude(**{field.name: ""}).values_list("pk", field.name)
        for pk, name in rows.iterator():
            yield name, f"{model._meta.label}.{field.name} {pk}"


def missing_and_stray_files():
    stored = set(media_names())
    named = dict(named_files())
    for name in sorted(named.keys() - stored):
        yield _("%(row)s nennt die Datei %(name)s, die es nicht gibt.") % {"row": named[name], "name": name}
    for name in sorted(stored - named.keys()):
        yield _("Die Datei %s gehört zu keiner Zeile.") % name


def changed_attachments():
    """A file that is not what was checked when it came."""
    for model in apps.get_models():
        if not issubclass(model, Attachment):
            continue
        for attachment in model._base_manager.only("pk", "file", "sha256").iterator():
            if not default_storage.exists(attachment.file.name):
                continue
            counted = Counted(digest="sha256")
            with default_storage.open(attachment.file.name) as file:
                for block in file.chunks():
                    counted.write(block)
            if counted.seen.hexdigest() != attachment.sha256:
                yield _("%(label)s %(pk)s: Die Datei wurde nach der Prüfung verändert.") % {
                    "label": model._meta.label,
                    "pk": attachment.pk,
                }


def late_sequences():
    """A counter behind its table makes the next new row fail."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for sequence in connection.introspection.get_sequences(cursor, table):
                column = quote(sequence["column"])
                cursor.execute(
                    f"SELECT coalesce(max({column}), 0) > coalesce("  # noqa: S608
                    f"pg_sequence_last_value(pg_get_serial_sequence(%s, %s)), 0) FROM {quote(table)}",
                    [quote(table), sequence["column"]],
                )
                if cursor.fetchone()[0]:
                    yield _("Der Zähler der Tabelle %s ist hinter ihren Zeilen zurück.") % table


def unfinished_constraints():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE NOT convalidated UNION ALL"
            " SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1"
        )
        for (name,) in cursor.fetchall():
            yield _("Die Bedingung oder der Index %s ist nicht fertig geprüft.") % name


def missing_constraints():
    """Constraints that the code relies on and the database does not have."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class WHERE relkind = 'i'"
        )
        present = {name for (name,) in cursor.fetchall()}
    for model in apps.get_models():
        for constraint in model._meta.constraints if model._meta.managed else ():
            if constraint.name not in present:
                yield _("Der Tabelle %(table)s fehlt die Bedingung %(name)s.") % {
                    "table": model._meta.db_table,
                    "name": constraint.name,
                }
