"""What every page shows around its own content."""

from functools import cache

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from core.city import city_in_words
from core.desk import number_waiting


def portal(request):
    user = getattr(request, "user", None)
    return {
        "city": SimpleLazyObject(city_in_words),
        "nav": SimpleLazyObject(lambda: navigation(request)),
        "languages": SimpleLazyObject(lambda: language_links(request)),
        "waiting": SimpleLazyObject(lambda: number_waiting(user) if user and user.is_authenticated else 0),
        "is_demo": settings.DEMO,
        "site_url": settings.SITE_URL,
    }


def _address(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def navigation(request):
    """The six entries that are the same for everyone; the current one by its address."""
    entries = _entries(get_language())
    home = entries[0][1]
    for _label, url in entries:
        if request.path == url or (url != home and request.path.startswith(url)):
            return {"entries": entries, "current": url, "is_page": request.path == url}
    return {"entries": entries, "current": "", "is_page": False}


@cache
def _entries(language):
    entries = [
        (_("Start"), _address("portal:home")),
        (_("Partnerschaften"), _address("partnerships:list")),
        (_("Austausch"), _address("portal:exchange")),
        (_("Förderung"), _address("funding:overview")),
        (_("Strategie"), _address("portal:strategy")),
        (_("Termine"), _address("portal:dates")),
    ]
    return [(label, url) for label, url in entries if url]


def language_links(request):
    """The same page in every language, as plain links; pages without a language have none."""
    default, active = settings.LANGUAGE_CODE, get_language()
    path = request.get_full_path()
    bare = path[len(active) + 1 :] if active != default and path.startswith(f"/{active}/") else path
    return [
        {
            "code": code,
            "name": _own_name(code),
            "url": bare if code == default else f"/{code}{bare}",
            "absolute": settings.SITE_URL + (bare if code == default else f"/{code}{bare}"),
            "current": code == active,
        }
        for code, _name in settings.LANGUAGES
    ]


@cache
def _own_name(code):
    return get_language_info(code)["name_local"].capitalize()
