"""Passkeys in a real browser, with an authenticator that Chromium pretends to have."""

import pytest

from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser, password, live_server, client):
    """A signed-in person's page in a browser with a virtual authenticator."""
    user = make_user(email="ilse@example.org", password=password)
    client.force_login(user)
    client.post("/konto/reauthenticate/", {"password": password})
    address = live_server.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(locale="de-DE", base_url=address)
    context.add_cookies([{"name": "sitzung", "value": client.cookies["sitzung"].value, "url": address}])
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    abilities = ["hasResidentKey", "hasUserVerification", "isUserVerified", "automaticPresenceSimulation"]
    options = {"protocol": "ctap2", "transport": "internal"} | dict.fromkeys(abilities, True)
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    context.close()


def test_a_passkey_is_set_up_and_signs_in_without_a_password(page):
    page.goto("/konto/2fa/webauthn/add/")
    page.get_by_label("Name").fill("Diensthandy")
    page.get_by_label("Ohne Passwort anmelden (Passkey)").check()
    page.get_by_role("button", name="Passkey einrichten").click()
    page.wait_for_url("**/recovery-codes/**")
    page.goto("/konto/2fa/webauthn/")
    assert "Diensthandy" in page.locator("table").inner_text()

    page.get_by_role("button", name="Abmelden").first.click()
    page.goto("/konto/login/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.wait_for_url("**/mein-bereich/")

    page.goto("/konto/")
    assert "ilse@example.org" in page.locator("main").inner_text()


def test_who_closes_the_dialog_is_told_what_to_do(page):
    page.goto("/konto/2fa/webauthn/add/")
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('closed')) }")

    page.get_by_role("button", name="Passkey einrichten").click()

    assert page.get_by_text("Das hat nicht geklappt.").is_visible()
