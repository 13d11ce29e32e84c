"""Sessions that end, and second factors for those who must have one."""

import time
from datetime import timedelta

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.people import sign_out

RENEW_AFTER_SECONDS = 60
PASSED = "second_factor_passed"
SIGN_IN_PAGES = ("account_", "mfa_", "usersessions_", "socialaccount_")


def _is_sign_in_page(request):
    return (request.resolver_match.url_name or "").startswith(SIGN_IN_PAGES)


def _signer(request):
    return signing.TimestampSigner(salt=f"idle:{request.session.session_key}")


class SessionLimits:
    """Ends a session after its idle time (30 minutes for staff, 8 hours for others) or 12 hours in all.

    The time of the last request stands in a signed cookie, so that reading a page writes nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        if self._is_over(request):
            sign_out(request)
            messages.info(request, _("Sie waren länger nicht aktiv. Melden Sie sich bitte neu an."))
            if request.method in ("GET", "HEAD"):
                return redirect_to_login(request.get_full_path())
            return redirect(settings.LOGIN_URL)
        response = self.get_response(request)
        self._renew(request, response)
        return response

    def _is_over(self, request):
        methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
        started = min((method["at"] for method in methods), default=None)
        if started and time.time() - started > settings.SESSION_COOKIE_AGE:
            return True
        mark = request.COOKIES.get(settings.IDLE_COOKIE_NAME)
        if mark is None:  # the first request after sign-in
            return bool(started and time.time() - started > timedelta(minutes=5).total_seconds())
        limit = settings.IDLE_LIMIT_OF_STAFF if request.user.needs_second_factor else settings.IDLE_LIMIT
        try:
            _signer(request).unsign(mark, max_age=limit)
        except signing.BadSignature:
            return True
        return False

    def _renew(self, request, response):
        if not request.user.is_authenticated or not request.session.session_key:
            response.delete_cookie(settings.IDLE_COOKIE_NAME)
            return
        mark = request.COOKIES.get(settings.IDLE_COOKIE_NAME)
        try:
            _signer(request).unsign(mark or "", max_age=RENEW_AFTER_SECONDS)
        except signing.BadSignature:
            response.set_cookie(
                settings.IDLE_COOKIE_NAME,
                _signer(request).sign("1"),
                secure=settings.SECURE_COOKIES,
                httponly=True,
                samesite="Lax",
            )


class SecondFactor:
    """Who must have a second factor reaches nothing but its set-up until there is one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if _is_sign_in_page(request) or not self._is_missing(request):
            return None
        messages.info(request, _("Für Ihre Aufgabe brauchen Sie einen zweiten Schritt bei der Anmeldung."))
        return redirect("mfa_index")

    def _is_missing(self, request):
        user = request.user
        if settings.DEMO or not user.is_authenticated or not user.needs_second_factor:
            return False
        if request.session.get(PASSED) == user.pk:
            return False
        if Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            request.session[PASSED] = user.pk
            return False
        return True


class FormAnswers:
    """allauth's forms answer like ours: 422 and a title that says so when something has to be mended."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and form is not None and _is_sign_in_page(request) and form.errors:
            response.context_data["has_errors"] = True
            response.status_code = 422
        return response
