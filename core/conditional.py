"""Public pages that a browser keeps: ETag and 304 without rendering anything.

Every family of records ("funding", "partnerships" …) has a version number. Actions raise it (the
journal does it for them), a public page names the families it shows, and its ETag is made of their
versions, the address, the language, the quarter of the hour (deadlines pass) and the build. The
rendered page is kept under the same name, so that most anonymous readers cost one short query.
"""

import functools
import hashlib
import zlib
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.db.models import F
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, quote_etag

from core import message_cookie
from core.models import Family

KEPT_HEADERS = ("Content-Disposition", "Content-Language", "Access-Control-Allow-Origin", "Link", "Vary")

BUILT_FROM = (
    *("templates", "locale", "static", "build/static", "config"),
    *("core", "places", "accounts", "notices", "partnerships", "funding", "portal"),
)


def touch(*names):
    """Say that something in these families has changed; call it in the transaction of the change."""
    for name in sorted(names):
        if not Family.objects.filter(name=name).update(version=F("version") + 1, changed_at=timezone.now()):
            Family.objects.get_or_create(name=name, defaults={"changed_at": timezone.now()})


@functools.cache
def build_id():
    """Changes with every template, translation and program file, so that no page outlives an update."""
    digest = hashlib.blake2b(digest_size=8)
    for folder in BUILT_FROM:
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*.[hpmjct]*")):
            if "__pycache__" not in path.parts:  # compiled by whoever comes first
                digest.update(f"{path.name}{path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()


def _fingerprint(request, families):
    """What the answer depends on as one short text, and the last moment at which that changed."""
    rows = list(
        Family.objects.filter(name__in=families).order_by("name").values_list("name", "version", "changed_at")
    )
    now = timezone.localtime()
    quarter = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    parts = [
        build_id(),
        request.get_full_path(),
        request.headers.get("HX-Request", ""),
        request.headers.get("HX-Target", ""),
        quarter.isoformat(),  # deadlines pass and days begin without anybody changing a row
        *(f"{name}:{version}" for name, version, _ in rows),
    ]
    digest = hashlib.blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()
    return digest, max([quarter, *(at for *_, at in rows)])


def public_page(*families):
    """Decorator of a view whose answer to anonymous readers depends only on these families.

    Such a page is rendered once and kept, until one of its families or the quarter of the hour changes.
    """

    def decorate(view):
        @functools.wraps(view)
        def wrapper(request, *args, **kwargs):
            if _is_personal(request):
                return view(request, *args, **kwargs)
            fingerprint, changed = _fingerprint(request, families)
            etag, modified = quote_etag(fingerprint), int(changed.timestamp())
            response = get_conditional_response(request, etag=etag, last_modified=modified)
            response = response or _kept(fingerprint)
            if response is None:
                response = _rendered(view(request, *args, **kwargs))
                if message_cookie.was_shown(request):
                    return response
                _keep(fingerprint, response)
            return _mark(response, etag, modified)

        return wrapper

    return decorate


def _is_personal(request):
    return (
        request.user.is_authenticated
        or request.method not in ("GET", "HEAD")
        or message_cookie.is_waiting(request)
    )


def _kept(fingerprint):
    found = caches["pages"].get(fingerprint)
    if found is None:
        return None
    content_type, body, headers = found
    return HttpResponse(zlib.decompress(body), content_type=content_type, headers=headers)


def _rendered(response):
    return response.render() if hasattr(response, "render") else response


def _keep(fingerprint, response):
    if response.status_code == 200 and not response.cookies and not response.streaming:
        headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        page = (response["Content-Type"], zlib.compress(response.content, 1), headers)
        caches["pages"].set(fingerprint, page)


def _mark(response, etag, modified):
    if response.status_code in (200, 304):
        response["ETag"] = etag
        response["Cache-Control"] = "public, max-age=0, must-revalidate"
        response["Last-Modified"] = http_date(modified)
        patch_vary_headers(response, ["HX-Request"])
    return response
