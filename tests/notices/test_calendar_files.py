"""Calendar files, read back: ids that last, zones that travel along, 17:00 Brussels on every day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from core.calendars import CalendarEvent, build_calendar

BRUSSELS = ZoneInfo("Europe/Brussels")
CHANGED = datetime(2027, 1, 5, 9, 30, tzinfo=UTC)


def event(**more):
    values = {
        "uid": "call-1-deadline-1",
        "title": "Frist: Town Twinning",
        "starts": datetime(2027, 5, 7, 17, 0, tzinfo=BRUSSELS),
        "zone": "Europe/Brussels",
        "changed_at": CHANGED,
    }
    return CalendarEvent(**(values | more))


def read(*events):
    return icalendar.Calendar.from_ical(build_calendar("Fristen", list(events)))


def only(calendar):
    [entry] = calendar.events
    return entry


@pytest.mark.parametrize(
    "day, utc_hour",
    [
        (date(2027, 3, 27), 16),
        (date(2027, 3, 28), 15),
        (date(2027, 3, 29), 15),
        (date(2027, 10, 30), 15),
        (date(2027, 10, 31), 16),
    ],
)
@pytest.mark.parametrize(
    "zone, hour", [("Europe/Brussels", 17), ("Europe/Berlin", 17), ("Europe/London", 16)]
)
def test_five_o_clock_in_brussels_on_the_days_around_the_change(day, utc_hour, zone, hour):
    starts = datetime(day.year, day.month, day.day, 17, 0, tzinfo=BRUSSELS)

    calendar = read(event(starts=starts.astimezone(UTC), zone=zone))

    entry = only(calendar)
    assert entry["dtstart"].params["TZID"] == zone
    assert entry.start.replace(tzinfo=None) == datetime(day.year, day.month, day.day, hour, 0)
    # the zone that the file itself carries, not the one of this machine
    carried = next(zone for zone in calendar.timezones if zone.tz_name == entry["dtstart"].params["TZID"])
    assert entry.start.replace(tzinfo=carried.to_tz(lookup_tzid=False)).astimezone(UTC).hour == utc_hour


@pytest.mark.parametrize("zone", ["Europe/Brussels", "Europe/Berlin", "Asia/Jerusalem"])
def test_no_zone_is_named_that_the_file_does_not_explain(zone):
    calendar = read(event(zone=zone), event(uid="other", zone="Europe/Berlin"))

    assert calendar.get_missing_tzids() == set()
    assert calendar.get_used_tzids() == {zone, "Europe/Berlin"}


def test_an_entry_carries_what_programs_need_to_follow_it():
    entry = only(
        read(event(sequence=3, url="/foerderung/aufrufe/tt-2027/", text="Zeile 1\nZeile 2; Komma, ende"))
    )

    assert str(entry["uid"]).startswith("call-1-deadline-1@")
    assert (entry["sequence"], str(entry["status"])) == (3, "CONFIRMED")
    assert entry["dtstamp"].dt == entry["last-modified"].dt == CHANGED
    assert str(entry["url"]).endswith("/foerderung/aufrufe/tt-2027/")
    assert str(entry["url"]).startswith("http")
    assert str(entry["description"]) == "Zeile 1\nZeile 2; Komma, ende"


def test_the_time_stamp_is_written_in_utc():
    content = build_calendar("Fristen", [event(changed_at=CHANGED.astimezone(BRUSSELS))]).decode()

    assert "DTSTAMP:20270105T093000Z\r\n" in content
    assert "LAST-MODIFIED:20270105T093000Z\r\n" in content


def test_a_cancelled_event_stays_in_the_file_under_its_id():
    before, after = only(read(event())), only(read(event(is_cancelled=True, sequence=1)))

    assert before["uid"] == after["uid"]
    assert (str(after["status"]), after["sequence"]) == ("CANCELLED", 1)


def test_whole_days_end_on_the_morning_after_the_last():
    entry = only(read(event(starts=date(2027, 6, 4), ends=date(2027, 6, 6))))

    assert (entry.start, entry.end, entry.end - entry.start) == (
        date(2027, 6, 4),
        date(2027, 6, 7),
        timedelta(days=3),
    )
    assert str(entry["transp"]) == "TRANSPARENT"


def test_a_calendar_of_days_only_needs_no_zone():
    calendar = read(event(starts=date(2027, 6, 4)))

    assert (calendar.timezones, calendar.get_missing_tzids()) == ([], set())


def test_the_same_events_make_the_same_bytes():
    assert build_calendar("Fristen", [event()]) == build_calendar("Fristen", [event()])


def test_an_empty_calendar_is_a_calendar():
    assert str(read()["name"]) == "Fristen"


def test_lines_are_folded_and_end_as_the_standard_says():
    content = build_calendar("Fristen", [event(title="Sehr langer Titel mit Umlauten äöü " * 10)])

    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
