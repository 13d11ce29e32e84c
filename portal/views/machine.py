"""What other programs ask of every website: security.txt, robots.txt, the list of pages."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from core.conditional import public_page
from portal import sitemap as pages

PLAIN = "text/plain; charset=utf-8"
VALID = timedelta(days=180)


def _text(template, **context):
    text = render_to_string(f"machine/{template}", context)
    return HttpResponse(f"{text.strip()}\n", content_type=PLAIN)


@login_not_required
@require_safe
@public_page()
def security_txt(request):
    """RFC 9116; the last day moves with today, so that a running portal is never out of date."""
    until = timezone.localdate() + VALID
    context = {"email": settings.CITY["security_email"], "expires": f"{until.isoformat()}T00:00:00Z"}
    return _text("security.txt", site=settings.SITE_URL, **context)


@login_not_required
@require_safe
@public_page()
def security_policy(request):
    """How to report a weakness, in German and English."""
    texts = []
    for language in ("de", "en"):
        with translation.override(language):
            texts.append(render_to_string("machine/security_policy.txt", {"city": settings.CITY}))
    return HttpResponse("\n\n".join(text.strip() for text in texts) + "\n", content_type=PLAIN)


@login_not_required
@require_safe
@public_page()
def robots(request):
    return _text("robots.txt", site=settings.SITE_URL)


@login_not_required
@require_safe
@public_page("partnerships", "funding")
def sitemap(request):
    return HttpResponse(pages.as_xml(), content_type="application/xml; charset=utf-8")
