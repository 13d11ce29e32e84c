"""Closed for maintenance: a file in the data folder is enough, no database is asked."""

from pathlib import Path

from django.conf import settings

from core import errors

STAYS_OPEN = ("/healthz", "/readyz", settings.STATIC_URL)
RETRY_AFTER_SECONDS = "1800"


def mark():
    return Path(settings.DATA_DIR) / "maintenance"


def is_closed():
    return mark().exists()


def close():
    mark().parent.mkdir(parents=True, exist_ok=True)
    mark().touch()


def open_again():
    mark().unlink(missing_ok=True)


class Maintenance:
    """While the file exists every page says that work is going on, and when to come back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(STAYS_OPEN) or not is_closed():
            return self.get_response(request)
        response = errors.maintenance(request)
        response["Retry-After"] = RETRY_AFTER_SECONDS
        return response
