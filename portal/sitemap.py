"""The public pages in every language, for crawlers."""

from xml.etree import ElementTree as Xml

from django.conf import settings
from django.urls import reverse

from core.people import AnonymousPerson
from funding.models import Call
from partnerships.models import Partnership

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
MOST_CALLS = 2000
PAGES = (
    "portal:home", "partnerships:list", "portal:exchange", "funding:overview", "funding:list",
    "portal:strategy", "portal:dates", "portal:contact", "portal:easy_language", "portal:sign_language",
    "portal:accessibility", "portal:report_barrier", "portal:privacy", "portal:imprint", "portal:licences",
    "portal:data",
)  # fmt: skip


def pages():
    """[(address from "/", day of the last change or None)] of everything that everybody may see."""
    public = AnonymousPerson()
    towns = Partnership.objects.visible_to(public).only("slug").order_by("slug")
    calls = Call.objects.visible_to(public).for_us().only("slug", "changed_at")
    latest = calls.order_by("-sort_deadline", "-pk")[:MOST_CALLS]
    found = [(reverse(name), None) for name in PAGES]
    found += [(town.get_absolute_url(), None) for town in towns]
    return found + [(call.get_absolute_url(), call.changed_at.date()) for call in latest]


def as_xml():
    Xml.register_namespace("", SITEMAP)
    Xml.register_namespace("xhtml", XHTML)
    root = Xml.Element(f"{{{SITEMAP}}}urlset")
    for path, changed_on in pages():
        for code, _name in settings.LANGUAGES:
            entry = Xml.SubElement(root, f"{{{SITEMAP}}}url")
            Xml.SubElement(entry, f"{{{SITEMAP}}}loc").text = _address(path, code)
            if changed_on:
                Xml.SubElement(entry, f"{{{SITEMAP}}}lastmod").text = changed_on.isoformat()
            for other, _label in settings.LANGUAGES:
                Xml.SubElement(
                    entry, f"{{{XHTML}}}link", rel="alternate", hreflang=other, href=_address(path, other)
                )
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _address(path, code):
    return settings.SITE_URL + (path if code == settings.LANGUAGE_CODE else f"/{code}{path}")
