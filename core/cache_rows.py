"""The table of the fallback cache forgets by itself only when it is full: its dead rows end every night."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from core.retention import Term


def dead_rows(now):
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM core_fallback_cache WHERE expires < %s", [now])
        return [key for (key,) in cursor.fetchall()]


def delete_rows(found, now):
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM core_fallback_cache WHERE cache_key = ANY(%s) AND expires < %s", [found, now]
        )
        return cursor.rowcount


DEAD_CACHE_ROWS = Term("core.cache_rows", _("Abgelaufene Zwischenwerte"), dead_rows, delete_rows)
