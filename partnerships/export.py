"""Partnerships for other programs: GeoJSON (RFC 7946) and CSV."""

import csv
import io

from django.conf import settings
from django.utils.translation import gettext as _

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"


def as_geojson(partnerships):
    return {"type": "FeatureCollection", "features": [_feature(one) for one in partnerships]}


def _feature(partnership):
    city = partnership.city
    return {
        "type": "Feature",
        "id": partnership.slug,
        "geometry": {"type": "Point", "coordinates": [float(city.lon), float(city.lat)]},
        "properties": {
            "name": city.name,
            "name_local": city.name_local or city.name,
            "country": city.country_id,
            "wikidata": city.wikidata or None,
            "geonames": city.geonames,
            "legal_form": partnership.legal_form,
            "state": partnership.state,
            "since": str(partnership.signed_on) if partnership.signed_on else None,
            "is_example": partnership.is_example,
            "url": f"{settings.SITE_URL}{partnership.get_absolute_url()}",
        },
    }


def as_csv(partnerships):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [_("Stadt"), _("Land"), _("Partnerschaft seit"), _("Art"), _("Stand"), _("Breite"), _("Länge")]
    )
    for one in partnerships:
        words = [
            one.city.name,
            one.city.country.name,
            str(one.signed_on or ""),
            one.get_legal_form_display(),
            one.get_state_display(),
        ]
        writer.writerow([*map(harmless, words), one.city.lat, one.city.lon])
    return BYTE_ORDER_MARK + out.getvalue()


def harmless(text):
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
