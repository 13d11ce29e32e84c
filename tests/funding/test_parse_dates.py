"""Deadlines are instants: 17:00 by the clock in Brussels, whatever the index writes."""

import json
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from funding.sedia.dates import read_day, read_instant
from funding.sedia.parse import parse_record
from funding.sedia.records import Deadline
from funding.sedia.status import computed_status, next_deadline
from funding.sedia.timeline import stated_hours
from tests.funding.recorded import make_raw

BRUSSELS = ZoneInfo("Europe/Brussels")


def topic(*deadlines, opening="2026-05-06", **metadata):
    actions = json.dumps([{"plannedOpeningDate": opening, "deadlineDates": list(deadlines)}])
    return parse_record(make_raw(actions=[actions], deadlineDate=[], **metadata)).record


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        ("2027-03-27", 16),
        ("2027-03-28", 15),
        ("2027-03-29", 15),
        ("2027-10-30", 15),
        ("2027-10-31", 16),
        ("2026-09-23", 15),
    ],
)
def test_deadline_is_at_five_in_brussels_across_the_change_of_clocks(day, utc_hour):
    end = topic(day).last_deadline

    assert end == datetime.combine(date.fromisoformat(day), time(utc_hour), UTC)
    assert end.astimezone(ZoneInfo("Europe/London")).hour == 16
    assert end.astimezone(ZoneInfo("Europe/Athens")).hour == 18


@pytest.mark.parametrize("day", ["2027-03-27", "2027-03-28", "2027-10-30", "2027-10-31"])
def test_status_flips_exactly_at_the_deadline(day):
    record = topic(day)
    five = datetime.combine(date.fromisoformat(day), time(17), BRUSSELS)

    found = [computed_status(record, five + timedelta(seconds=step)) for step in (-2, 0, 1)]

    assert found == ["open", "closed", "closed"]


def test_call_opens_with_its_day_in_brussels():
    record = topic("2026-09-23")
    midnight = datetime(2026, 5, 6, tzinfo=BRUSSELS)

    assert computed_status(record, midnight - timedelta(seconds=1)) == "forthcoming"
    assert computed_status(record, midnight) == "open"


def test_next_deadline_is_the_first_one_ahead():
    record = topic("2026-09-03", "2027-03-04")

    assert next_deadline(record, datetime(2026, 9, 1, tzinfo=UTC)).at.date() == date(2026, 9, 3)
    assert next_deadline(record, datetime(2026, 9, 3, 15, tzinfo=UTC)).at.date() == date(2027, 3, 4)
    assert next_deadline(record, datetime(2027, 4, 1, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    "form",
    [
        "2026-09-23T00:00:00.000+0000",
        "2026-09-23T17:00:00.000+0000",
        "2026-09-23T00:00:00.000+0200",
        "2026-09-23",
        "2026-09-23 17:00:57.0",
        "23 September 2026",
        "23 Sep 2026",
        "1790121600000",
        1790121600000,
        1790114400000,
    ],
)
def test_every_form_of_a_day(form):
    assert read_day(form) == date(2026, 9, 23)


@pytest.mark.parametrize(
    "form", ["", "T", "2026-02-30", "31 June 2026", "1e3", "2026-09-23abc", "99999999999999"]
)
def test_what_is_no_day_is_refused(form):
    with pytest.raises(ValueError):
        read_day(form)


@pytest.mark.parametrize(
    ("form", "utc"),
    [
        ("2026-05-19T17:40:00.615+0200", "2026-05-19T15:40:00.615000+00:00"),
        ("2026-02-12T15:50:54.218", "2026-02-12T14:50:54.218000+00:00"),
        ("2026-06-08 17:00:57.0", "2026-06-08T15:00:57+00:00"),
        ("2027-03-28T02:30:00", "2027-03-28T01:30:00+00:00"),
        ("2027-10-31T02:30:00", "2027-10-31T00:30:00+00:00"),
    ],
)
def test_every_form_of_a_moment(form, utc):
    assert read_instant(form).isoformat() == utc


@pytest.mark.parametrize(
    "text",
    [
        "Deadline: 23/09/2026 17:00 (Brussels time).",
        "Deadline for submission: 23 September 2026 – 17:00:00 CET (Brussels)",
        "until September, 23 2026 17.00 Brussels time",
    ],
)
def test_hour_named_by_the_source_is_found(text):
    assert stated_hours(text) == {date(2026, 9, 23): {time(17)}}


def test_hour_of_another_day_says_nothing_about_the_deadline():
    record = topic("2026-09-23", topicConditions=["<p>Info session: 3 June 2026, 10:00 (Brussels time)</p>"])

    assert [(d.at.hour, d.time_source) for d in record.deadlines] == [(15, "default")]


def test_hour_stated_by_the_source_is_believed():
    record = topic("2026-09-23", topicConditions=["<p>Deadline: 23/09/2026 12:00 (Brussels time)</p>"])

    assert [(d.at.hour, d.time_source) for d in record.deadlines] == [(10, "stated")]


def test_continuous_call_without_a_deadline_is_unknown():
    record = topic()

    assert (record.deadlines, computed_status(record, datetime(2026, 7, 1, tzinfo=UTC))) == ((), "unknown")


def test_external_call_with_a_bare_day_ends_at_five_in_brussels():
    record = parse_record(
        make_raw("1PROSPECTSEN", type=["2"], actions=[], deadlineDate=["2026-09-23"])
    ).record

    assert [(d.at.hour, d.time_source) for d in record.deadlines] == [(15, "default")]


def test_end_of_the_submission_link_announces_an_extension():
    links = json.dumps([{"endDate": "1790121600000"}, {"endDate": "1792713600000"}, {"endDate": ""}])

    record = topic("2026-09-23", links=[links])

    assert record.unconfirmed_deadline == date(2026, 10, 23)
    assert topic("2026-10-23", links=[links]).unconfirmed_deadline is None


@pytest.mark.parametrize("kind", ["2", "8"])
def test_midnight_of_an_external_or_cascade_call_is_a_real_instant(kind):
    raw = make_raw(type=[kind], actions=[], deadlineDate=["2026-09-23T00:00:00.000+0000"])

    assert parse_record(raw).record.deadlines == (Deadline(datetime(2026, 9, 23, tzinfo=UTC), "stated"),)


def cascade(*in_actions, in_index=()):
    actions = [json.dumps([{"deadlineDates": list(in_actions)}])]
    return parse_record(make_raw(type=["8"], actions=actions, deadlineDate=list(in_index))).record


def test_a_cascade_call_has_the_deadlines_of_its_actions():
    record = cascade("2027-02-01", "2027-03-01T10:00:00.000+0000")

    assert [deadline.at for deadline in record.deadlines] == [
        datetime(2027, 2, 1, 16, tzinfo=UTC),
        datetime(2027, 3, 1, 10, tzinfo=UTC),
    ]


def test_a_day_in_the_actions_of_a_cascade_call_takes_its_hour_from_the_index():
    record = cascade("2027-02-01", in_index=["2027-02-01T00:59:00.000+0000"])

    assert (record.deadlines[0].at, record.deadline_conflict) == (
        datetime(2027, 2, 1, 0, 59, tzinfo=UTC),
        False,
    )


def test_one_bad_date_of_a_link_does_not_hide_its_good_ones():
    links = [json.dumps([{"endDate": ["soon", "2026-10-07"]}])]

    record = parse_record(make_raw(links=links)).record

    assert (record.unconfirmed_deadline, record.flags) == (date(2026, 10, 7), ("link-end-unreadable",))


def test_a_byte_order_mark_inside_a_text_goes():
    record = parse_record(
        make_raw(title=["\ufeffTown\ufeff Twinning"], descriptionByte=["<p>\ufeffa</p>"])
    ).record

    assert (record.title, record.description[0].html) == ("Town Twinning", "<p>a</p>")
