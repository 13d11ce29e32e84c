import statistics
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from tests.accounts.mails import last_code, last_link, path_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db
WRONG = "falsches Passwort, ganz falsch"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class QuickEnoughHasher(PBKDF2PasswordHasher):
    """Slow enough to weigh more than everything else in the answer."""

    iterations = 120_000


def totp_code(secret=SECRET):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def with_app(user):
    TOTP.activate(user, SECRET)
    return user


def test_signing_in_gives_the_session_a_new_name(client, sign_in, password):
    """R18"""
    make_user(email="ilse@example.org", password=password)
    client.get("/konto/login/")
    before = client.session.session_key

    sign_in("ilse@example.org")

    assert client.session.session_key != before
    assert client.get("/konto/").status_code == 200


def test_the_answer_to_a_wrong_password_is_that_to_an_unknown_account(sign_in, password):
    """R15, R16"""
    make_user(email="gibtes@example.org", password=password)

    known, unknown = sign_in("gibtes@example.org", WRONG), sign_in("gibtesnicht@example.org", WRONG)

    text = "E-Mail-Adresse oder Passwort stimmen nicht"
    assert (known.status_code, unknown.status_code) == (422, 422)
    assert text in known.content.decode()
    assert text in unknown.content.decode()


def test_the_sixth_attempt_is_refused_even_with_the_right_password(sign_in, password):
    """R15"""
    make_user(email="ilse@example.org", password=password)
    for _attempt in range(5):
        sign_in("ilse@example.org", WRONG)

    answer = sign_in("ilse@example.org")

    assert answer.status_code == 422
    assert "Das waren zu viele Versuche" in answer.content.decode()


def test_the_owner_signs_in_from_elsewhere_while_a_stranger_is_refused(sign_in, password):
    """R15"""
    make_user(email="ilse@example.org", password=password)
    for _attempt in range(8):
        sign_in("ilse@example.org", WRONG, REMOTE_ADDR="192.0.2.7")

    assert sign_in("ilse@example.org", REMOTE_ADDR="192.0.2.7").status_code == 422
    assert sign_in("ilse@example.org", REMOTE_ADDR="198.51.100.9").status_code == 302


def test_a_forged_forwarding_header_does_not_give_new_attempts(sign_in, password):
    """R44"""
    make_user(email="ilse@example.org", password=password)
    for number in range(5):
        sign_in("ilse@example.org", WRONG, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")

    assert sign_in("ilse@example.org", HTTP_X_FORWARDED_FOR="203.0.113.200").status_code == 422


def test_behind_one_proxy_only_its_own_entry_counts(sign_in, password, settings):
    """R44: the client can prepend what it likes."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    make_user(email="ilse@example.org", password=password)
    for number in range(5):
        sign_in("ilse@example.org", WRONG, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, 192.0.2.7")

    assert sign_in("ilse@example.org", HTTP_X_FORWARDED_FOR="203.0.113.99, 192.0.2.7").status_code == 422
    assert sign_in("ilse@example.org", HTTP_X_FORWARDED_FOR="203.0.113.99, 192.0.2.8").status_code == 302


def test_a_flood_of_attempts_gets_our_page_429(client):
    """R15"""
    for _attempt in range(30):
        client.post("/konto/login/", {"login": "", "password": ""})

    answer = client.post("/konto/login/", {"login": "", "password": ""})

    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert "Das waren zu viele Anfragen" in answer.content.decode()


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("form", ["sign-in", "sign-up", "reset", "code"])
def test_known_and_unknown_accounts_take_the_same_time(form, settings, password):
    """R15, R16: medians of 50 tries differ by less than 20 %."""
    settings.PASSWORD_HASHERS = [f"{__name__}.QuickEnoughHasher"]
    settings.ACCOUNT_RATE_LIMITS = False
    for number in range(50):
        make_user(email=f"known{number}@example.org", password=password)
    taken = {"known": [], "unknown": []}

    for number in range(50):
        for kind in ("known", "unknown"):
            taken[kind].append(time_of(form, f"{kind}{number}@example.org", password))

    known, unknown = statistics.median(taken["known"]), statistics.median(taken["unknown"])
    assert abs(known - unknown) / max(known, unknown) < 0.2


def time_of(form, email, password):
    path, data = {
        "sign-in": ("/konto/login/", {"login": email, "password": WRONG}),
        "sign-up": ("/konto/signup/", {"name": "Ilse", "email": email, "password1": password}),
        "reset": ("/konto/password/reset/", {"email": email}),
        "code": ("/konto/login/code/", {"email": email}),
    }[form]
    browser = Client()
    started = time.perf_counter()
    browser.post(path, data)
    return time.perf_counter() - started


def test_a_code_by_mail_signs_in_once(client, password):
    """R13"""
    make_user(email="ilse@example.org", password=password)
    client.post("/konto/login/code/", {"email": "ilse@example.org"})
    code = last_code()

    answer = client.post("/konto/login/code/confirm/", {"code": code})

    assert answer.headers["Location"] == "/mein-bereich/"
    other = Client()
    other.post("/konto/login/code/", {"email": "ilse@example.org"})
    assert other.post("/konto/login/code/confirm/", {"code": code}).status_code in (200, 422)
    assert other.get("/konto/").status_code == 302


def test_after_ten_minutes_a_code_is_over(client):
    make_user(email="ilse@example.org")
    with time_machine.travel(timezone.now() - timezone.timedelta(minutes=11), tick=True):
        client.post("/konto/login/code/", {"email": "ilse@example.org"})

    client.post("/konto/login/code/confirm/", {"code": last_code()})

    assert client.get("/konto/").status_code == 302


@pytest.mark.parametrize("path", ["/konto/login/code/", "/konto/password/reset/"])
def test_asking_for_a_mail_tells_nobody_whether_there_is_an_account(path):
    """R16"""
    make_user(email="gibtes@example.org")
    seen = {}
    for email in ("gibtes@example.org", "gibtesnicht@example.org"):
        browser, mail.outbox[:] = Client(), []
        answer = browser.post(path, {"email": email})
        page = browser.get(answer.headers["Location"]).content.decode().replace(email, "E-MAIL")
        seen[email] = (answer.status_code, answer.headers["Location"], without_tokens(page), len(mail.outbox))

    assert seen["gibtes@example.org"] == seen["gibtesnicht@example.org"]


def without_tokens(page):
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_a_reset_link_sets_a_new_password_once(client, sign_in, password):
    """R17"""
    make_user(email="ilse@example.org", password="bisher war es ein anderes")
    client.post("/konto/password/reset/", {"email": "ilse@example.org"})
    link = path_of(last_link("password/reset/key"))
    form = client.get(link).headers["Location"]

    client.post(form, {"password1": password, "password2": password})

    assert sign_in("ilse@example.org").status_code == 302
    assert "Dieser Link gilt nicht mehr" in Client().get(link).content.decode()


def test_after_an_hour_a_reset_link_is_over(client):
    """R17"""
    make_user(email="ilse@example.org")
    with time_machine.travel(timezone.now() - timezone.timedelta(minutes=61), tick=True):
        client.post("/konto/password/reset/", {"email": "ilse@example.org"})

    answer = client.get(path_of(last_link("password/reset/key")))

    assert "Dieser Link gilt nicht mehr" in answer.content.decode()


def test_a_reset_does_not_go_round_the_second_factor(client, sign_in, password):
    """R12"""
    with_app(make_user(email="ilse@example.org"))
    client.post("/konto/password/reset/", {"email": "ilse@example.org"})
    form = client.get(path_of(last_link("password/reset/key"))).headers["Location"]
    client.post(form, {"password1": password, "password2": password})

    answer = sign_in("ilse@example.org")

    assert answer.headers["Location"] == "/konto/2fa/authenticate/"
    assert client.get("/konto/").status_code == 302


@pytest.mark.parametrize(
    "role",
    [Role.CASE_OFFICER, Role.HEAD, Role.STEERING_TEAM, Role.COUNCILLOR, Role.COUNCIL_OFFICE, Role.ADMIN],
)
@pytest.mark.usefixtures("not_demo")
def test_without_a_second_factor_these_roles_reach_only_its_set_up(client, role):
    """R12"""
    client.force_login(make_user(role=role))

    assert client.get("/konto/").headers["Location"] == "/konto/2fa/"
    assert client.get("/mein-bereich/").headers["Location"] == "/konto/2fa/"
    assert client.get("/konto/2fa/").status_code == 200


@pytest.mark.usefixtures("not_demo")
def test_with_a_second_factor_they_work(client):
    """R12"""
    client.force_login(with_app(make_user(role=Role.CASE_OFFICER)))

    assert client.get("/konto/anfragen/").status_code == 200


@pytest.mark.usefixtures("not_demo")
def test_others_need_none(client):
    client.force_login(make_user(role=Role.ASSOCIATION_ADMIN))

    assert client.get("/konto/").status_code == 200


@pytest.mark.usefixtures("not_demo")
def test_recovery_codes_alone_are_no_second_factor(client):
    """R12"""
    user = make_user(role=Role.ADMIN)
    RecoveryCodes.activate(user)
    client.force_login(user)

    assert client.get("/konto/").headers["Location"] == "/konto/2fa/"


@pytest.mark.usefixtures("not_demo")
def test_the_last_second_factor_of_such_a_role_cannot_be_removed(client, password):
    """R12"""
    user = with_app(make_user(role=Role.ADMIN, password=password))
    client.force_login(user)
    client.post("/konto/reauthenticate/", {"password": password})

    client.post("/konto/2fa/totp/deactivate/")

    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def test_a_code_of_the_app_works_once(sign_in, password):
    """R13"""
    with_app(make_user(email="ilse@example.org", password=password))
    first, second, code = Client(), Client(), totp_code()
    for browser in (first, second):
        sign_in("ilse@example.org", browser=browser)

    assert first.post("/konto/2fa/authenticate/", {"code": code}).status_code == 302
    answer = second.post("/konto/2fa/authenticate/", {"code": code})
    assert answer.status_code == 422
    assert "Dieser Code stimmt nicht" in answer.content.decode()


def test_a_recovery_code_works_once(sign_in, password):
    """R13"""
    user = with_app(make_user(email="ilse@example.org", password=password))
    code = RecoveryCodes.activate(user).generate_codes()[0]
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in("ilse@example.org", browser=browser)

    assert first.post("/konto/2fa/authenticate/", {"code": code}).status_code == 302
    cache.clear()
    assert second.post("/konto/2fa/authenticate/", {"code": code}).status_code == 422


def test_the_seed_of_the_app_is_not_readable_in_the_database():
    user = with_app(make_user())

    assert SECRET not in str(Authenticator.objects.get(user=user).data)
