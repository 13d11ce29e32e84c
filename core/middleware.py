"""What happens to every request before and after its view."""

import logging
import re
import time
import uuid

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from core import errors, message_cookie
from core.logs import request_id
from core.people import AnonymousPerson

logger = logging.getLogger("portal.requests")
CLIENTS_OWN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
FORBIDDEN = re.compile("[\x00\ud800-\udfff]")


class RequestLog:
    """One JSON line per request, and its id in the answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if CLIENTS_OWN_ID.fullmatch(given) else uuid.uuid4().hex
        token, started = request_id.set(request.id), time.perf_counter()
        try:
            response = self.get_response(request)
            logger.info(
                "request",
                extra={
                    "method": request.method,
                    "path": self._place(request),
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - started) * 1000, 1),
                },
            )
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = request.id
        return response

    def _place(self, request):
        """The route, not the address: addresses of mail links and private calendars hold secrets."""
        match = getattr(request, "resolver_match", None)
        return f"/{match.route}" if match else request.path


class ResponseHeaders:
    """Headers that Django does not set: permissions policy, and no-store for what only one person sees."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        user = getattr(request, "user", None)
        is_personal = message_cookie.is_waiting(request) or message_cookie.was_shown(request)
        if is_personal or user is not None and user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        elif "Cache-Control" not in response:
            if request.method in ("GET", "HEAD") and response.status_code == 200:
                response["Cache-Control"] = "no-cache"
            else:
                add_never_cache_headers(response)
        return response


class CleanInput:
    """Addresses with NUL or half characters, and bodies too large to read, are refused at the door."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if FORBIDDEN.search(request.path_info) or self._has_bad_query(request):
            return errors.bad_request(request)
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return errors.bad_request(request)
        if length > settings.LARGEST_REQUEST:
            return errors.too_large(request)
        return self.get_response(request)

    def _has_bad_query(self, request):
        raw = request.META.get("QUERY_STRING", "")
        if len(raw) > 4000:
            return True
        return "%" in raw and any(
            FORBIDDEN.search(key) or any(FORBIDDEN.search(value) for value in values)
            for key, values in request.GET.lists()
        )


class LanguageFromPath:
    """The address alone decides the language: no cookie, no guess, the same page for everyone."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.others = {code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE}

    def __call__(self, request):
        first = request.path_info.split("/", 2)[1] if request.path_info.startswith("/") else ""
        request.LANGUAGE_CODE = first if first in self.others else settings.LANGUAGE_CODE
        with translation.override(request.LANGUAGE_CODE):
            response = self.get_response(request)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


class Authentication(AuthenticationMiddleware):
    """Whoever has not signed in, or no longer is, becomes an AnonymousPerson.

    Without a session cookie there is nobody to look up, and the answer does not vary by cookie.
    """

    def process_request(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.user = SimpleLazyObject(lambda: _person(request))
        else:
            request.user = AnonymousPerson()

        async def auser():
            await sync_to_async(bool)(request.user)  # looked up outside the event loop
            return request.user

        request.auser = auser


def _person(request):
    user = get_user(request)
    return user if user.is_authenticated else AnonymousPerson()
