"""The page that lists what may be downloaded."""

from django.contrib.auth.decorators import login_not_required
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.conditional import public_page
from notices.calendars import public_calendars
from portal import feeds


@login_not_required
@require_safe
@public_page("partnerships", "funding")
def data(request):
    """Files, feeds and calendars with their addresses."""
    context = {"files": _files(), "feeds": _feeds(), "calendars": _calendars()}
    return TemplateResponse(request, "portal/data.html", context)


def _files():
    files = [
        (_("Partnerschaften mit Lage, Land, Stand und Jahr"), "partnerships_geojson", "GeoJSON"),
        (_("Partnerschaften als Tabelle"), "partnerships_csv", "CSV"),
        (_("Förderaufrufe mit Fristen, Programmen und Beträgen"), "calls_csv", "CSV"),
        (_("Katalog der Daten nach DCAT-AP.de"), "catalogue", "JSON-LD"),
    ]
    return [{"title": title, "url": reverse(name), "kind": kind} for title, name, kind in files]


def _feeds():
    return [
        {"title": title, "url": reverse("feed", args=[name]), "kind": "Atom"}
        for name, (title, *_more) in feeds.FEEDS.items()
    ]


def _calendars():
    return [
        {"title": one.title, "url": reverse("calendar", args=[one.name]), "kind": "ICS"}
        for one in public_calendars()
    ]
