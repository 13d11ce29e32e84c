"""Partnerships for other programs: GeoJSON (RFC 7946) and CSV."""

from django.conf import settings
from django.utils.translation import gettext as _

from core.exports import as_csv


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
            "legal_form_name": partnership.legal_form_word,
            "state": None if partnership.state_is_example else partnership.state,
            "state_name": None if partnership.state_is_example else partnership.state_word,
            "fields": partnership.field_names,
            "since": str(partnership.signed_on) if partnership.signed_on else None,
            "is_example": partnership.is_example,
            "url": f"{settings.SITE_URL}{partnership.get_absolute_url()}",
        },
    }


def table_of(partnerships):
    header = [
        _("Stadt"), _("Land"), _("Partnerschaft seit"), _("Art"), _("Stand"), _("Breite"), _("Länge"),
        _("Felder der Zusammenarbeit"),
    ]  # fmt: skip
    return as_csv(header, (_line(one) for one in partnerships))


def _line(one):
    return [
        one.city.name,
        one.city.country.name,
        one.signed_on,
        one.get_legal_form_display(),
        one.state_word,
        one.city.lat,
        one.city.lon,
        "; ".join(one.field_names),
    ]
