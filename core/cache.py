"""A Redis cache whose failure nobody notices at the sign-in page."""

import logging

import redis
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger(__name__)


def _forgiving(name):
    def call(self, *args, **kwargs):
        try:
            return getattr(super(ForgivingRedisCache, self), name)(*args, **kwargs)
        except (redis.ConnectionError, redis.TimeoutError) as reason:
            logger.warning("cache falls back to the database: %s", type(reason).__name__)
            return getattr(caches["fallback"], name)(*args, **kwargs)

    call.__name__ = name
    return call


class ForgivingRedisCache(RedisCache):
    """Redis; while it cannot be reached, the table of the `fallback` cache.

    Rate limits live in the cache: without the fallback a stopped Redis would stop every sign-in.
    """


for _name in (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "get_many",
    "has_key",
    "incr",
    "set_many",
    "delete_many",
):
    setattr(ForgivingRedisCache, _name, _forgiving(_name))
