"""Can this portal do its work? Asked by load balancers and watchers; the answer holds no secrets."""

import functools
import os

import redis
from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Min
from redis.backoff import NoBackoff
from redis.retry import Retry

from core.maintenance import is_closed
from funding.models import FeedSource
from notices.models import Notice
from notices.topics import Frequency

OK, AWAY, UNKNOWN = "ok", "unavailable", "unknown"
SECONDS = 1


def report(now):
    """(whether requests can be served, what is told about it)."""
    checks = {"database": OK, "migrations": UNKNOWN, "broker": OK}
    told = {"maintenance": is_closed(), "tasks_waiting": None, "notices": None, "sources": None}
    try:
        told["tasks_waiting"] = tasks_waiting()
    except (redis.RedisError, OSError):
        checks["broker"] = AWAY
    try:
        checks["migrations"] = migrations()
        if checks["migrations"] == OK:
            told |= {"notices": notices(now), "sources": sources(now)}
    except DatabaseTrouble:
        checks["database"] = AWAY
    is_ready = set(checks.values()) == {OK}
    return is_ready, {"status": OK if is_ready else AWAY, "checks": checks, **told}


def tasks_waiting():
    """How many jobs the broker holds: a Redis list, or the files of a folder that must be writable."""
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    if not settings.REDIS_URL:
        folder = options["data_folder_in"]
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(folder)
        return len(os.listdir(folder))
    limits = {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS, "retry": Retry(NoBackoff(), 0)}
    with redis.Redis.from_url(settings.CELERY_BROKER_URL, **limits) as server:
        return server.llen(f"{options['global_keyprefix']}celery")


@functools.cache
def known_migrations():
    """Those of this program; the files do not change while it runs."""
    return frozenset(MigrationLoader(None).disk_migrations)


def migrations():
    missing = known_migrations() - MigrationRecorder(connection).applied_migrations().keys()
    return f"{len(missing)} missing" if missing else OK


def notices(now):
    """Mails that should have left already; those that wait for a digest are not late."""
    late = Notice.objects.not_left().filter(due_at__lte=now).with_frequency()
    found = late.filter(frequency=Frequency.IMMEDIATE).aggregate(n=Count("pk"), oldest=Min("due_at"))
    return {"waiting": found["n"], "oldest_seconds": _seconds(found["oldest"], now)}


def sources(now):
    """When each source of calls last brought something."""
    rows = FeedSource.objects.filter(is_enabled=True, kind__in=FeedSource.ASKED).order_by("key")
    return [
        {
            "key": key,
            "health": health,
            "last_good_at": last.isoformat() if last else None,
            "last_good_seconds": _seconds(last, now),
        }
        for key, health, last in rows.values_list("key", "health", "last_good_at")
    ]


def _seconds(moment, now):
    return None if moment is None else max(0, int((now - moment).total_seconds()))
