"""When a source is asked next: times of the day in German time, or a try after a failure."""

import random
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/Berlin")
RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
LONGEST_PAUSE = timedelta(hours=24)
JITTER = 0.25


def next_slot(times, now, *, weekday=None):
    """The first of these times of day ("05:30") after `now`; None without times."""
    local = now.astimezone(HOME)
    for days in range(9):
        day = local.date() + timedelta(days=days)
        if weekday is not None and day.weekday() != weekday:
            continue
        for clock in sorted(times):
            moment = datetime.combine(day, time.fromisoformat(clock), HOME)
            if moment > local:
                return moment.astimezone(now.tzinfo)
    return None


def retry_at(failures, now, *, retry_after=None, chance=random.random):
    """When to try again after the n-th failure in a row, or None to wait for the next slot.

    What the source asks for with Retry-After is a floor: never earlier than that.
    """
    if retry_after is not None:
        return now + min(timedelta(seconds=retry_after), LONGEST_PAUSE) + chance() * timedelta(seconds=30)
    if failures > len(RETRIES):
        return None
    return now + RETRIES[failures - 1] * (1 + JITTER * chance())
