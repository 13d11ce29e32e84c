"""A topic of each sort, and an outbox that is emptied into Django's test mailbox."""

import pytest

from notices import calendars, topics
from tests.factories import make_user
from tests.notices.smtp_server import SmtpServer


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


@pytest.fixture
def smtp(settings):
    """A real connection to a mail server on loopback that can be told to fail."""
    with SmtpServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.5
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server
