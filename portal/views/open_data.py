"""Open data: tables, feeds, the catalogue, and the interface for programs. Public rows only."""

import orjson
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.conditional import public_page
from core.exports import MEDIA_TYPE
from core.open_data import problem, readable_everywhere
from partnerships.export import table_of
from partnerships.views import geojson
from portal import catalogue as catalogues
from portal import feeds, open_data, openapi

partnerships_geojson = readable_everywhere(geojson)
JSON, JSON_LD, ATOM = "application/json", "application/ld+json", "application/atom+xml; charset=utf-8"
LARGEST_KEY = 2**63 - 1


class BadParameter(ValueError):
    """A parameter is not the number that is asked for; the sentence says which would do."""


def as_json(content, kind=JSON):
    return HttpResponse(orjson.dumps(content), content_type=kind)


def as_file(content, name):
    return HttpResponse(
        content, content_type=MEDIA_TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@login_not_required
@require_safe
@readable_everywhere
@public_page("partnerships", "places")
def partnerships_csv(request):
    rows = open_data.public_partnerships().order_by("city__name", "pk")
    return as_file(table_of(rows), "partnerschaften.csv")


@login_not_required
@require_safe
@readable_everywhere
@public_page("funding")
def calls_csv(request):
    return as_file(open_data.calls_as_csv(), "aufrufe.csv")


@login_not_required
@require_safe
@readable_everywhere
@public_page("funding", "partnerships", "places")
def feed(request, name):
    """/feeds/<name>.xml"""
    if name not in feeds.FEEDS:
        raise Http404
    return HttpResponse(feeds.as_atom(name), content_type=ATOM)


@login_not_required
@require_safe
@readable_everywhere
@public_page("funding", "partnerships", "places")
def catalogue(request):
    return as_json(catalogues.catalogue(), JSON_LD)


@login_not_required
@require_safe
@readable_everywhere
@public_page()
def api_description(request):
    return as_json(openapi.description())


@login_not_required
@require_safe
@readable_everywhere
@public_page("funding")
def api_calls(request):
    now = timezone.now()
    return _page(request, open_data.public_calls(), lambda call: open_data.call_as_dict(call, now))


@login_not_required
@require_safe
@readable_everywhere
@public_page("partnerships", "places")
def api_partnerships(request):
    return _page(request, open_data.public_partnerships(), open_data.partnership_as_dict)


def _page(request, rows, as_dict):
    """One page by keyset: `anzahl` rows behind the one that `nach` names."""
    try:
        size = _number(request.GET.get("anzahl") or str(openapi.USUAL), "anzahl", 1, openapi.MOST)
        after = _number(request.GET.get("nach") or "0", "nach", 0, LARGEST_KEY)
    except BadParameter as reason:
        return problem(400, _("Diese Anfrage ist nicht zu verstehen"), str(reason))
    found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
    shown, following = found[:size], None
    if len(found) > size:
        following = f"{settings.SITE_URL}{request.path}?anzahl={size}&nach={shown[-1].pk}"
    response = as_json(
        {"data": [as_dict(row) for row in shown], "next": following, "licence": open_data.LICENCE}
    )
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


def _number(text, name, least, most):
    if not (text.isascii() and text.isdecimal() and len(text) <= 19) or not least <= int(text) <= most:
        words = _("%(name)s ist eine ganze Zahl von %(least)d bis %(most)d.")
        raise BadParameter(words % {"name": name, "least": least, "most": most})
    return int(text)


@login_not_required
@require_safe
@readable_everywhere
def api_unknown(request, rest):
    """Whatever else is asked below /api/v1/."""
    words = _("Diese Adresse gibt es nicht. Was es gibt, steht in %(address)s.")
    address = settings.SITE_URL + reverse("openapi")
    return problem(404, _("Nicht gefunden"), words % {"address": address})
