"""What nobody should type into the forms of signing in, and a cache that is not there."""

import pytest
from django.core.cache import caches

from tests.factories import make_user

pytestmark = pytest.mark.django_db
ODD = [
    "",
    " ",
    "\x00",
    "a\x00b@example.org",
    "a@b",
    "\u202eilse@example.org",
    "ilse@\u0435xample.org",
    "😀@example.org",
    "x" * 100_000,
    "x" * 300 + "@example.org",
    "'; DROP TABLE accounts_user; --",
    "<script>alert(1)</script>@example.org",
    "a\r\nBcc: opfer@example.org",
]
FORMS = {
    "signup/": {"name": "Ilse", "email": "ilse@example.org", "password1": "vier Tauben auf dem Dach"},
    "login/": {"login": "ilse@example.org", "password": "vier Tauben auf dem Dach"},
    "password/reset/": {"email": "ilse@example.org"},
    "login/code/": {"email": "ilse@example.org"},
}
FIELDS = [(path, field) for path, data in FORMS.items() for field in data]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize(("path", "field"), FIELDS)
def test_odd_input_gets_an_answer_and_never_an_error_of_ours(client, path, field, text):
    """R35"""
    answer = client.post(f"/konto/{path}", FORMS[path] | {field: text})

    assert answer.status_code in (200, 302, 400, 422)


def test_ten_megabytes_in_a_field_are_refused(client):
    answer = client.post("/konto/login/", {"login": "x" * 10_000_000, "password": "x"})

    assert (answer.status_code, "der Text eines Formulars höchstens 2 MB" in answer.text) == (413, True)


def test_broken_encoding_is_refused_or_read(client):
    answer = client.post(
        "/konto/login/", b"login=%FF%FE&password=%C3%28", content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code in (400, 422)


@pytest.mark.parametrize(
    "path",
    [
        "confirm-email/%00/",
        "confirm-email/" + "x" * 3000 + "/",
        "password/reset/key/zzz-%FF/",
        "login/?next=%00",
    ],
)
def test_broken_links_get_an_answer(client, path):
    assert client.get(f"/konto/{path}").status_code in (200, 400, 404)


def test_without_a_cache_people_still_sign_in_and_throttles_still_hold(client, settings, sign_in, password):
    """C7: Redis does not answer; the database keeps count."""
    settings.CACHES = {
        "default": {"BACKEND": "core.cache.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"},
        "fallback": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "core_fallback_cache",
        },
    }
    make_user(email="ilse@example.org", password=password)

    assert sign_in("ilse@example.org").status_code == 302
    client.post("/konto/logout/")
    for _attempt in range(5):
        sign_in("ilse@example.org", "falsch und nochmals falsch")
    assert sign_in("ilse@example.org").status_code == 422
    caches["fallback"].clear()
