"""How a deadline is shown: date, time, zone and days left, as plain values in the active language."""

from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

BRUSSELS = "Europe/Brussels"
ZONE_WORDS = {
    BRUSSELS: gettext_lazy("Brüsseler Zeit"),
    "Europe/Berlin": gettext_lazy("deutsche Zeit"),
}
URGENT_DAYS, SOON_DAYS = 7, 30


def in_words(moment, now, zone=BRUSSELS):
    """What components/deadline.html shows of an instant; days are counted on the calendar of its zone."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return _in_words(moment, zone, today, moment <= now, get_language())


@lru_cache(maxsize=4000)  # lists show the same few moments again and again
def _in_words(moment, zone, today, over, language):
    local = moment.astimezone(ZoneInfo(zone))
    days = (local.date() - today).days
    return {
        "words": gettext("%(day)s, %(time)s Uhr") % {"day": date_format(local), "time": f"{local:%H:%M}"},
        "instant": local.isoformat(),
        "zone": str(ZONE_WORDS.get(zone, zone.rpartition("/")[2])),
        "left": days_left(days, over=over),
        "tone": "over"
        if over
        else "urgent"
        if days <= URGENT_DAYS
        else "soon"
        if days <= SOON_DAYS
        else "calm",
    }


def days_left(days, *, over):
    """How long a deadline is away, in words."""
    if over:
        return gettext("abgelaufen")
    if days == 0:
        return gettext("endet heute")
    return ngettext("noch %(days)d Tag", "noch %(days)d Tage", days) % {"days": days}
