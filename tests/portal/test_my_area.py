""" "Mein Bereich": what waits for whom."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organisation
from accounts.roles import Role
from core.publicness import Publicness
from funding.models import CallFollow
from portal.models import BarrierReport
from tests.factories import make_membership, make_organisation, make_user
from tests.funding.making import make_call

pytestmark = pytest.mark.django_db
PATH = "/mein-bereich/"


@pytest.fixture
def area(client):
    """area(person): the context of their own area."""

    def ask(person):
        client.force_login(person)
        return client.get(PATH).context

    return ask


def titles(side):
    return [str(group["title"]) for group in side]


def test_whoever_has_not_signed_in_is_sent_to_the_sign_in(client):
    assert client.get(PATH).url == f"{reverse('account_login')}?next={PATH}"


def test_a_fresh_account_is_shown_the_next_steps(area):
    context = area(make_user())

    assert [step["url"] for step in context["next_steps"]] == [
        "/konto/organisationen/",
        "/foerderung/",
        "/hinweise/einstellungen/",
    ]
    assert titles(context["side"]) == ["Für mich"]


def test_what_waits_is_grouped_by_how_soon_it_is_due(area):
    now = timezone.now()
    for days in (20, 8, 0):
        BarrierReport.objects.create(text="Kontrast", reported_at=now - timedelta(days=days))

    context = area(make_user(role=Role.CASE_OFFICER))

    assert [(str(g["title"]), len(g["entries"])) for g in context["groups"]] == [
        ("Jetzt dran", 1),
        ("In den nächsten 14 Tagen", 2),
    ]
    assert context["lead"] == "3 Vorgänge warten auf Sie, davon 3 fällig in den nächsten 14 Tagen."


def test_side_navigations_of_several_roles_stack(area):
    person = make_user(role=Role.CASE_OFFICER)
    make_membership(person=person, organisation=make_organisation(kind="working_group"))

    assert titles(area(person)["side"]) == ["Verwaltung", "Steuerungsteam und Arbeitskreis", "Für mich"]


@pytest.mark.parametrize("role", list(Role))
def test_no_link_of_the_side_navigation_is_refused(client, role):
    client.force_login(make_user(role=role))
    side = client.get(PATH).context["side"]

    answers = {link["url"]: client.get(link["url"]).status_code for group in side for link in group["links"]}

    assert {url: code for url, code in answers.items() if code != 200} == {}


def test_followed_calls_are_listed_by_deadline_and_closed_ones_left_out(area):
    person, now = make_user(), timezone.now()
    for days in (30, 10, -3):
        call = make_call(now=now, title_de=f"in {days}", deadlines=[now + timedelta(days=days)],
                         publicness=Publicness.PUBLIC)  # fmt: skip
        CallFollow.objects.create(person=person, call=call)

    assert [entry.title for entry in area(person)["followed"]] == ["in 10", "in 30"]


def test_next_deadlines_are_those_one_follows_and_those_for_us(area):
    person, now = make_user(), timezone.now()
    for days, is_for_us in ((30, True), (10, False), (20, False)):
        call = make_call(now=now, title_de=f"in {days}", deadlines=[now + timedelta(days=days)],
                         publicness=Publicness.PUBLIC, is_for_us=is_for_us)  # fmt: skip
        if days == 10:
            CallFollow.objects.create(person=person, call=call)

    deadlines = area(person)["deadlines"]

    assert [(entry.title, entry.text.startswith("Sie folgen")) for entry in deadlines] == [
        ("in 10", True),
        ("in 30", False),
    ]


def test_what_is_late_says_so_in_a_badge(client):
    now = timezone.now()
    for days in (60, 0):
        BarrierReport.objects.create(text="Kontrast", reported_at=now - timedelta(days=days))
    client.force_login(make_user(role=Role.CASE_OFFICER))

    entries = [entry for group in client.get(PATH).context["groups"] for entry in group["entries"]]

    assert [entry.state for entry in entries] == ["late", "open"]


def test_an_unconfirmed_membership_is_shown_as_waiting(area):
    person = make_user()
    make_membership(person=person, organisation=make_organisation(name="Chor"), confirmed_at=None)
    founded = make_organisation(name="Neu", state=Organisation.State.PROPOSED)
    make_membership(person=person, organisation=founded)

    context = area(person)

    assert ([m.organisation.name for m in context["asked"]], context["memberships"]) == (["Chor", "Neu"], [])


def test_a_membership_that_ended_yesterday_gives_nothing_any_more(client):
    person = make_user(role=Role.CASE_OFFICER)
    client.force_login(person)
    assert client.get("/barriere-melden/eingang/").status_code == 200

    Membership.objects.update(last_day=date.today() - timedelta(days=1))

    assert client.get("/barriere-melden/eingang/").status_code == 403
    assert titles(client.get(PATH).context["side"]) == ["Für mich"]


@pytest.mark.parametrize("number", [1, 5, 50])
def test_the_desk_of_staff_takes_a_bounded_number_of_queries(client, django_assert_max_num_queries, number):
    for _ in range(number):
        BarrierReport.objects.create(text="Kontrast")
        make_membership(confirmed_at=None)
    client.force_login(make_user(role=Role.CASE_OFFICER))

    with django_assert_max_num_queries(15):  # two are the session and the person, three the contact book
        client.get(PATH)
