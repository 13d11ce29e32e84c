"""A topic of each sort, and an outbox that is emptied into Django's test mailbox."""

import pytest

from notices import calendars, topics
from tests.factories import make_user


@pytest.fixture(autouse=True)
def known_topics(monkeypatch):
    monkeypatch.setattr(topics, "_topics", {})
    topics.register("call-changed", "Geänderte Aufrufe")
    topics.register("news", "Neues aus den Partnerstädten", default="daily")
    topics.register("weekly-news", "Rückblick", default="weekly")
    topics.register("your-account", "Ihr Konto", mandatory=True)
    topics.register("for-staff", "Quellen", concerns=lambda person: person.is_city_staff)


@pytest.fixture(autouse=True)
def no_calendars(monkeypatch):
    monkeypatch.setattr(calendars, "_calendars", {})


@pytest.fixture
def person(db):
    return make_user(name="Ilse Brandt", email="ilse@example.org")
