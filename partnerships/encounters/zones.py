"""In which zone the programme of a journey is read: the local time of the place."""

from core.calendars import HOME
from partnerships.models import Encounter

# Of each country the zone of its towns among ours, or of its capital; without an entry it is our own
ZONES = {
    "AT": "Europe/Vienna", "BE": "Europe/Brussels", "CH": "Europe/Zurich", "CZ": "Europe/Prague",
    "DE": HOME, "ES": "Europe/Madrid", "FI": "Europe/Helsinki", "FR": "Europe/Paris", "GB": "Europe/London",
    "GR": "Europe/Athens", "HR": "Europe/Zagreb", "IE": "Europe/Dublin", "IL": "Asia/Jerusalem",
    "IT": "Europe/Rome", "NL": "Europe/Amsterdam", "PL": "Europe/Warsaw", "PT": "Europe/Lisbon",
    "RO": "Europe/Bucharest", "TR": "Europe/Istanbul", "UA": "Europe/Kyiv", "US": "America/Chicago",
}  # fmt: skip


def zone_of(encounter):
    """The zone's name; needs `partnerships__city`. Visits here and meetings online are in our own."""
    if encounter.direction in (Encounter.Direction.IN, Encounter.Direction.ONLINE):
        return HOME
    towns = sorted(encounter.partnerships.all(), key=lambda one: one.pk)
    return ZONES.get(towns[0].city.country_id, HOME) if towns else HOME
