"""Where a call stands at a moment: status and deadlines, from dates alone. No query in here."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from funding.sedia.dates import start_of
from funding.sedia.records import Deadline
from funding.sedia.status import UNREADABLE_DEADLINE, computed_status, next_deadline

NEVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Dates:
    """What the status of a call depends on; a stored call and a record of the feed both have it."""

    opening: date | None
    deadlines: tuple[Deadline, ...]
    flags: tuple[str, ...] = ()
    is_archive: bool = False

    @property
    def last_deadline(self):
        return self.deadlines[-1].at if self.deadlines else None


def dates_of(call):
    return Dates(call.opening, tuple(Deadline(at) for at in sorted(call.deadlines)), tuple(call.flags))


def standing(dates, now):
    """The columns of a call that are computed from its dates."""
    readable = UNREADABLE_DEADLINE not in dates.flags
    following = next_deadline(dates, now) if readable else None
    last = dates.last_deadline if readable else None
    return {
        "status": str(computed_status(dates, now)),
        "opening_at": start_of(dates.opening) if dates.opening and readable else None,
        "next_deadline": following.at if following else None,
        "last_deadline": last,
        "sort_deadline": following.at if following else last or NEVER,
    }
