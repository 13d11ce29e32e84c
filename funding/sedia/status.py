"""Where a call stands at a given moment, computed from its dates: the source's own status lags and lies."""

from funding.sedia.dates import start_of
from funding.sedia.records import Kind, Status

UNREADABLE_DEADLINE = "deadline-unreadable"


def computed_status(record, at):
    """Before opening forthcoming, until the last deadline open, then closed; without a deadline unknown.

    An archive row may prove that something is over, never that something is open.
    """
    if UNREADABLE_DEADLINE in record.flags:
        return Status.UNKNOWN
    if record.deadlines and at >= record.last_deadline:
        return Status.CLOSED
    if record.is_archive:
        return Status.UNKNOWN
    if record.opening is not None and at < start_of(record.opening):
        return Status.FORTHCOMING
    return Status.OPEN if record.deadlines else Status.UNKNOWN


def next_deadline(record, at):
    """The first deadline still ahead (a cut-off, or the next stage), or None."""
    return next((deadline for deadline in record.deadlines if at < deadline.at), None)


def is_shown(record):
    """Tenders and kinds we do not know stay out of the public list."""
    return not record.is_archive and record.kind in {Kind.TOPIC, Kind.EXTERNAL, Kind.CASCADE}
