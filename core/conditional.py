"""Public pages that a browser keeps: ETag and 304 without rendering anything.

Every family of records ("funding", "partnerships" …) has a version number. Actions raise it (the
journal does it for them), a public page names the families it shows, and its ETag is made of their
versions, the address, the language, the local day (days left change at midnight) and the build.
"""

import functools
import hashlib
from pathlib import Path

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, quote_etag

from core.models import Family


def touch(*names):
    """Say that something in these families has changed; call it in the transaction of the change."""
    for name in sorted(names):
        if not Family.objects.filter(name=name).update(version=F("version") + 1, changed_at=timezone.now()):
            Family.objects.get_or_create(name=name, defaults={"changed_at": timezone.now()})


@functools.cache
def build_id():
    """Changes with every template, translation and program file, so that no page outlives an update."""
    digest = hashlib.blake2b(digest_size=8)
    for folder in (
        "templates",
        "locale",
        "static",
        "build/static",
        "core",
        "portal",
        "partnerships",
        "funding",
    ):
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*.[hpmjc]*")):
            digest.update(f"{path.name}{path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()


def _fingerprint(request, families):
    rows = list(
        Family.objects.filter(name__in=families).order_by("name").values_list("name", "version", "changed_at")
    )
    parts = [
        build_id(),
        request.get_full_path(),
        request.headers.get("HX-Request", ""),
        request.headers.get("HX-Target", ""),
        str(timezone.localdate()),
        *(f"{name}:{version}" for name, version, _ in rows),
    ]
    changed = max((at for *_, at in rows), default=None)
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=12).hexdigest(), changed


def public_page(*families):
    """Decorator of a view whose answer to anonymous readers depends only on these families."""

    def decorate(view):
        @functools.wraps(view)
        def wrapper(request, *args, **kwargs):
            if (
                request.user.is_authenticated
                or request.method not in ("GET", "HEAD")
                or request.COOKIES.get(settings.MESSAGES_COOKIE_NAME)
            ):
                return view(request, *args, **kwargs)
            fingerprint, changed = _fingerprint(request, families)
            etag = quote_etag(fingerprint)
            response = get_conditional_response(request, etag=etag)
            if response is None:
                response = view(request, *args, **kwargs)
            return _mark(response, etag, changed)

        return wrapper

    return decorate


def _mark(response, etag, changed):
    if response.status_code in (200, 304):
        response["ETag"] = etag
        response["Cache-Control"] = "public, max-age=0, must-revalidate"
        if changed and response.status_code == 200:
            response["Last-Modified"] = http_date(changed.timestamp())
        patch_vary_headers(response, ["HX-Request"])
    return response
