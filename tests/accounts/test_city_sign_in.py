import json
import os
import subprocess
import sys

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from tests.accounts.oidc_server import CityServer
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(settings):
    with CityServer() as server:
        app = {"provider_id": "stadt", "name": "Stadt Koblenz", "client_id": "portal", "secret": "geheim",
               "settings": {"server_url": server.address}}  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "EMAIL_AUTHENTICATION": True, "APPS": [app]}
        }
        yield server


def come_in(browser, city):
    """Press the button, sign in over there, come back."""
    leaving = browser.post("/konto/oidc/stadt/login/")
    assert leaving.headers["Location"].startswith(f"{city.address}/authorize?")
    return browser.get("/konto/oidc/stadt/login/callback/", city.authorize(leaving.headers["Location"]))


def test_without_configuration_there_is_no_button(client):
    assert "Für die Verwaltung" not in client.get("/konto/login/").content.decode()
    assert client.post("/konto/oidc/stadt/login/").status_code == 404


def test_with_configuration_the_button_names_the_city(client, city):
    assert "Anmelden über Stadt Koblenz" in client.get("/konto/login/").content.decode()


def test_the_first_visit_makes_an_account_without_any_role(client, city):
    answer = come_in(client, city)

    person = User.objects.get()
    assert answer.headers["Location"] == "/mein-bereich/"
    assert (person.name, person.email, person.roles) == (
        "Petra Muster", "petra.muster@stadt.example.org", {Role.CITIZEN},
    )  # fmt: skip
    assert client.get("/konto/").status_code == 200
    assert not person.has_usable_password()


def test_the_second_visit_finds_the_account_again(city):
    for _visit in range(2):
        come_in(Client(), city)

    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 1)


def test_somebody_who_had_an_account_before_keeps_it(client, city):
    before = make_user(email="petra.muster@stadt.example.org", role=Role.ECONOMIC_DEVELOPMENT)

    come_in(client, city)

    assert int(client.session["_auth_user_id"]) == before.pk


def test_an_address_that_the_city_has_not_checked_opens_no_account(client, city):
    make_user(email="petra.muster@stadt.example.org")
    city.person["email_verified"] = False

    come_in(client, city)

    assert "_auth_user_id" not in client.session


def test_a_refusal_over_there_is_told_in_words(client, city):
    city.refuses = True

    page = come_in(client, city).content.decode()

    assert "Die Anmeldung hat nicht geklappt" in page
    assert "_auth_user_id" not in client.session


def test_a_return_without_having_left_is_refused(client, city):
    answer = client.get("/konto/oidc/stadt/login/callback/", {"code": "einmal", "state": "erfunden"})

    assert "Die Anmeldung hat nicht geklappt" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_locked_account_stays_locked(client, city):
    come_in(Client(), city)
    User.objects.update(is_active=False)

    come_in(client, city)

    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("not_demo")
def test_the_citys_sign_in_does_not_replace_the_second_factor(client, city):
    """R12"""
    make_user(email="petra.muster@stadt.example.org", role=Role.ADMIN)

    come_in(client, city)

    assert client.get("/konto/").headers["Location"] == "/konto/2fa/"


SETTINGS = """
import json
from django.conf import settings
csp = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"]
print(json.dumps([sorted(settings.SOCIALACCOUNT_PROVIDERS), [str(one) for one in csp]]))
"""


def settings_with(tmp_path, **environment):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": "postgres://portal@127.0.0.1:1/portal",
        "DATA_DIR": str(tmp_path),
    } | environment  # fmt: skip
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SETTINGS], env=environment, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("environment", "providers", "hosts"),
    [
        ({}, [], []),
        (
            {
                "OIDC_CLIENT_ID": "portal",
                "OIDC_CLIENT_SECRET": "geheim",
                "OIDC_SERVER_URL": "https://anmeldung.stadt.example.org/realms/x",
            },
            ["openid_connect"],
            ["https://anmeldung.stadt.example.org"],
        ),
        (
            {"SAML_METADATA_URL": "https://saml.stadt.example.org/metadata", "SAML_ENTITY_ID": "urn:stadt"},
            ["saml"],
            ["https://saml.stadt.example.org"],
        ),
    ],
)
def test_the_environment_switches_it_on_and_lets_the_browser_go_there(
    tmp_path, environment, providers, hosts
):
    told = settings_with(tmp_path, **environment)

    assert json.loads(told.stdout) == [providers, ["'self'", *hosts]]


def test_half_a_configuration_is_refused_with_a_sentence(tmp_path):
    """R43"""
    told = settings_with(tmp_path, OIDC_CLIENT_ID="portal", OIDC_SERVER_URL="https://a.example.org")

    assert told.returncode != 0
    assert "OIDC_CLIENT_SECRET" in told.stderr


def test_saml_gets_its_button_and_gives_its_metadata(client, settings):
    idp = {
        "entity_id": "urn:stadt",
        "sso_url": "https://saml.stadt.example.org/sso",
        "slo_url": "https://saml.stadt.example.org/slo",
        "x509cert": "MIIB",
    }
    app = {"provider_id": "urn:stadt", "client_id": "stadt", "name": "Stadt (SAML)", "settings": {"idp": idp}}
    settings.SOCIALACCOUNT_PROVIDERS = {"saml": {"APPS": [app]}}

    page = client.get("/konto/login/").content.decode()

    assert "Anmelden über Stadt (SAML)" in page
    assert (
        b"EntityDescriptor"
        in client.get("/konto/saml/stadt/metadata/", headers={"host": "localhost"}).content
    )
    leaving = client.post("/konto/saml/stadt/login/?process=login", headers={"host": "localhost"})
    assert leaving.headers["Location"].startswith("https://saml.stadt.example.org/sso?SAMLRequest=")
