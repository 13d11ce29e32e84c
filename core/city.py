"""The city that runs the portal, in the language of the page."""

from django.conf import settings
from django.utils.translation import gettext

NAMES = ("authority", "office")


def city_in_words():
    """settings.CITY; names that the catalogue knows are translated, own names of a city stay."""
    return {**settings.CITY, **{name: gettext(settings.CITY[name]) for name in NAMES}}
