import json
import logging

import pytest
from django.test import Client

from accounts import administration
from accounts.roles import Role
from core.logs import SECURITY, formatter, security_event
from tests.accounts.mails import last_code, last_link, path_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db
CANARY = "CANARY-geheimer-Satz-mit-17-Woertern"


@pytest.fixture
def lines():
    """Every line that all loggers write, as the portal writes them."""
    written, handler = [], logging.Handler()
    handler.setFormatter(formatter())
    handler.emit = lambda record: written.append(handler.format(record))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.setLevel(level)
    root.removeHandler(handler)


def events(lines):
    return [entry["event"] for entry in map(json.loads, lines) if entry["logger"] == SECURITY]


def test_signing_in_and_out_and_failing_is_logged_with_person_and_short_address(
    client, sign_in, lines, password
):
    """R40"""
    user = make_user(email="ilse@example.org", password=password)

    sign_in("ilse@example.org", "falsch und nochmals falsch", REMOTE_ADDR="192.0.2.77")
    sign_in("ilse@example.org", REMOTE_ADDR="192.0.2.77")
    client.post("/konto/logout/", REMOTE_ADDR="192.0.2.77")

    own = [entry for entry in map(json.loads, lines) if entry["logger"] == SECURITY]
    assert [(one["event"], one["actor"], one["ip"]) for one in own] == [
        ("sign-in-failed", None, "192.0.2.0"),
        ("signed-in", user.pk, "192.0.2.0"),
        ("signed-out", user.pk, "192.0.2.0"),
    ]
    assert all(one["at"].endswith("+00:00") for one in own)


def test_role_changes_exports_and_deletions_are_logged(client, lines, password):
    """R40"""
    admin, person = make_user(role=Role.ADMIN), make_user(password=password)
    administration.deactivate(make_user(), by=admin)
    client.force_login(person)
    client.post("/konto/reauthenticate/", {"password": password})
    client.post("/konto/daten/export.json")
    client.post("/konto/daten/loeschen/", {"confirmed": "on"})

    assert events(lines) == ["account-changed", "sessions-ended", "data-exported", "account-erased"]


def test_denied_access_is_logged(client, lines):
    """R40"""
    client.force_login(make_user())

    client.get("/konto/verwaltung/")

    assert events(lines) == ["denied"]


def test_no_password_code_or_key_reaches_any_log(client, lines):
    """R17, R40"""
    client.post("/konto/signup/", {"name": "Ilse", "email": "ilse@example.org", "password1": CANARY})
    confirm = path_of(last_link("confirm-email"))
    client.get(confirm)
    client.post(confirm)
    client.post("/konto/login/", {"login": "ilse@example.org", "password": CANARY + "x"})
    client.post("/konto/login/", {"login": "ilse@example.org", "password": CANARY})
    session = client.session.session_key
    other = Client()
    other.post("/konto/password/reset/", {"email": "ilse@example.org"})
    reset = path_of(last_link("password/reset/key"))
    other.get(reset)
    other.post("/konto/login/code/", {"email": "ilse@example.org"})
    code = last_code()
    other.post("/konto/login/code/confirm/", {"code": code})

    text = "\n".join(lines)
    secrets = [CANARY, confirm.split("/")[-2], reset.split("/")[-2], code, session, "ilse@example.org"]
    assert [secret for secret in secrets if secret in text] == []
    assert len(lines) > 8


@pytest.mark.parametrize(
    "text", ["eins\r\nzwei", "eins\nzwei", "eins\x0bzwei", "eins\u2028zwei", '"}\n{"event": "x"}']
)
def test_a_line_break_in_a_value_makes_no_second_line(lines, text):
    """R40"""
    security_event("test", reason=text)

    line = lines[-1]
    assert len(line.splitlines()) == 1
    assert json.loads(line)["reason"] == text


@pytest.mark.parametrize("agent", ["Browser\r\nX-Boese: 1", "Browser\nevent=signed-in"])
def test_a_line_break_in_a_request_makes_no_second_line(client, lines, agent):
    """R40"""
    client.post("/konto/login/", {"login": agent, "password": "x"}, headers={"user-agent": agent})

    assert all(len(line.splitlines()) == 1 and json.loads(line) for line in lines)
