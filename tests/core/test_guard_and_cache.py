import pytest
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from core.cache import ForgivingRedisCache
from core.guard import ReadOnlyGet, WriteOnGet
from core.models import Family

pytestmark = pytest.mark.django_db


def touch_family(request):
    Family.objects.update_or_create(name="x", defaults={"changed_at": "2026-11-22T12:00Z"})
    return HttpResponse("ok")


def test_a_get_that_writes_is_an_error():
    """R21"""
    with pytest.raises(WriteOnGet):
        ReadOnlyGet(touch_family)(RequestFactory().get("/"))


def test_a_post_may_write():
    response = ReadOnlyGet(touch_family)(RequestFactory().post("/"))

    assert (response.status_code, Family.objects.filter(name="x").count()) == (200, 1)


def test_reading_is_always_allowed():
    def read(request):
        return HttpResponse(str(Family.objects.count()))

    assert ReadOnlyGet(read)(RequestFactory().get("/")).content == b"0"


def test_the_guard_ends_with_the_request():
    ReadOnlyGet(lambda request: HttpResponse())(RequestFactory().get("/"))

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_family")
        assert cursor.rowcount == 0


def test_without_redis_the_cache_still_counts_in_the_database():
    """C7: rate limits live in the cache, sign-in must go on"""
    cache = ForgivingRedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 0.2}})

    cache.set("attempts", [1, 2])

    assert cache.get("attempts") == [1, 2]
    assert caches["fallback"].get("attempts") == [1, 2]
    assert cache.add("attempts", "other") is False


def test_other_mistakes_are_not_hidden_by_the_fallback():
    cache = ForgivingRedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 0.2}})

    with pytest.raises(TypeError):
        cache.set("lambda", lambda: None, nonsense=True)
