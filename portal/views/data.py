"""The page that lists what may be downloaded."""

from django.contrib.auth.decorators import login_not_required
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.conditional import public_page
from notices.calendars import public_calendars
from portal import feeds, open_data


@login_not_required
@require_safe
@public_page("partnerships", "funding")
def data(request):
    """Files, feeds and calendars with their addresses."""
    files = [
        {"title": title, "text": text, "url": url, "kind": kind}
        for title, text, url, kind in open_data.downloads()
    ]
    entries = [
        {"title": title, "url": reverse("feed", args=[name]), "kind": "Atom"}
        for name, (title, *_more) in feeds.FEEDS.items()
    ]
    dates = [
        {"title": one.title, "url": reverse("calendar", args=[one.name]), "kind": "ICS"}
        for one in public_calendars()
    ]
    context = {"files": files, "feeds": entries, "calendars": dates}
    return TemplateResponse(request, "portal/data.html", context)
