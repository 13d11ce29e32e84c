"""Notices end after a year, with the account, and go along in the export."""

from datetime import timedelta

from django.utils import timezone

from accounts import personal_data
from core import retention
from notices.actions import notify, renew_calendar
from notices.models import CalendarKey, Notice, Preference
from notices.retention import OLD_NOTICES


def test_notices_of_more_than_a_year_ago_are_forgotten(person):
    now = timezone.now()
    notify("call-changed", [person], key="old", title="alt", due_at=now - timedelta(days=366))
    notify("call-changed", [person], key="young", title="jung", due_at=now - timedelta(days=364))

    ended = OLD_NOTICES.end(list(OLD_NOTICES.over(now)), now)

    assert (ended, Notice.objects.get().key) == (1, "young")
    assert OLD_NOTICES in retention.all_terms()


def test_the_export_contains_what_one_was_told_but_not_the_secret_address(person):
    notify("call-changed", [person], key="a", title="Frist verlängert")
    Preference.objects.create(person=person, topic="news", frequency="none")
    key = renew_calendar(person, by=person)

    sections = personal_data.export(person)

    assert [row["title"] for row in sections["notices.Notice"]] == ["Frist verlängert"]
    assert [row["frequency"] for row in sections["notices.Preference"]] == ["none"]
    assert key.token not in str(sections)


def test_a_deleted_account_leaves_no_notice_behind(person):
    notify("call-changed", [person], key="a", title="Frist verlängert")
    Preference.objects.create(person=person, topic="news", frequency="none")
    renew_calendar(person, by=person)

    personal_data.erase(person)

    left = [model.objects.filter(person=person).count() for model in (Notice, Preference, CalendarKey)]
    assert left == [0, 0, 0]
