from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def later(**more):
    return time_machine.travel(timezone.now() + timedelta(**more), tick=True)


def test_staff_are_signed_out_after_30_idle_minutes(client, sign_in, password):
    """R18"""
    make_user(email="amt@example.org", role=Role.ADMIN, password=password)
    sign_in("amt@example.org")
    client.get("/konto/")

    with later(minutes=29):
        assert client.get("/konto/").status_code == 200
    with later(minutes=29 + 31):
        answer = client.get("/konto/", follow=True)

    assert answer.redirect_chain[0][0] == "/konto/login/?next=/konto/"
    assert "Sie waren länger nicht aktiv" in answer.content.decode()


@pytest.mark.parametrize(
    ("method", "way"),
    [("get", "/en/konto/login/?next=/en/suche/%3Fq%3DNevers"), ("post", "/en/konto/login/")],
)
def test_the_way_to_sign_in_again_leads_back_to_the_page_that_was_asked_for(
    client, sign_in, password, method, way
):
    """R18: what was sent is not sent again."""
    make_user(email="ilse@example.org", password=password)
    sign_in("ilse@example.org")
    client.get("/konto/")

    with later(minutes=481):
        assert getattr(client, method)("/en/suche/?q=Nevers").headers["Location"] == way


@pytest.mark.parametrize(("minutes", "status"), [(479, 200), (481, 302)])
def test_others_after_8_idle_hours(client, sign_in, password, minutes, status):
    """R18"""
    make_user(email="ilse@example.org", password=password)
    sign_in("ilse@example.org")
    client.get("/konto/")

    with later(minutes=minutes):
        assert client.get("/konto/").status_code == status


def test_nobody_stays_longer_than_12_hours(client, sign_in, password):
    """R18"""
    make_user(email="ilse@example.org", password=password)
    sign_in("ilse@example.org")
    client.get("/konto/")
    for hours in (4, 8, 11):
        with later(hours=hours):
            assert client.get("/konto/").status_code == 200

    with later(hours=12, minutes=1):
        assert client.get("/konto/").status_code == 302


def test_an_old_session_without_its_mark_is_over(client, sign_in, password):
    """R18"""
    make_user(email="ilse@example.org", password=password)
    sign_in("ilse@example.org")
    client.get("/konto/")
    del client.cookies["aktiv"]

    with later(minutes=6):
        assert client.get("/konto/").status_code == 302


def test_the_mark_of_another_session_is_worth_nothing(client, sign_in, password):
    """R18"""
    make_user(email="ilse@example.org", password=password)
    other = Client()
    for browser in (client, other):
        sign_in("ilse@example.org", browser=browser)
        browser.get("/konto/")
    client.cookies["aktiv"] = other.cookies["aktiv"].value

    assert client.get("/konto/").status_code == 302


def test_after_signing_out_the_old_cookie_opens_nothing(client, sign_in, password):
    """R18"""
    make_user(email="ilse@example.org", password=password)
    sign_in("ilse@example.org")
    old = client.cookies["sitzung"].value

    client.post("/konto/logout/")

    thief = Client()
    thief.cookies["sitzung"] = old
    assert thief.get("/konto/").status_code == 302


def test_a_get_does_not_sign_out(client, sign_in, password):
    """R21"""
    make_user(email="ilse@example.org", password=password)
    sign_in("ilse@example.org")

    client.get("/konto/logout/")

    assert client.get("/konto/").status_code == 200


def test_a_new_password_ends_all_sessions(client, sign_in, password):
    """R18"""
    make_user(email="ilse@example.org", password=password)
    other = Client()
    for browser in (client, other):
        sign_in("ilse@example.org", browser=browser)
    new = "fünf Spatzen in der Hand"

    client.post("/konto/password/change/", {"oldpassword": password, "password1": new, "password2": new})

    assert [browser.get("/konto/").status_code for browser in (client, other)] == [302, 302]
    assert sign_in("ilse@example.org", new).status_code == 302


def test_people_see_and_end_their_other_sessions(client, sign_in, password):
    """R19"""
    make_user(email="ilse@example.org", password=password)
    other = Client(headers={"user-agent": "Fernes Telefon"})
    for browser in (client, other):
        sign_in("ilse@example.org", browser=browser)
    page = client.get("/konto/sessions/").content.decode()
    assert "Fernes Telefon" in page

    client.post("/konto/sessions/")

    assert client.get("/konto/").status_code == 200
    assert other.get("/konto/").status_code == 302


def test_cookies_of_a_session_are_out_of_reach_for_scripts(client, sign_in, password):
    """R20"""
    make_user(email="ilse@example.org", password=password)
    sign_in("ilse@example.org")
    client.get("/konto/")

    flags = {name: (bool(one["httponly"]), one["samesite"]) for name, one in client.cookies.items()}
    assert flags["sitzung"] == (True, "Lax")
    assert flags["aktiv"] == (True, "Lax")
    assert flags["csrf"] == (True, "Lax")


def test_without_a_token_nothing_is_taken(password):
    """R21"""
    user = make_user(password=password)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)

    paths = [
        "angaben/",
        "daten/loeschen/",
        "organisationen/anmelden/",
        "logout/",
        "daten/export.json",
        "email/",
    ]
    assert {path: browser.post(f"/konto/{path}").status_code for path in paths} == dict.fromkeys(paths, 403)


def test_signed_in_pages_are_not_stored(client):
    client.force_login(make_user())

    assert client.get("/konto/").headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    "target", ["https://boese.example/", "//boese.example/", "/\\boese.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(client, password, target):
    """R28"""
    make_user(email="ilse@example.org", password=password)

    answer = client.post("/konto/login/", {"login": "ilse@example.org", "password": password, "next": target})

    assert answer.headers["Location"] == "/mein-bereich/"
