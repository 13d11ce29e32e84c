"""One partnership as lists, maps and tables show it: plain values, ready for the components."""

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.statuses import badge


def title_of(partnership):
    return partnership.city.name


def preline_of(partnership):
    """ "Frankreich · seit 1963"; the year only when the signing is a checked fact."""
    country = partnership.city.country.name
    if partnership.signed_on is None:
        return country
    since = _("seit %(year)s") % {"year": partnership.signed_on.year}
    return f"{country} · {since}"


def state_badge(partnership):
    return badge(partnership.state, partnership.state_word)


def card_of(partnership):
    text = partnership.text or {"teaser": "", "language": ""}
    return {
        "title": title_of(partnership),
        "url": partnership.get_absolute_url(),
        "preline": preline_of(partnership),
        "text": text["teaser"],
        "badge": state_badge(partnership),
        "note": partnership.legal_form_word,
        "demo": partnership.is_example,
        "language": text["language"] if text["language"] != (get_language() or "de")[:2] else "",
    }


def pin_of(partnership):
    return {
        "name": title_of(partnership),
        "url": partnership.get_absolute_url(),
        "lat": partnership.city.lat,
        "lon": partnership.city.lon,
        "country": partnership.city.country.name,
        "state_word": partnership.state_word,
        "shape": partnership.map_shape,
    }


def home_pin():
    """The city that runs the portal, from its settings: a map needs no query for it."""
    return {name: settings.CITY[name] for name in ("name", "lat", "lon")}


def columns():
    return [
        {"label": _("Stadt")},
        {"label": _("Land")},
        {"label": _("Partnerschaft seit"), "numeric": True},
        {"label": _("Art")},
        {"label": _("Stand")},
        {"label": _("Themen")},
    ]


def row_of(partnership):
    """The cells of one table row, in the order of `columns`."""
    return [
        {"text": title_of(partnership), "url": partnership.get_absolute_url()},
        partnership.city.country.name,
        _year_of(partnership),
        partnership.legal_form_word,
        {"badge": state_badge(partnership)},
        ", ".join(sorted(topic.name for topic in partnership.topics.all())) or "–",
    ]


def _year_of(partnership):
    if partnership.signed_on:
        return str(partnership.signed_on.year)
    return _("nicht geprüft") if partnership.has_begun else "–"
