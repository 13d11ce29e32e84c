"""The mails of signing in: every template in three languages, and a mail server that does not answer."""

import smtplib

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import RequestFactory
from django.utils import timezone, translation

from core.people import AnonymousPerson
from tests.factories import make_user

pytestmark = pytest.mark.django_db
MAILS = [
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/account_already_exists",
    "account/email/unknown_account",
    "account/email/login_code",
    "account/email/password_reset_key",
    "account/email/email_changed",
    "account/email/email_confirm",
    "account/email/email_deleted",
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/password_set",
    "mfa/email/recovery_codes_generated",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
    "socialaccount/email/account_connected",
    "socialaccount/email/account_disconnected",
]


class SilentServer(BaseEmailBackend):
    def send_messages(self, messages):
        raise TimeoutError


class RefusingServer(BaseEmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected


@pytest.mark.parametrize("language", ["de", "en", "fr"])
@pytest.mark.parametrize("prefix", MAILS)
def test_every_mail_has_a_subject_text_and_html(prefix, language):
    request = RequestFactory().get("/konto/login/", headers={"host": "testserver"})
    request.user, request.LANGUAGE_CODE = AnonymousPerson(), language
    given = dict.fromkeys(
        ["activate_url", "password_reset_url", "signup_url"], "http://testserver/konto/irgendwo/"
    ) | {"code": "ABC-DEF", "timestamp": timezone.now(), "ip": "192.0.2.1", "user_agent": "<b>Browser</b>",
         "to_email": "neu@example.org", "from_email": "alt@example.org",
         "deleted_email": "weg@example.org"}  # fmt: skip

    with context.request_context(request), translation.override(language):
        get_adapter(request).send_mail(prefix, "ilse@example.org", given)

    message = mail.outbox[-1]
    html = message.alternatives[0].content
    assert 5 < len(message.subject) < 70
    assert "\n" not in message.subject
    assert f'<html lang="{language}">' in html
    assert "<b>" not in html
    assert "&lt;" not in message.body
    assert "testserver" not in message.body + html


@pytest.mark.parametrize("server", ["SilentServer", "RefusingServer"])
@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/konto/password/reset/", {"email": "ilse@example.org"}),
        ("/konto/password/reset/", {"email": "niemand@example.org"}),
        ("/konto/login/code/", {"email": "ilse@example.org"}),
        (
            "/konto/signup/",
            {"name": "Neu", "email": "neu@example.org", "password1": "vier Tauben auf dem Dach"},
        ),
    ],
)
def test_a_mail_server_that_does_not_answer_gives_a_page_that_says_try_again(
    client, settings, server, path, data
):
    make_user(email="ilse@example.org")
    settings.EMAIL_BACKEND = f"{__name__}.{server}"

    answer = client.post(path, data)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "Versuchen Sie es in einigen Minuten noch einmal" in answer.content.decode()
