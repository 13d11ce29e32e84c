"""Answers when something went wrong; none of them asks the database."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template import loader

RETRY_SECONDS = "30"


def _page(request, template, status):
    response = HttpResponse(loader.render_to_string(template, {"path": request.path}), status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request, exception=None):
    return _page(request, "400.html", 400)


def forbidden(request, exception=None):
    return _page(request, "403.html", 403)


def csrf_failure(request, reason=""):
    return _page(request, "403_csrf.html", 403)


def not_found(request, exception=None):
    return _page(request, "404.html", 404)


def too_large(request):
    return _page(request, "413.html", 413)


def unavailable(request):
    response = _page(request, "503.html", 503)
    response["Retry-After"] = RETRY_SECONDS
    return response


def server_error(request):
    """500, or 503 when the database cannot be asked."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return unavailable(request)
    return _page(request, "500.html", 500)
