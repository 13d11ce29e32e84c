"""Closed for maintenance: every page says so, nothing asks the database, machines can still look."""

import pytest
from django.core.management import call_command

from core import maintenance


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def closed(own_folder):
    maintenance.close()


@pytest.mark.parametrize(
    "address", ["/", "/en/", "/partnerschaften/", "/konto/anmelden/", "/api/v1/aufrufe", "/gibt-es-nicht"]
)
def test_every_address_says_that_work_is_going_on_without_a_database(closed, client, address):
    """No `db` fixture: a query would fail this test."""
    answer = client.get(address)

    assert answer.status_code == 503
    assert answer["Retry-After"] == "1800"
    assert "no-store" in answer["Cache-Control"]
    assert "Content-Security-Policy" in answer
    assert not answer.cookies


@pytest.mark.parametrize(
    ("address", "words"),
    [("/", "Wir arbeiten am Portal"), ("/en/", 'lang="en"'), ("/fr/suche/", 'lang="fr"')],
)
def test_the_page_speaks_the_language_of_the_address(closed, client, address, words):
    assert words in client.get(address).text


def test_a_form_is_not_taken_either(closed, client):
    assert client.post("/barriere-melden/", {"text": "Hallo"}).status_code == 503


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_machines_still_see_the_portal(closed, client, address):
    assert client.get(address).status_code == 200


@pytest.mark.django_db
def test_readiness_tells_of_the_maintenance(closed, client):
    assert client.get("/readyz").json()["maintenance"] is True


@pytest.mark.django_db
def test_the_command_closes_opens_and_tells(client, capsys):
    call_command("maintenance", "on")
    while_closed = client.get("/robots.txt").status_code
    call_command("maintenance", "status")
    call_command("maintenance", "off")
    call_command("maintenance", "off")

    assert (while_closed, client.get("/robots.txt").status_code) == (503, 200)
    assert capsys.readouterr().out.splitlines() == [
        "Das Portal ist wegen Wartung geschlossen.",
        "Das Portal ist wegen Wartung geschlossen.",
        "Das Portal ist offen.",
        "Das Portal ist offen.",
    ]


def test_the_middleware_stands_before_everything_that_asks_the_database(settings):
    order = settings.MIDDLEWARE

    assert order.index("core.middleware.ResponseHeaders") < order.index("core.maintenance.Maintenance")
    assert order.index("core.maintenance.Maintenance") < order.index(
        "django.contrib.sessions.middleware.SessionMiddleware"
    )
