"""What is new, as Atom feeds (RFC 4287)."""

import datetime
import re

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.people import AnonymousPerson
from funding.dates_out import FeedEntry, feed_entries
from partnerships.models import PartnershipEvent

MOST = 50
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def partnership_entries():
    """The checked events of the partnerships that everybody sees, the latest first."""
    events = (
        PartnershipEvent.objects.visible_to(AnonymousPerson())
        .filter(is_example=False)
        .select_related("partnership__city")
        .order_by("-happened_on", "-pk")[:MOST]
    )
    return [
        FeedEntry(
            uid=f"partnership-event-{event.pk}",
            title=f"{event.partnership.city.name}: {event.get_kind_display()}",
            text=" · ".join(filter(None, [event.happened_on.display(), event.note, event.source_title])),
            url=event.partnership.get_absolute_url(),
            published_at=_noon(event.happened_on.first_day),
            changed_at=_noon(event.retrieved_on or event.happened_on.first_day),
        )
        for event in events
    ]


def _noon(day):
    return datetime.datetime.combine(day, datetime.time(12), datetime.UTC)


FEEDS = {
    "foerderung": (gettext_lazy("Neue Förderaufrufe"), "funding:overview", feed_entries),
    "partnerschaften": (gettext_lazy("Aus den Partnerschaften"), "partnerships:list", partnership_entries),
}


def as_atom(name):
    """The bytes of a feed; KeyError when nobody offers it."""
    title, page, entries = FEEDS[name]
    address = settings.SITE_URL + reverse("feed", args=[name])
    feed = Atom1Feed(
        title=f"{title} – {settings.CITY['authority']}",
        link=settings.SITE_URL + reverse(page),
        description="",
        subtitle=_("Öffentliche Meldungen des Portals"),
        language=get_language(),
        author_name=settings.CITY["authority"],
        feed_url=address,
        feed_guid=address,
    )
    for entry in entries():
        link = settings.SITE_URL + entry.url
        feed.add_item(
            title=readable(entry.title),
            link=link,
            description=readable(entry.text),
            unique_id=f"{link}#{entry.uid}",
            pubdate=entry.published_at,
            updateddate=entry.changed_at,
        )
    return feed.writeString("utf-8").encode()


def readable(text):
    """Without the characters that XML cannot hold."""
    return NOT_IN_XML.sub("", text)
