"""What is usual for a kind of encounter, so that nobody has to type it."""

from datetime import timedelta

from partnerships.models import Encounter

Kind, Direction = Encounter.Kind, Encounter.Direction
DIRECTIONS = {
    Kind.RECEPTION: Direction.IN,
    Kind.DELEGATION: Direction.OUT,
    Kind.SCHOOL: Direction.BOTH,
    Kind.UNIVERSITY: Direction.BOTH,
    Kind.ONLINE: Direction.ONLINE,
    Kind.AID: Direction.OUT,
    Kind.ANNIVERSARY: Direction.BOTH,
}
FIELDS = {
    Kind.CITIZENS: ("kultur",),
    Kind.SCHOOL: ("schule", "jugend"),
    Kind.YOUTH: ("jugend",),
    Kind.SPORT: ("sport",),
    Kind.CULTURE: ("kultur",),
    Kind.EXPERTS: ("verwaltung",),
    Kind.DELEGATION: ("verwaltung",),
    Kind.RECEPTION: ("verwaltung",),
    Kind.BUSINESS: ("wirtschaft",),
    Kind.UNIVERSITY: ("hochschule",),
    Kind.AID: ("soziales",),
    Kind.ANNIVERSARY: ("kultur", "verwaltung"),
}
BY_CITY = {Kind.DELEGATION, Kind.RECEPTION, Kind.EXPERTS, Kind.ANNIVERSARY}


def direction_of(kind):
    return DIRECTIONS.get(kind, Direction.OUT)


def fields_of(kind):
    """Slugs of the fields of cooperation that this kind usually belongs to."""
    return FIELDS.get(kind, ())


def a_year_later(day):
    """The same weekday in the following year: 52 weeks later."""
    return day + timedelta(weeks=52)
