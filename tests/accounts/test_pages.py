"""Every page of signing in and of the account: it answers, in every language, with one heading."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from accounts.roles import Function, Role
from tests.accounts.mails import last_link, path_of
from tests.factories import make_membership, make_user

pytestmark = pytest.mark.django_db
LANGUAGES = ["", "/en", "/fr"]
FOR_EVERYBODY = [
    "login/", "signup/", "password/reset/", "password/reset/done/", "password/reset/key/done/",
    "password/reset/key/x-y/", "login/code/", "confirm-email/", "confirm-email/abc/", "inactive/",
    "3rdparty/login/cancelled/", "demo/",
]  # fmt: skip
FOR_PEOPLE = [
    "", "angaben/", "daten/", "daten/loeschen/", "organisationen/", "organisationen/anmelden/",
    "organisationen/beitreten/", "organisationen/beitreten/?q=Org", "organisationen/beitreten/?q=zzz",
    "anfragen/",
    "email/", "password/change/", "logout/", "reauthenticate/", "sessions/", "3rdparty/", "2fa/",
    "2fa/reauthenticate/", "2fa/totp/deactivate/", "2fa/webauthn/", "2fa/webauthn/add/",
    "2fa/webauthn/reauthenticate/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/",
]  # fmt: skip


def check(browser, path):
    answer = browser.get(path)
    page = answer.content.decode()
    assert (answer.status_code, page.count("<h1")) == (200, 1), (path, answer.headers.get("Location"))
    assert "style=" not in page
    assert " on" + "click=" not in page


@pytest.fixture
def equipped(client, password):
    """Somebody with an organisation, an app, a key and recovery codes, who was just asked who they are."""
    user = make_user(role=Role.ASSOCIATION_ADMIN, password=password)
    client.force_login(user)
    client.post("/konto/reauthenticate/", {"password": password})
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    key = {"name": "Diensthandy", "passwordless": True, "credential": {}}
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=key)
    RecoveryCodes.activate(user)
    return user


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", FOR_EVERYBODY)
def test_pages_without_sign_in(client, path, language):
    check(client, f"{language}/konto/{path}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_somebody_who_uses_everything(client, equipped, language):
    for path in FOR_PEOPLE:
        if path not in ("2fa/webauthn/add/", "2fa/webauthn/reauthenticate/"):  # need a real key
            check(client, f"{language}/konto/{path}")


@pytest.mark.parametrize(
    "path", ["2fa/totp/activate/", "2fa/webauthn/add/", "password/set/", "2fa/webauthn/"]
)
def test_pages_of_somebody_who_sets_up_the_first_second_step(client, path):
    client.force_login(make_user(password=None))

    check(client, f"/konto/{path}")


def test_pages_of_one_organisation(client, equipped):
    organisation = equipped.valid_memberships[0].organisation
    member = make_membership(organisation=organisation)
    asking = make_membership(organisation=organisation, confirmed_at=None, function=Function.EDITOR)
    own = equipped.memberships.get()
    slug = organisation.slug

    for path in (
        f"organisationen/{slug}/",
        f"organisationen/{slug}/bearbeiten/",
        f"organisationen/{slug}/beitreten/",
        f"anfragen/{asking.pk}/ablehnen/",
        f"mitgliedschaften/{member.pk}/funktion/",
        f"mitgliedschaften/{member.pk}/beenden/",
        f"mitgliedschaften/{own.pk}/austreten/",
    ):
        check(client, f"/konto/{path}")


def test_pages_of_the_administration(client, password):
    admin = make_user(role=Role.ADMIN, password=password)
    client.force_login(admin)
    client.post("/konto/reauthenticate/", {"password": password})

    for path in (
        "",
        f"{admin.pk}/",
        f"{admin.pk}/mitgliedschaft/",
        f"mitgliedschaft/{admin.memberships.get().pk}/beenden/",
    ):
        check(client, f"/konto/verwaltung/{path}")


def test_pages_on_the_way_in(client, sign_up, sign_in, password):
    sign_up("ilse@example.org")
    check(client, path_of(last_link("confirm-email")))
    make_user(email="amt@example.org", password=password)
    other = Client()
    other.post("/konto/login/code/", {"email": "amt@example.org"})
    check(other, "/konto/login/code/confirm/")
    other.post("/konto/password/reset/", {"email": "amt@example.org"})
    check(other, other.get(path_of(last_link("password/reset/key"))).headers["Location"])


def test_the_page_for_the_second_step(equipped, sign_in):
    Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).delete()
    browser = Client()
    sign_in(equipped.email, browser=browser)

    check(browser, "/konto/2fa/authenticate/")


def test_a_new_address_waits_until_it_is_confirmed(client, password):
    user = make_user(email="alt@example.org", password=password)
    client.force_login(user)
    client.post("/konto/reauthenticate/", {"password": password})

    client.post("/konto/email/", {"email": "neu@example.org", "action_add": "1"})

    page = client.get("/konto/email/").content.decode()
    assert ("alt@example.org" in page, "neu@example.org" in page) == (True, True)
    client.post(path_of(last_link("confirm-email")))
    user.refresh_from_db()
    assert user.email == "neu@example.org"


def test_recovery_codes_can_be_saved_as_a_file(client, equipped):
    answer = client.get("/konto/2fa/recovery-codes/download/")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert len(answer.content.decode().split()) == 10
