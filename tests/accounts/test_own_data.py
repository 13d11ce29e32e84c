import json
from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import actions, personal_data, retention
from accounts.erasure import erase_account
from accounts.models import Membership, Organisation, User
from accounts.roles import Function, Kind, Role
from core import retention as all_retention
from core.models import JournalEntry, SentForm
from notices.actions import notify
from notices.models import Notice
from tests.factories import make_membership, make_organisation, make_user

pytestmark = pytest.mark.django_db
NAME, EMAIL = "Wilhelmine Zwiebelturm", "wilhelmine.zwiebelturm@example.org"


def whole_database():
    """Every row of every table as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        dump = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            dump += [f"{table}: {row}" for (row,) in cursor.fetchall()]
    return dump


def person_with_a_life(password):
    """Somebody who founded, joined, was confirmed, told, edited and signed in."""
    person, staff = make_user(name=NAME, email=EMAIL, password=password), make_user(role=Role.HEAD)
    choir = actions.found_organisation(Organisation(name="Chor", kind=Kind.ASSOCIATION), by=person)
    actions.confirm_organisation(choir, by=staff)
    school = make_organisation(kind=Kind.SCHOOL)
    asked = actions.ask_to_join(school, function=Function.MEMBER, by=person)
    actions.confirm_membership(asked, by=staff)
    actions.end_membership(asked, last_day=timezone.localdate(), by=staff)
    SentForm.objects.create(token="abc", sent_by=person)
    notify("account", [person], key="hello", title=f"Guten Tag, {NAME}")
    browser = Client()
    browser.post("/konto/login/", {"login": EMAIL, "password": password})
    browser.post("/konto/reauthenticate/", {"password": password})
    return person, browser


def test_everything_that_points_at_a_person_is_exported_or_left_out_for_a_reason():
    """R47: walks the models; a new foreign key to a person must be registered."""
    pointing = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if not model._meta.proxy
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.related_model is User and model._meta.label != "accounts.User"
    }

    assert pointing - personal_data.covered() == set()
    assert personal_data.covered() - pointing == set()


def test_every_reason_is_a_sentence():
    assert all(len(reason) > 20 for reason in personal_data.NOT_EXPORTED.values())


def test_the_export_holds_everything_and_no_secret(password):
    """R47"""
    person, browser = person_with_a_life(password)

    answer = browser.post("/konto/daten/export.json")

    data = json.loads(answer.content)["data"]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="meine-daten.json"'
    assert data["accounts.User"][0]["email"] == EMAIL
    assert [row["organisation"] for row in data["accounts.Membership"]][0] == "Chor"
    assert len(data["accounts.Membership"]) == 2
    assert {"core.JournalEntry", "notices.Notice", "usersessions.UserSession", "account.EmailAddress"} <= set(
        data
    )
    assert person.password not in answer.content.decode()


def test_a_stranger_gets_no_export(client):
    """R03"""
    assert client.post("/konto/daten/export.json").status_code == 302


def test_export_and_deletion_ask_who_one_is(client, password):
    client.force_login(make_user(password=password))

    targets = [
        client.post(f"/konto/daten/{step}").headers["Location"] for step in ("export.json", "loeschen/")
    ]

    assert [target.split("?")[0] for target in targets] == ["/konto/reauthenticate/"] * 2


def test_after_too_many_exports_there_is_a_pause(password):
    """R37"""
    _person, browser = person_with_a_life(password)

    answers = [browser.post("/konto/daten/export.json").status_code for _time in range(11)]

    assert (answers[:10], answers[10]) == ([200] * 10, 429)


def test_without_a_tick_nothing_is_deleted(password):
    person, browser = person_with_a_life(password)

    assert browser.post("/konto/daten/loeschen/", {"confirmed": ""}).status_code == 422
    assert User.objects.get(pk=person.pk).name == NAME


def test_after_deletion_neither_name_nor_address_is_anywhere(password):
    """R48"""
    person, browser = person_with_a_life(password)
    unconfirmed = Organisation(
        name="Freundeskreis Zwiebelturm",
        kind=Kind.ASSOCIATION,
        email="kreis@zwiebelturm.example",
        about="Wir Zwiebelturms musizieren.",
    )
    actions.found_organisation(unconfirmed, by=person)
    assert any(NAME in row for row in whole_database())

    answer = browser.post("/konto/daten/loeschen/", {"confirmed": "on"})

    assert answer.headers["Location"] == "/"
    traces = [row for row in whole_database() if "zwiebelturm" in row.lower()]
    assert traces == []
    assert not Session.objects.filter(session_key__in=[browser.session.session_key]).exists()
    assert not UserSession.objects.filter(user=person.pk).exists()


def test_a_founding_of_several_people_stays_when_one_of_them_deletes_the_account():
    """R48"""
    person, other = make_user(), make_user()
    choir = actions.found_organisation(Organisation(name="Chor", kind=Kind.ASSOCIATION), by=person)
    make_membership(person=other, organisation=choir, confirmed_at=None)

    erase_account(person, by=None)
    assert Organisation.objects.filter(pk=choir.pk).exists()

    erase_account(other, by=None)
    assert not Organisation.objects.filter(pk=choir.pk).exists()


def test_contributions_stay_without_a_name(password):
    """R48"""
    person, browser = person_with_a_life(password)

    browser.post("/konto/daten/loeschen/", {"confirmed": "on"})

    entry = JournalEntry.objects.get(verb="accounts.organisation_founded")
    assert str(entry.by) == "Gelöschtes Konto"
    assert Organisation.objects.filter(name="Chor").exists()
    assert not Membership.objects.filter(person=person.pk).exists()


def test_a_deleted_account_cannot_sign_in_or_be_found(password, sign_in, client):
    """R48"""
    _person, browser = person_with_a_life(password)
    browser.post("/konto/daten/loeschen/", {"confirmed": "on"})

    assert sign_in(EMAIL).status_code == 422
    assert browser.get("/konto/").status_code == 302


def test_names_of_others_are_not_touched_by_a_deletion():
    person, other = make_user(name="Ute Lang"), make_user(name="Ute Langer")
    for one in (person, other):
        actions.leave(make_membership(person=one), by=one)

    erase_account(person, by=None)

    labels = JournalEntry.objects.order_by("pk").values_list("object_label", flat=True)
    assert [label.split(" – ")[0] for label in labels if " – " in label] == ["gelöschtes Konto", "Ute Langer"]


def in_days(days):
    return timezone.now() + timedelta(days=days)


def outcome(now, name, **more):
    return next(one.number for one in all_retention.run(now, **more) if one.name == name)


def test_sign_ups_that_nobody_confirms_go_after_7_days(sign_up):
    """R49"""
    sign_up("ilse@example.org")

    assert outcome(in_days(6), "accounts.unconfirmed") == 0
    assert outcome(in_days(8), "accounts.unconfirmed", dry_run=True) == 1
    assert User.objects.filter(email="ilse@example.org").exists()
    assert outcome(in_days(8), "accounts.unconfirmed") == 1
    assert not User.objects.filter(email="ilse@example.org").exists()


def test_accounts_unused_for_two_years_are_told_and_deleted_a_month_later():
    """R49"""
    person = make_user(name=NAME, email=EMAIL)

    assert outcome(in_days(729), "accounts.unused") == 0
    assert outcome(in_days(731), "accounts.unused") == 1
    assert Notice.objects.get(person=person).title == "Ihr Konto wird in 30 Tagen gelöscht"
    assert outcome(in_days(760), "accounts.announced") == 0
    assert outcome(in_days(762), "accounts.announced") == 1
    assert not any("zwiebelturm" in row.lower() for row in whole_database())


def test_who_comes_back_in_time_keeps_the_account():
    """R49"""
    person = make_user()
    outcome(in_days(731), "accounts.unused")
    User.objects.filter(pk=person.pk).update(last_login=in_days(740))

    assert outcome(in_days(770), "accounts.came_back") == 1
    assert outcome(in_days(770), "accounts.announced") == 0
    assert User.objects.get(pk=person.pk).deletion_announced_at is None


def test_marks_of_forms_and_dead_sessions_go(client):
    """R49"""
    SentForm.objects.create(token="abc")
    client.force_login(make_user())
    assert Session.objects.exists()

    done = {one.name: one.number for one in all_retention.run(in_days(31))}

    assert (done["accounts.sent_forms"], done["accounts.sessions"]) == (1, 1)
    assert (SentForm.objects.count(), Session.objects.count(), UserSession.objects.count()) == (0, 0, 0)


def test_a_second_run_finds_nothing():
    """R49"""
    make_user()
    SentForm.objects.create(token="abc")
    all_retention.run(in_days(800))

    again = [one.number for one in all_retention.run(in_days(800)) if one.name.startswith("accounts.")]

    assert again == [0] * len(retention.TERMS)


def test_people_of_the_demo_are_kept():
    make_user(is_example=True)
    with time_machine.travel(in_days(900)):
        assert outcome(timezone.now(), "accounts.unused") == 0
