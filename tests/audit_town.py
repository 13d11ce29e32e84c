"""The audit town for tests of a module, and a browser for each of its roles; nothing of it stays."""

import contextlib
import copy

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

ANONYMOUS = "anonymous"


@pytest.fixture(scope="module")
def built_town(django_db_setup, django_db_blocker, tmp_path_factory):
    from django.utils import timezone

    from accounts import demo
    from portal import audit

    kept, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), undone():
        call_command("load_places", verbosity=0)
        demo.seed(timezone.localdate())
        yield audit.build(timezone.localdate()), settings.MEDIA_ROOT
    settings.MEDIA_ROOT = kept


@pytest.fixture
def audit_town(built_town, own_media, settings):
    town, settings.MEDIA_ROOT = built_town
    return town


@contextlib.contextmanager
def undone():
    """Whatever is written inside is forgotten afterwards."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


class Visitor:
    """A browser of one role; every request is undone, so that each finds the town as it was built."""

    def __init__(self, town, role):
        self.town, self.role, self.client = town, role, Client(raise_request_exception=False)
        if role != ANONYMOUS:
            self.client.force_login(town.people[role])
            request = HttpRequest()
            request.session = self.client.session
            record_authentication(request, town.people[role], "password", reauthenticated=True)
            request.session.save()

    def ask(self, method, address, data=None, **headers):
        self._forget()
        cookies = copy.deepcopy(self.client.cookies)
        with undone():
            answer = self._answer(method, address, data, headers)
            if answer.streaming:
                answer.read_all = b"".join(answer.streaming_content)
            else:
                answer.read_all = answer.content
        self.client.cookies = cookies
        return answer

    def _forget(self):
        """Empty the cache but for the number of what waits, which nothing changes for long here."""
        person = self.town.people.get(self.role)
        key = f"waiting-{person.pk}" if person else "waiting-nobody"
        number = cache.get(key)
        cache.clear()
        if number is not None:
            cache.set(key, number)

    def _answer(self, method, address, data, headers):
        """What comes back; a mistake in a template counts as a broken page and names itself."""
        try:
            answer = getattr(self.client, method.lower())(address, data, **headers)
        except pytest.fail.Exception as mistake:
            answer = HttpResponse(status=500, headers={"Location": str(mistake)})
        if exc_info := getattr(answer, "exc_info", None):
            answer["Location"] = repr(exc_info[1])[:300].replace("\n", " ")
        return answer


def patterns():
    """(name or route, pattern, route) of every address; names carry their namespace."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(entries, namespace, prefix):
    for entry in entries:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield (namespace + entry.name if entry.name else route), entry, route
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, inner, route)
