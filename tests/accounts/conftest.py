import pytest
from django.conf import settings as portal_settings

GOOD_PASSWORD = "vier Tauben auf dem Dach"


@pytest.fixture
def not_demo(settings):
    """As in production: second factors are asked for."""
    settings.DEMO = False


@pytest.fixture
def password():
    return GOOD_PASSWORD


@pytest.fixture
def sign_up(client):
    def send(email, password=GOOD_PASSWORD, name="Ilse Brandt", **more):
        return client.post("/konto/signup/", {"name": name, "email": email, "password1": password, **more})

    return send


@pytest.fixture
def sign_in(client):
    def send(email, password=GOOD_PASSWORD, browser=None, **headers):
        return (browser or client).post("/konto/login/", {"login": email, "password": password}, **headers)

    return send


@pytest.fixture
def site_url():
    return portal_settings.SITE_URL
