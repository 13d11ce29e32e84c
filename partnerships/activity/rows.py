"""What the tables know of the activity of partnerships, as Inputs for the score on any day."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from accounts.roles import Kind
from partnerships.activity.score import Inputs
from partnerships.models import ContactEvent, Encounter

DAYS_OF_A_MONTH = 30.4375
RECIPROCITY_DAYS = 36 * DAYS_OF_A_MONTH
FUTURE_DAYS = 365
# An encounter that nobody counted has taken place all the same
UNCOUNTED_PERSONS = 5
OF_A_CITY = (Kind.OFFICE, Kind.EXECUTIVE, Kind.PARTNER_ADMINISTRATION)
AHEAD = frozenset({Encounter.State.PLANNED, Encounter.State.CONFIRMED})
Direction = Encounter.Direction
_project_sources = []


@dataclass(frozen=True)
class Meeting:
    """An encounter as the score sees it; people are None where nobody counted."""

    state: str
    direction: str
    starts_on: date
    ends_on: date
    own: int | None
    partner: int | None

    @property
    def persons(self):
        counted = [number for number in (self.own, self.partner) if number is not None]
        return sum(counted) if counted else UNCOUNTED_PERSONS


@dataclass
class Rows:
    """Everything of one partnership: meetings, (organisation, day) of each, days of contacts, projects."""

    meetings: list = field(default_factory=list)
    carriers: list = field(default_factory=list)
    contacts: list = field(default_factory=list)
    projects: tuple | None = None

    def held_until(self, day):
        return [one for one in self.meetings if one.state in Encounter.HELD and one.ends_on <= day]

    def last_meeting(self, day):
        return max((one.ends_on for one in self.held_until(day)), default=None)

    def last_contact(self, day):
        return max((one for one in self.contacts if one <= day), default=None)

    def uncounted(self, day):
        return [one for one in self.held_until(day) if one.own is None and one.partner is None]

    def inputs_on(self, day):
        """Inputs for the score as of a day; what came later is not known yet, except plans."""
        held = self.held_until(day)
        last = {}
        for organisation, when in self.carriers:
            if when <= day:
                last[organisation] = max(when, last.get(organisation, when))
        contacts = [when for when in self.contacts if when <= day]
        planned = [one for one in self.meetings if _is_ahead(one, day)]
        return Inputs(
            encounters=tuple((one.persons, months(one.ends_on, day)) for one in held) or None,
            carriers=tuple(months(when, day) for when in last.values()) or None,
            projects=self.projects,
            contacts=tuple(months(when, day) for when in contacts) or None,
            visitors=_visitors(held, day),
            planned=len(planned) if planned or held else None,
        )


def months(when, day):
    return (day - when).days / DAYS_OF_A_MONTH


def _is_ahead(meeting, day):
    happens = meeting.state in AHEAD or meeting.state in Encounter.HELD
    return happens and day < meeting.starts_on <= day + timedelta(days=FUTURE_DAYS)


def _visitors(held, day):
    """(from there to here, from here to there) of the last 36 months; None if nobody counted."""
    recent = [one for one in held if (day - one.ends_on).days <= RECIPROCITY_DAYS]
    came = [one.partner for one in recent if one.direction in (Direction.IN, Direction.BOTH)]
    went = [one.own for one in recent if one.direction in (Direction.OUT, Direction.BOTH)]
    counted = [number for number in (*came, *went) if number is not None]
    return (sum(filter(None, came)), sum(filter(None, went))) if counted else None


def register_projects(source):
    """`source(pks, today)` gives {pk of a partnership: (1.0 per running, 0.5 per prepared project, …)}."""
    if source not in _project_sources:
        _project_sources.append(source)


def rows_of(pks, today):
    """{pk: Rows} of these partnerships in two queries, however many there are."""
    found = {pk: Rows() for pk in pks}
    meetings = Encounter.objects.filter(partnerships__in=found).exclude(
        state__in=(Encounter.State.PROPOSED, Encounter.State.DECLINED, Encounter.State.CANCELLED)
    )
    carriers = Encounter.organisers.through.objects.filter(encounter=OuterRef("pk"))
    carriers = carriers.exclude(organisation__kind__in=OF_A_CITY).values("organisation")
    fields = ("state", "direction", "starts_on", "ends_on", "participants_own", "participants_partner")
    rows = meetings.annotate(carriers=ArraySubquery(carriers)).values_list(
        "partnerships", "carriers", *fields
    )
    for pk, organisations, *values in rows:
        if pk in found:
            meeting = Meeting(*values)
            found[pk].meetings.append(meeting)
            if meeting.state in Encounter.HELD:
                found[pk].carriers += [(one, meeting.ends_on) for one in organisations]
    contacts = ContactEvent.objects.filter(partnership__in=found).values_list("partnership", "happened_on")
    for pk, when in contacts.distinct():
        found[pk].contacts.append(when)
    for pk, projects in _projects(list(found), today).items():
        found[pk].projects = tuple(projects)
    return found


def _projects(pks, today):
    collected = defaultdict(list)
    for source in _project_sources:
        for pk, projects in source(pks, today).items():
            collected[pk].extend(projects)
    return collected
