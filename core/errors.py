"""Answers when something went wrong. They need no database, no session and no context processor."""

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.csrf import requires_csrf_token

from core.city import city_in_words
from core.logs import security_event

RETRY_AFTER_SECONDS = "120"


def language_of(request):
    """The language in the address; errors may arise before the middleware has looked."""
    first = request.path_info.strip("/").partition("/")[0]
    known = {code for code, _name in settings.LANGUAGES}
    return first if first in known else settings.LANGUAGE_CODE


def error_page(request, template, status, **context):
    language = language_of(request)
    with translation.override(language):
        home = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
        html = render_to_string(
            template, {"city": city_in_words(), "home": home, "status": status, **context}
        )
    response = HttpResponse(html, status=status, headers={"Content-Language": language})
    if status == 503:
        response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def request_number(request):
    """The id by which an error is found in the log."""
    return getattr(request, "id", "")


def bad_request(request, exception=None):
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return error_page(request, "400.html", 400)


def too_large(request):
    return error_page(request, "413.html", 413)


def too_many(request, exception=None):
    response = error_page(request, "429.html", 429)
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


@requires_csrf_token
def forbidden(request, exception=None):
    security_event("denied", actor=request.user, ip=get_client_ip(request) or "", what=str(exception or ""))
    return error_page(request, "403.html", 403)


def csrf_failure(request, reason=""):
    return error_page(request, "403_csrf.html", 403)


def not_found(request, exception=None):
    return error_page(request, "404.html", 404)


def server_error(request):
    return error_page(request, "500.html", 500, number=request_number(request))


def unavailable(request, exception=None):
    return error_page(request, "503.html", 503, number=request_number(request))


def maintenance(request):
    return error_page(request, "maintenance.html", 503)
