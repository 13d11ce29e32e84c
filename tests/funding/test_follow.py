"""Following a call: notices of changes, reminders before the deadline, and leaving."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.roles import Role
from funding import manual
from funding.actions import follow, unfollow
from funding.models import Call, CallChange, CallFollow
from funding.reminders import remind, step_moment, step_reached
from funding.ticking import tick_status
from notices.models import Notice
from tests.factories import make_user
from tests.funding.making import JUNE, SEPTEMBER_23, make_call, make_source, poll_rows
from tests.funding.recorded import make_raw
from tests.funding.test_takeover import with_deadline

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def followed(**more):
    call, person = make_call(**more), make_user()
    CallFollow.objects.create(person=person, call=call, since=JUNE - 200 * DAY)
    return call, person


def reminders():
    return list(Notice.objects.filter(topic="call-deadline").order_by("pk").values_list("title", flat=True))


def test_reminders_come_at_90_60_30_14_7_and_2_days():
    followed(title="Town")
    moment = SEPTEMBER_23 - 100 * DAY
    while moment < SEPTEMBER_23 + DAY:
        remind(moment)
        moment += timedelta(hours=6)

    assert reminders() == [f"noch {days} Tage: Town" for days in (90, 60, 30, 14, 7, 2)]


def test_asked_twice_a_reminder_is_written_once():
    followed()

    for _ in range(3):
        remind(SEPTEMBER_23 - 7 * DAY)

    assert len(reminders()) == 1


def test_an_extension_cancels_planned_reminders_and_starts_new_ones():
    source, person = make_source(), make_user()
    poll_rows(source, with_deadline("2026-09-23"))
    call = Call.objects.get()
    CallFollow.objects.create(person=person, call=call, since=JUNE)
    remind(SEPTEMBER_23 - 7 * DAY)

    poll_rows(source, with_deadline("2026-10-07"), now=SEPTEMBER_23 - 6 * DAY)
    assert reminders() == []
    remind(SEPTEMBER_23 + 7 * DAY)

    assert reminders() == ["noch 7 Tage: Town Twinning"]


def test_who_follows_late_is_not_reminded_of_days_long_past():
    call, person = make_call(), make_user()
    CallFollow.objects.create(person=person, call=call, since=SEPTEMBER_23 - 10 * DAY)

    remind(SEPTEMBER_23 - 9 * DAY)

    assert reminders() == []


@pytest.mark.parametrize("day", [datetime(2027, 3, 27), datetime(2027, 3, 28), datetime(2027, 10, 31)])
def test_reminders_count_days_on_the_wall_across_summer_time(day):
    deadline = (
        day.replace(hour=15, tzinfo=UTC)
        if day.month == 3 and day.day > 27
        else day.replace(hour=16, tzinfo=UTC)
    )

    moment = step_moment(deadline, 2)

    assert (moment.hour, (day.date() - moment.date()).days) == (17, 2)
    assert step_reached(deadline, moment, since=JUNE) == 2


def test_with_several_cut_offs_the_next_one_counts():
    first = SEPTEMBER_23 - 60 * DAY
    followed(deadlines=[first, SEPTEMBER_23], title="Film")

    remind(first - 2 * DAY)
    remind(SEPTEMBER_23 - 2 * DAY)

    assert reminders() == ["noch 2 Tage: Film", "noch 2 Tage: Film"]


def test_opening_is_told_to_followers_and_stands_in_the_history():
    call, person = followed(opening=JUNE.date() + 10 * DAY, title="Town")
    opens = call.opening_at

    assert tick_status(opens - timedelta(seconds=1)) == 0
    assert tick_status(opens) == 1
    assert tick_status(opens) == 0

    change = CallChange.objects.get()
    assert (change.field, change.before, change.after) == ("status", "forthcoming", "open")
    assert Notice.objects.get().person == person


def test_a_call_closes_by_the_clock_at_17_in_brussels():
    call = make_call()

    tick_status(SEPTEMBER_23 - timedelta(seconds=1))
    assert Call.objects.get(pk=call.pk).status == "open"
    tick_status(SEPTEMBER_23)

    assert Call.objects.get(pk=call.pk).status == "closed"


def test_new_calls_for_us_are_told_to_who_asked_for_them_and_to_nobody_else():
    source, curious, other = make_source(), make_user(), make_user()
    poll_rows(source, make_raw(reference="1TOPICSen", programmeDivision=[]))
    follow(None, by=curious)

    rows = [make_raw(reference="1TOPICSen", programmeDivision=[]), make_raw()]
    poll_rows(source, *rows, now=JUNE + DAY)

    assert [notice.person for notice in Notice.objects.filter(topic="call-new")] == [curious]
    assert other.notices.count() == 0


def test_following_twice_is_following_once_and_unfollowing_takes_reminders_back():
    call, person = make_call(), make_user()
    follow(call, by=person)
    follow(call, by=person)
    CallFollow.objects.update(since=JUNE - DAY)
    remind(SEPTEMBER_23 - 7 * DAY)

    unfollow(call, by=person)

    assert (CallFollow.objects.count(), reminders()) == (0, [])


def test_followers_of_a_call_turned_internal_hear_nothing_more():
    source, person = make_source(), make_user()
    poll_rows(source, make_raw())
    follow(Call.objects.get(), by=person)
    Call.objects.update(publicness="internal", is_publicness_chosen=True)

    poll_rows(source, make_raw(title=["Renamed"]), now=JUNE + DAY)

    assert Notice.objects.count() == 0


def test_followers_follow_by_a_button_and_leave_by_one(client):
    call, person = make_call(), make_user()
    client.force_login(person)

    client.post(f"{call.get_absolute_url()}folgen/")
    assert CallFollow.objects.get().person == person
    client.post(f"{call.get_absolute_url()}nicht-mehr-folgen/")

    assert CallFollow.objects.count() == 0


def test_a_moved_deadline_of_a_manual_call_is_told_to_followers():
    staff, person = make_user(role=Role.CASE_OFFICER), make_user()
    call = Call(identifier="URBACT-2027", title="Netze", programme_name="URBACT", publicness="public")
    call = manual.enter(call, deadline=SEPTEMBER_23, by=staff, now=JUNE)
    follow(call, by=person)

    manual.change(
        call, deadline=SEPTEMBER_23 + 14 * DAY, loaded_version=call.version, by=staff, now=JUNE + DAY
    )

    assert person.notices.get().text == "Frist: bisher 23. September 2026, jetzt 7. Oktober 2026"


OPENS = datetime(2026, 6, 30, 22, tzinfo=UTC)  # midnight in Brussels


@pytest.mark.parametrize(
    ("now", "at"),
    [
        (OPENS + 20 * DAY, OPENS),
        (SEPTEMBER_23 + 60 * DAY, SEPTEMBER_23),
        (SEPTEMBER_23, SEPTEMBER_23),
    ],
)
def test_a_change_of_status_noticed_late_carries_the_moment_at_which_it_happened(now, at):
    make_call(opening=date(2026, 7, 1))

    tick_status(now)

    assert CallChange.objects.get(field="status").at == at


def test_an_open_call_is_seen_to_have_closed_at_its_last_deadline():
    make_call(deadlines=[SEPTEMBER_23 - 30 * DAY, SEPTEMBER_23])

    tick_status(SEPTEMBER_23 + 60 * DAY)

    change = CallChange.objects.get(field="status")
    assert (change.before, change.after, change.at) == ("open", "closed", SEPTEMBER_23)


def test_a_call_that_is_open_again_without_a_date_to_tell_since_when_is_so_since_now():
    call = make_call()
    Call.objects.filter(pk=call.pk).update(status="closed")

    tick_status(JUNE + DAY)

    assert CallChange.objects.get(field="status").at == JUNE + DAY
