"""Every date form the portal has used. Calls end at 17:00 in Brussels whatever the index writes."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
CLOSING_TIME = time(17)
PLAUSIBLE_YEARS = range(1990, 2101)
_EPOCH_MS = re.compile(r"-?\d{11,14}")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?=$|[T ])")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_WRITTEN = re.compile(
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m1>{_MONTH}),?\s+(?P<y1>\d{{4}})"
    rf"|(?P<m2>{_MONTH}),?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"
    r"|(?P<d3>\d{1,2})[/.](?P<m3>\d{1,2})[/.](?P<y3>\d{4})",
    re.IGNORECASE,
)


def read_day(value):
    """The calendar day of an ISO form, "19 May 2020" or epoch milliseconds; ValueError otherwise."""
    day = _read_day(str(value).strip())
    if day.year not in PLAUSIBLE_YEARS:
        raise ValueError(f"not a day of any call: {day}")
    return day


def _read_day(text):
    if _EPOCH_MS.fullmatch(text):
        return _from_epoch(text).astimezone(BRUSSELS).date()
    if iso := _ISO_DAY.match(text):
        return date(*map(int, iso.groups()))
    written = _WRITTEN.fullmatch(text)
    if written is None:
        raise ValueError(f"not a date: {text[:40]!r}")
    return written_day(written)


def read_instant(value):
    """A moment in UTC; a form without a zone is meant in Brussels. ValueError otherwise."""
    text = str(value).strip()
    moment = _from_epoch(text) if _EPOCH_MS.fullmatch(text) else datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=BRUSSELS)
    if moment.year not in PLAUSIBLE_YEARS:
        raise ValueError(f"not a moment of any call: {text[:40]!r}")
    return moment.astimezone(UTC)


def closing(day, at=CLOSING_TIME):
    """The instant in UTC at which a day's deadline falls, by the clock in Brussels."""
    return datetime.combine(day, at, BRUSSELS).astimezone(UTC)


def start_of(day):
    return datetime.combine(day, time(), BRUSSELS).astimezone(UTC)


def written_days(text):
    """(position, end, day) of every date in running text."""
    found = []
    for match in _WRITTEN.finditer(text):
        try:
            found.append((match.start(), match.end(), written_day(match)))
        except ValueError:
            continue
    return found


def written_day(match):
    parts = match.groupdict()
    for n in "123":
        if parts[f"d{n}"]:
            month = parts[f"m{n}"]
            number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
            return date(int(parts[f"y{n}"]), number, int(parts[f"d{n}"]))
    raise ValueError("no day in the match")


def _from_epoch(text):
    return datetime.fromtimestamp(int(text) / 1000, UTC)
