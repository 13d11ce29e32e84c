"""How allauth signs people in here: our names, our links, our log, nothing told to strangers."""

import smtplib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from accounts import vault
from core import errors
from core.city import city_in_words
from core.logs import security_event
from core.people import AnonymousPerson
from core.texts import without_overrides


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Dieses Konto ist gesperrt."),
        "email_password_mismatch": _("E-Mail-Adresse oder Passwort stimmen nicht. Bitte prüfen Sie beides."),
        "enter_current_password": _("Geben Sie Ihr jetziges Passwort ein."),
        "incorrect_code": _(
            "Dieser Code stimmt nicht. Prüfen Sie ihn oder lassen Sie sich einen neuen schicken."
        ),
        "incorrect_password": _("Dieses Passwort stimmt nicht."),
        "invalid_or_expired_key": _("Dieser Link gilt nicht mehr. Lassen Sie sich einen neuen schicken."),
        "invalid_password_reset": _("Dieser Link gilt nicht mehr. Lassen Sie sich einen neuen schicken."),
        "too_many_login_attempts": _(
            "Das waren zu viele Versuche. Versuchen Sie es in fünf Minuten noch einmal."
        ),
        "rate_limited": _("Das waren zu viele Anfragen. Versuchen Sie es in ein paar Minuten noch einmal."),
        "same_as_current": _("Das ist die bisherige Angabe. Geben Sie eine andere ein."),
    }

    def save_user(self, request, user, form, commit=True):
        user.name = form.cleaned_data.get("name", "")
        user.language = request.LANGUAGE_CODE
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix, email, context):
        """Links name the portal's own address, whatever host the request claims (R45)."""
        claimed = self.request.build_absolute_uri("/").rstrip("/")
        links = {
            name: settings.SITE_URL + value.removeprefix(claimed)
            for name, value in context.items()
            if name.endswith("_url") and value
        }
        try:
            super().send_mail(template_prefix, email, {**context, **links, "city": city_in_words()})
        except (smtplib.SMTPException, OSError) as reason:
            security_event("mail-failed", ip=self.get_client_ip(self.request), reason=type(reason).__name__)
            raise ImmediateHttpResponse(errors.unavailable(self.request)) from reason

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Attempts count per account and address: strangers cannot lock the owner out (R15)."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{get_ip(request)}"

    def authentication_failed(self, request, **credentials):
        security_event("sign-in-failed", ip=self.get_client_ip(request))

    def login(self, request, user):
        super().login(request, user)
        security_event("signed-in", actor=user, ip=self.get_client_ip(request))

    def logout(self, request):
        security_event("signed-out", actor=request.user, ip=self.get_client_ip(request))
        super().logout(request)
        request.user = AnonymousPerson()

    def set_password(self, user, password):
        super().set_password(user, password)
        security_event("password-changed", actor=user, ip=self.get_client_ip(self.request))


def spend_time_of_hashing(password):
    """What a new account costs, for an address that has one already: the answer takes as long (R16)."""
    make_password(password)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Schalten Sie den zweiten Schritt ab, bevor Sie eine neue Adresse eintragen."),
        "cannot_delete_authenticator": _(
            "Für Ihre Aufgabe brauchen Sie einen zweiten Schritt. Richten Sie zuerst einen anderen ein."
        ),
        "cannot_generate_recovery_codes": _(
            "Notfall-Codes gibt es erst, wenn ein zweiter Schritt eingerichtet ist."
        ),
        "incorrect_code": _("Dieser Code stimmt nicht. Geben Sie den ein, den die App gerade zeigt."),
        "unverified_email": _("Bestätigen Sie zuerst Ihre E-Mail-Adresse."),
    }

    def encrypt(self, text):
        return vault.lock(text)

    def decrypt(self, encrypted_text):
        return vault.unlock(encrypted_text)

    def can_delete_authenticator(self, authenticator):
        """Whoever needs a second factor keeps the last one."""
        if settings.DEMO or not authenticator.user.needs_second_factor:
            return True
        others = Authenticator.objects.filter(user=authenticator.user_id).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def get_public_key_credential_rp_entity(self):
        return super().get_public_key_credential_rp_entity() | {"name": self.get_totp_issuer()}


class CitySignInAdapter(DefaultSocialAccountAdapter):
    """The city's own sign-in: an account at the first visit, without any role."""

    def populate_user(self, request, sociallogin, data):
        user = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        user.name = without_overrides(data.get("name") or " ".join(filter(None, parts)))[:120]
        user.language = request.LANGUAGE_CODE
        return user

    def on_authentication_error(self, request, provider, **more):
        security_event("city-sign-in-failed", provider=provider.id)
        super().on_authentication_error(request, provider, **more)
