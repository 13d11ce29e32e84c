"""When a call opens and closes, read from the places where the portal may say it, best place first."""

from dataclasses import dataclass
from datetime import date, datetime

from funding.sedia.dates import CLOSING_TIME, closing, read_day, read_instant
from funding.sedia.labels import PROCEDURES
from funding.sedia.metadata import texts
from funding.sedia.records import Deadline, Kind
from funding.sedia.status import UNREADABLE_DEADLINE
from funding.sedia.timeline import stated_hours


@dataclass(frozen=True)
class Timing:
    opening: date | None = None
    deadlines: tuple[Deadline, ...] = ()
    conflict: bool = False
    model: str = ""
    unconfirmed: date | None = None


def read_timing(metadata, kind, actions, links, stated_in):
    """`stated_in` is the running text that may name the hour of a deadline."""
    if kind is Kind.TOPIC:
        deadlines, conflict = _topic_deadlines(metadata, actions, stated_in)
    else:
        deadlines, conflict = _instants(metadata, actions)
    return Timing(
        opening=_opening(metadata, actions),
        deadlines=deadlines,
        conflict=conflict,
        model=_model(metadata, actions),
        unconfirmed=_unconfirmed(metadata, links, deadlines),
    )


def _topic_deadlines(metadata, actions, stated_in):
    in_actions = _days(metadata, [text for action in actions for text in texts(action.get("deadlineDates"))])
    in_index = _days(metadata, metadata.all("deadlineDate"))
    conflict = bool(in_actions and in_index and in_actions != in_index)
    if conflict:
        metadata.flag("deadline-conflict")
    hours = stated_hours(stated_in) if stated_in else {}
    return tuple(_deadline(metadata, day, hours) for day in in_actions or in_index), conflict


def _deadline(metadata, day, hours):
    """17:00 in Brussels, unless the source states one other hour for exactly this day."""
    named = hours.get(day)
    if not named:
        return Deadline(closing(day))
    if len(named) > 1:
        metadata.flag("deadline-hour-conflict")
    hour = CLOSING_TIME if CLOSING_TIME in named else min(named)
    return Deadline(closing(day, hour), "stated")


def _days(metadata, values):
    found = set()
    for value in values:
        if not value.strip():
            continue
        try:
            found.add(read_day(value))
        except ValueError:
            metadata.flag(UNREADABLE_DEADLINE)
    return sorted(found)


def _instants(metadata, actions):
    """External and cascade calls carry real instants; a day without an hour ends at 17:00 in Brussels."""
    in_actions = _moments(metadata, [t for action in actions for t in texts(action.get("deadlineDates"))])
    in_index = _moments(metadata, metadata.all("deadlineDate"))
    by_day = {_brussels_day(deadline.at): deadline for deadline in in_index}
    exact = {
        deadline if deadline.time_source == "stated" else by_day.get(_brussels_day(deadline.at), deadline)
        for deadline in in_actions
    }
    conflict = bool(in_actions and in_index) and {_brussels_day(d.at) for d in in_actions} != by_day.keys()
    if conflict:
        metadata.flag("deadline-conflict")
    return tuple(sorted(exact or in_index, key=lambda deadline: deadline.at)), conflict


def _moments(metadata, values):
    found = set()
    for value in values:
        if not value.strip():
            continue
        try:
            found.add(_moment(value.strip()))
        except ValueError:
            metadata.flag(UNREADABLE_DEADLINE)
    return found


def _moment(text):
    has_hour = ":" in text or text.lstrip("-").isdigit()
    return Deadline(read_instant(text), "stated") if has_hour else Deadline(closing(read_day(text)))


def _opening(metadata, actions):
    planned = [text for action in actions for text in texts(action.get("plannedOpeningDate"))]
    for values in (planned, metadata.all("startDate")):
        days = []
        for value in values:
            try:
                days += [read_day(value)] if value.strip() else []
            except ValueError:
                metadata.flag("opening-unreadable")
        if days:
            return min(days)
    return None


def _model(metadata, actions):
    for action in actions:
        procedure = action.get("submissionProcedure")
        if isinstance(procedure, dict):
            named = procedure.get("abbreviation") or PROCEDURES.get(str(procedure.get("id")), "")
            if isinstance(named, str) and named.strip():
                return named.strip()
    stated = metadata.first("deadlineModel").strip()
    return PROCEDURES.get(stated, stated)


def _unconfirmed(metadata, links, deadlines):
    """The last day on which the submission page accepts drafts, if it lies after every deadline."""
    ends = []
    for value in (text for link in links for text in texts(link.get("endDate")) if text.strip()):
        try:
            ends.append(read_day(value))
        except ValueError:
            metadata.flag("link-end-unreadable")
    if not ends or not deadlines:
        return None
    last = _brussels_day(deadlines[-1].at)
    return max(ends) if max(ends) > last else None


def _brussels_day(moment: datetime):
    return read_day(str(int(moment.timestamp() * 1000)))
