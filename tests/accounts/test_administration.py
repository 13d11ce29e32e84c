from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import Function, Role
from core.journal import history_of
from tests.accounts.mails import path_of
from tests.factories import make_membership, make_organisation, make_user

pytestmark = pytest.mark.django_db
PAGES = ["verwaltung/", "verwaltung/{}/", "verwaltung/{}/mitgliedschaft/"]
CHANGES = ["verwaltung/{}/sperren/", "verwaltung/{}/entsperren/", "verwaltung/{}/abmelden/"]


@pytest.fixture
def admin_browser(password):
    """The technical administration, just asked again who they are."""
    browser = Client()
    browser.force_login(make_user(role=Role.ADMIN, password=password))
    browser.post("/konto/reauthenticate/", {"password": password})
    return browser


def signed_in(user):
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.mark.parametrize(
    "role", [Role.CITIZEN, Role.ASSOCIATION_ADMIN, Role.CASE_OFFICER, Role.DATA_PROTECTION]
)
@pytest.mark.parametrize("path", [*PAGES, *CHANGES])
def test_other_roles_are_refused(role, path):
    """R02, R10"""
    browser, person = signed_in(make_user(role=role)), make_user()
    send = browser.post if path in CHANGES else browser.get

    assert send(f"/konto/{path.format(person.pk)}").status_code == 403


@pytest.mark.parametrize("path", CHANGES)
def test_the_head_grants_memberships_but_does_not_run_accounts(path):
    """R02"""
    browser, person = signed_in(make_user(role=Role.HEAD)), make_user()

    assert browser.get("/konto/verwaltung/").status_code == 200
    assert browser.post(f"/konto/{path.format(person.pk)}").status_code == 403


@pytest.mark.parametrize("path", [*CHANGES, "verwaltung/{}/mitgliedschaft/"])
def test_with_an_old_session_the_administration_is_asked_who_it_is(path, password):
    """R10"""
    browser, person = signed_in(make_user(role=Role.ADMIN, password=password)), make_user()

    answer = browser.post(f"/konto/{path.format(person.pk)}")

    assert answer.headers["Location"].startswith("/konto/reauthenticate/")


def test_after_five_minutes_it_is_asked_again(admin_browser):
    """R10"""
    person = make_user()
    assert admin_browser.get(f"/konto/verwaltung/{person.pk}/mitgliedschaft/").status_code == 200

    with time_machine.travel(timezone.now() + timedelta(minutes=4, seconds=50), tick=True):
        assert admin_browser.get(f"/konto/verwaltung/{person.pk}/mitgliedschaft/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=5), tick=True):
        answer = admin_browser.get(f"/konto/verwaltung/{person.pk}/mitgliedschaft/")

    assert answer.headers["Location"].startswith("/konto/reauthenticate/")


def test_a_locked_account_is_signed_out_and_stays_out(admin_browser, sign_in, password):
    """R18, R19"""
    person = make_user(email="ilse@example.org", password=password)
    theirs = Client()
    sign_in("ilse@example.org", browser=theirs)
    assert theirs.get("/konto/").status_code == 200

    admin_browser.post(f"/konto/verwaltung/{person.pk}/sperren/")

    assert theirs.get("/konto/").headers["Location"].startswith("/konto/login/")
    assert sign_in("ilse@example.org", browser=theirs).headers["Location"] == "/konto/inactive/"
    assert "accounts.account_locked" in [entry.verb for entry in history_of(person)]


def test_the_administration_ends_all_sessions_of_a_person(admin_browser, sign_in, password):
    """R19"""
    person = make_user(email="ilse@example.org", password=password)
    browsers = [Client(), Client()]
    for browser in browsers:
        sign_in("ilse@example.org", browser=browser)

    admin_browser.post(f"/konto/verwaltung/{person.pk}/abmelden/")

    assert [browser.get("/konto/").status_code for browser in browsers] == [302, 302]


def test_nobody_locks_themselves_out(admin_browser):
    admin = User.objects.get()

    admin_browser.post(f"/konto/verwaltung/{admin.pk}/sperren/")

    assert User.objects.get().is_active


def test_a_granted_membership_gives_the_role_from_its_first_to_its_last_day(admin_browser):
    person = make_user()
    office = make_organisation(kind="office", duty="council_office")
    today = timezone.localdate()
    form = {"organisation": office.pk, "function": "member", "first_day": today + timedelta(days=1),
            "last_day": today + timedelta(days=2)}  # fmt: skip

    admin_browser.post(f"/konto/verwaltung/{person.pk}/mitgliedschaft/", form)

    def roles_in(days):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            return User.objects.get(pk=person.pk).roles - {Role.CITIZEN}

    assert [roles_in(days) for days in range(4)] == [
        set(), {Role.COUNCIL_OFFICE}, {Role.COUNCIL_OFFICE}, set(),
    ]  # fmt: skip
    assert [entry.verb for entry in history_of(Membership.objects.get(person=person))] == [
        "accounts.membership_granted"
    ]


def test_the_head_cannot_make_administrators(password):
    """R05, R10"""
    head, person = make_user(role=Role.HEAD, password=password), make_user()
    browser = signed_in(head)
    browser.post("/konto/reauthenticate/", {"password": password})
    platform = make_organisation(kind="office", duty="platform")
    committee = make_organisation(kind="committee")
    working_group = make_organisation(kind="working_group")

    answers = [
        browser.post(
            f"/konto/verwaltung/{person.pk}/mitgliedschaft/",
            {"organisation": one.pk, "function": "member", "first_day": timezone.localdate()},
        ).status_code
        for one in (platform, committee, working_group)
    ]

    assert answers == [422, 422, 302]
    assert User.objects.get(pk=person.pk).roles == {Role.CITIZEN, Role.WORKING_GROUP}


def test_the_head_does_not_end_an_administrators_membership(password):
    """R02"""
    head = make_user(role=Role.HEAD, password=password)
    admins = make_membership(organisation=make_organisation(kind="office", duty="platform"))
    browser = signed_in(head)
    browser.post("/konto/reauthenticate/", {"password": password})

    answer = browser.post(
        f"/konto/verwaltung/mitgliedschaft/{admins.pk}/beenden/", {"last_day": "2030-01-01"}
    )

    assert answer.status_code == 403


def test_the_admin_role_has_no_right_to_decide_about_organisations():
    """R02"""
    make_organisation(slug="neu", state="proposed")
    browser = signed_in(make_user(role=Role.ADMIN))

    assert browser.post("/konto/anfragen/organisation/neu/bestaetigen/").status_code == 403


@pytest.mark.parametrize(
    "query", ["q=person1", "q='; DROP TABLE", "page=-3", "page=99999999999", "q=user__password"]
)
def test_the_list_of_people_can_be_searched(admin_browser, query):
    make_user(name="Person 1")

    assert admin_browser.get(f"/konto/verwaltung/?{query}").status_code == 200


@pytest.mark.parametrize("number", [1, 5, 50])
def test_the_list_of_people_asks_the_same_number_of_queries(
    number, admin_browser, django_assert_max_num_queries
):
    for _one in range(number):
        make_membership(person=make_user(password=None))
    admin_browser.get("/konto/verwaltung/")

    with django_assert_max_num_queries(7):
        admin_browser.get("/konto/verwaltung/")


def test_create_admin_prints_a_link_that_sets_a_password_once(capsys, client, sign_in, password):
    call_command("create_admin", "chefin@example.org", "--name", "Vera Chef")
    link = path_of(capsys.readouterr().out.split()[-1])
    form = client.get(link).headers["Location"]

    client.post(form, {"password1": password, "password2": password})

    person = User.objects.get()
    assert Role.ADMIN in person.roles
    assert sign_in("chefin@example.org").status_code == 302
    assert "Dieser Link gilt nicht mehr" in Client().get(link).content.decode()


def test_create_admin_twice_is_one_admin():
    for _time in range(2):
        call_command("create_admin", "chefin@example.org")

    assert Membership.objects.filter(function=Function.RESPONSIBLE).count() == 1


def test_create_admin_refuses_what_is_no_address():
    with pytest.raises(CommandError):
        call_command("create_admin", "chefin")
