from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import actions
from accounts.desk import foundings_for, joinings_for
from accounts.models import Membership, Organisation
from accounts.roles import Duty, Function, Kind, Role
from core.desk import waiting_for
from core.journal import history_of
from core.models import JournalEntry
from core.publicness import Publicness
from notices.models import Notice
from tests.factories import make_membership, make_organisation, make_user

pytestmark = pytest.mark.django_db
CHOIR = {"name": "Chor Nevers", "kind": "association", "legal_form": "e. V.", "email": "chor@example.org"}


def signed_in(user):
    browser = Client()
    browser.force_login(user)
    return browser


def responsible():
    user = make_user(role=Role.ASSOCIATION_ADMIN)
    return user, user.valid_memberships[0].organisation


def test_a_founded_organisation_waits_and_gives_no_rights():
    founder = make_user()

    answer = signed_in(founder).post("/konto/organisationen/anmelden/", CHOIR)

    organisation = Organisation.objects.get()
    founder = type(founder).objects.get(pk=founder.pk)
    assert answer.status_code == 302
    assert (organisation.name, organisation.slug, organisation.state) == (
        "Chor Nevers",
        "chor-nevers",
        "proposed",
    )
    assert founder.roles == {Role.CITIZEN}


def test_staff_confirm_a_founding_and_the_founder_is_told():
    founder, staff = make_user(), make_user(role=Role.CASE_OFFICER)
    signed_in(founder).post("/konto/organisationen/anmelden/", CHOIR)
    assert [entry.title for entry in waiting_for(staff) if "Chor" in entry.title] == [
        "Chor Nevers bestätigen"
    ]

    signed_in(staff).post("/konto/anfragen/organisation/chor-nevers/bestaetigen/")

    founder = type(founder).objects.get(pk=founder.pk)
    assert Role.ASSOCIATION_ADMIN in founder.roles
    assert [notice.title for notice in Notice.objects.filter(person=founder)] == [
        "„Chor Nevers“ ist bestätigt"
    ]
    assert [entry.verb for entry in history_of(Organisation.objects.get(slug="chor-nevers"))] == [
        "accounts.organisation_confirmed",
        "accounts.organisation_founded",
    ]


def test_a_declined_founding_is_gone_and_its_founder_knows_why():
    founder, staff = make_user(), make_user(role=Role.HEAD)
    signed_in(founder).post("/konto/organisationen/anmelden/", CHOIR)
    url = "/konto/anfragen/organisation/chor-nevers/ablehnen/"
    assert signed_in(staff).post(url, {"reason": ""}).status_code == 422

    signed_in(staff).post(url, {"reason": "Den Chor gibt es schon."})

    assert not Organisation.objects.filter(slug="chor-nevers").exists()
    assert Notice.objects.get(person=founder).text == "Den Chor gibt es schon."


def test_deciding_twice_changes_nothing():
    founder, staff = make_user(), make_user(role=Role.HEAD)
    organisation = actions.found_organisation(Organisation(name="Chor", kind=Kind.ASSOCIATION), by=founder)
    actions.confirm_organisation(organisation, by=staff)

    with pytest.raises(actions.NotNow):
        actions.decline_organisation(organisation, reason="doch nicht", by=staff)


@pytest.mark.parametrize("kind", ["office", "council_group", "committee", "executive", "steering_team"])
def test_offices_and_bodies_cannot_be_founded(kind):
    """R05"""
    answer = signed_in(make_user()).post("/konto/organisationen/anmelden/", CHOIR | {"kind": kind})

    assert answer.status_code == 422
    assert not Organisation.objects.exists()


def test_fields_that_nobody_asked_for_are_ignored_when_founding():
    """R05"""
    more = {
        "state": "confirmed",
        "duty": "international",
        "slug": "amt",
        "publicness": "public",
        "is_example": "on",
    }

    signed_in(make_user()).post("/konto/organisationen/anmelden/", CHOIR | more)

    one = Organisation.objects.get()
    assert (one.state, one.duty, one.slug, one.publicness, one.is_example) == (
        "proposed", "", "chor-nevers", Publicness.INTERNAL, False,
    )  # fmt: skip


def test_a_question_to_join_is_answered_by_the_responsible_person():
    (leader, organisation), joiner = responsible(), make_user(name="Rosa Probe")
    signed_in(joiner).post(f"/konto/organisationen/{organisation.slug}/beitreten/", {"function": "editor"})
    membership = Membership.objects.get(person=joiner)
    assert membership.confirmed_at is None
    assert [entry.title for entry in waiting_for(leader)] == [f"Rosa Probe möchte zu {organisation}"]

    signed_in(leader).post(f"/konto/anfragen/{membership.pk}/bestaetigen/")

    joiner = type(joiner).objects.get(pk=joiner.pk)
    assert Role.ASSOCIATION_EDITOR in joiner.roles
    assert Notice.objects.get(person=joiner).title == f"Sie gehören jetzt zu „{organisation}“"


def test_nobody_confirms_themselves():
    _leader, organisation = responsible()
    joiner = make_user()
    membership = actions.ask_to_join(organisation, function=Function.RESPONSIBLE, by=joiner)

    answer = signed_in(joiner).post(f"/konto/anfragen/{membership.pk}/bestaetigen/")

    membership.refresh_from_db()
    assert answer.status_code == 403
    assert membership.confirmed_at is None


@pytest.mark.parametrize(
    "step",
    [
        "anfragen/{}/bestaetigen/",
        "anfragen/{}/ablehnen/",
        "mitgliedschaften/{}/funktion/",
        "mitgliedschaften/{}/beenden/",
    ],
)
def test_the_responsible_person_of_another_organisation_sees_nothing(step):
    """R03"""
    _leader, organisation = responsible()
    stranger, _own = responsible()
    membership = make_membership(organisation=organisation, confirmed_at=None)

    answer = signed_in(stranger).post(
        f"/konto/{step.format(membership.pk)}", {"reason": "x", "function": "editor"}
    )

    assert answer.status_code == 404


def test_a_stranger_may_not_edit_a_public_organisation():
    """R03"""
    _leader, organisation = responsible()
    stranger, _own = responsible()

    assert (
        signed_in(stranger).get(f"/konto/organisationen/{organisation.slug}/bearbeiten/").status_code == 403
    )


def test_an_internal_organisation_is_not_there_for_strangers():
    """R03"""
    hidden = make_organisation(publicness=Publicness.INTERNAL)

    assert signed_in(make_user()).get(f"/konto/organisationen/{hidden.slug}/").status_code == 404


def test_members_names_are_for_those_who_look_after_the_organisation():
    leader, organisation = responsible()
    make_membership(organisation=organisation, person=make_user(name="Geheime Gerda"))
    url = f"/konto/organisationen/{organisation.slug}/"

    assert "Geheime Gerda" in signed_in(leader).get(url).content.decode()
    assert "Geheime Gerda" not in signed_in(make_user()).get(url).content.decode()


@pytest.mark.parametrize("state", Organisation.State.values)
def test_an_organisations_page_offers_the_same_questions_as_the_desk(state):
    leader, organisation = responsible()
    staff, now = make_user(role=Role.HEAD), timezone.now()
    Organisation.objects.filter(pk=organisation.pk).update(state=state)
    for more in ({"asked_at": now}, {"asked_at": now - timedelta(days=3)}, {"last_day": now.date()}):
        make_membership(organisation=organisation, confirmed_at=None, **more)
    make_membership(organisation=organisation)
    for person in (leader, staff):
        make_membership(person=person, organisation=organisation, function=Function.EDITOR, confirmed_at=None)

    for person in (leader, staff):
        answer = signed_in(person).get(organisation.get_absolute_url())
        person = type(person).objects.get(pk=person.pk)
        asked = list(joinings_for(person).filter(organisation=organisation))
        shown = answer.context["joinings"] if answer.status_code == 200 else []
        assert (shown, answer.status_code == 200 or person == leader) == (asked, True)
        assert len(asked) == (3 if state == Organisation.State.CONFIRMED else 0)


TURNED = "\u202eChor\u202c \u2066von\u2069 שלום\u200f"
STRAIGHT = "Chor von שלום\u200f"


def test_characters_that_turn_the_direction_of_a_line_are_not_stored():
    """R35: the letters of right-to-left languages are."""
    leader, organisation = responsible()
    url = f"/konto/organisationen/{organisation.slug}/bearbeiten/"
    line = {"name": TURNED, "legal_form": TURNED, "publicness": "public", "version": 1}

    signed_in(leader).post(url, line)
    signed_in(leader).post("/konto/angaben/", {"name": TURNED, "language": "de"})

    saved = Organisation.objects.get(pk=organisation.pk)
    assert (saved.name, saved.legal_form) == (STRAIGHT, STRAIGHT)
    leader.refresh_from_db()
    assert leader.name == STRAIGHT


def test_a_name_of_nothing_but_turning_characters_is_no_name():
    leader, organisation = responsible()

    answer = signed_in(leader).post("/konto/angaben/", {"name": "\u202e\u2066", "language": "de"})

    assert (answer.status_code, "Geben Sie Ihren Namen ein." in answer.text) == (422, True)


def test_two_who_edit_at_once_lose_nothing():
    leader, organisation = responsible()
    url = f"/konto/organisationen/{organisation.slug}/bearbeiten/"
    form = {"name": organisation.name, "publicness": "public", "version": 1}
    signed_in(leader).post(url, form | {"about": "Erste Fassung"})

    answer = signed_in(leader).post(url, form | {"about": "Zweite Fassung"})

    page = answer.content.decode()
    assert (answer.status_code, "Erste Fassung" in page, "Zweite Fassung" in page) == (409, True, True)
    assert Organisation.objects.get(pk=organisation.pk).about == "Erste Fassung"
    signed_in(leader).post(url, form | {"about": "Zweite Fassung", "version": 2})
    assert Organisation.objects.get(pk=organisation.pk).about == "Zweite Fassung"


def test_a_membership_that_ended_yesterday_gives_no_right_in_mid_session():
    """R09"""
    leader, organisation = responsible()
    browser = signed_in(leader)
    url = f"/konto/organisationen/{organisation.slug}/bearbeiten/"
    assert browser.get(url).status_code == 200

    Membership.objects.filter(person=leader).update(last_day=timezone.localdate() - timedelta(days=1))

    assert browser.get(url).status_code == 403
    Organisation.objects.filter(pk=organisation.pk).update(publicness=Publicness.PORTAL)
    assert browser.get(url).status_code == 404


def test_on_the_last_day_the_right_still_holds():
    leader, organisation = responsible()
    Membership.objects.filter(person=leader).update(last_day=timezone.localdate())

    url = f"/konto/organisationen/{organisation.slug}/bearbeiten/"
    assert signed_in(leader).get(url).status_code == 200


def test_staff_who_leave_the_office_lose_the_desk_at_once():
    """R09"""
    staff = make_user(role=Role.CASE_OFFICER)
    make_organisation(state="proposed", slug="neu", name="Neuer Verein")
    browser = signed_in(staff)
    assert "Neuer Verein" in browser.get("/konto/anfragen/").content.decode()

    Membership.objects.filter(person=staff).update(last_day=timezone.localdate() - timedelta(days=1))

    assert "Neuer Verein" not in browser.get("/konto/anfragen/").content.decode()
    assert browser.post("/konto/anfragen/organisation/neu/bestaetigen/").status_code == 404


def test_an_end_before_the_beginning_is_refused():
    leader, organisation = responsible()
    membership = make_membership(organisation=organisation)

    answer = signed_in(leader).post(
        f"/konto/mitgliedschaften/{membership.pk}/beenden/", {"last_day": "1999-01-01"}
    )

    assert answer.status_code == 422
    assert "vor dem ersten Tag" in answer.content.decode()


def test_who_leaves_has_no_right_from_that_moment():
    leader, organisation = responsible()
    membership = leader.memberships.get()

    signed_in(leader).post(f"/konto/mitgliedschaften/{membership.pk}/austreten/")

    assert type(leader).objects.get(pk=leader.pk).roles == {Role.CITIZEN}


@pytest.mark.parametrize(("year", "status"), [(9, 302), (11, 422)])
def test_a_last_day_in_a_far_year_is_taken_for_a_slip(year, status):
    leader, organisation = responsible()
    membership = make_membership(organisation=organisation)
    last_day = timezone.localdate() + timedelta(days=365 * year)

    answer = signed_in(leader).post(
        f"/konto/mitgliedschaften/{membership.pk}/beenden/", {"last_day": last_day.isoformat()}
    )

    assert answer.status_code == status
    assert Membership.objects.get(pk=membership.pk).last_day == (last_day if status == 302 else None)


def test_a_founding_whose_only_founder_leaves_does_not_wait_for_staff_any_more():
    """R48"""
    founder, staff = make_user(), make_user(role=Role.HEAD)
    choir = actions.found_organisation(Organisation(name="Chor", kind=Kind.ASSOCIATION), by=founder)
    assert list(foundings_for(staff)) == [choir]

    signed_in(founder).post(f"/konto/mitgliedschaften/{choir.memberships.get().pk}/austreten/")

    assert list(foundings_for(staff)) == []
    assert not Organisation.objects.filter(name="Chor").exists()


def test_who_takes_a_question_back_leaves_the_organisation_as_it_is():
    person, organisation = make_user(), make_organisation()
    asked = actions.ask_to_join(organisation, function=Function.MEMBER, by=person)

    actions.leave(asked, by=person)

    assert Organisation.objects.filter(pk=organisation.pk).exists()


def test_nobody_leaves_for_somebody_else():
    """R03"""
    _leader, organisation = responsible()
    other = make_membership(organisation=organisation)

    assert signed_in(make_user()).post(f"/konto/mitgliedschaften/{other.pk}/austreten/").status_code == 404


def test_asking_twice_counts_once():
    _leader, organisation = responsible()
    joiner = make_user()
    for _click in range(2):
        signed_in(joiner).post(
            f"/konto/organisationen/{organisation.slug}/beitreten/", {"function": "member"}
        )

    assert Membership.objects.filter(person=joiner).count() == 1


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=Chor&page=-1",
        "q=Chor&page=1000000000",
        "q=%F0%9F%98%80",
        "q=" + "x" * 500,
        "q=%D7%90&page=x",
    ],
)
def test_odd_searches_get_a_page(query):
    make_organisation(name="Chor")

    answer = signed_in(make_user()).get(f"/konto/organisationen/beitreten/?{query}")

    assert answer.status_code in (200, 400)


@pytest.mark.parametrize("name", ["\x00", "a\x07b", "‮Verein", "😀 Verein", "x" * 10_000, "  "])
def test_odd_names_get_an_answer(name):
    """R35"""
    answer = signed_in(make_user()).post("/konto/organisationen/anmelden/", CHOIR | {"name": name})

    assert answer.status_code in (302, 400, 422)


@pytest.mark.parametrize("number", [1, 5, 50])
def test_the_list_of_requests_asks_the_same_number_of_queries(number, django_assert_max_num_queries):
    staff = make_user(role=Role.CASE_OFFICER)
    organisation = make_organisation()
    for _one in range(number):
        make_membership(organisation=organisation, person=make_user(password=None), confirmed_at=None)
        make_organisation(state="proposed")
    browser = signed_in(staff)
    browser.get("/konto/anfragen/")

    with django_assert_max_num_queries(7):
        browser.get("/konto/anfragen/")


def test_duties_are_only_for_offices():
    with pytest.raises(Exception, match="organisation_duty_only_for_offices"):
        make_organisation(kind=Kind.ASSOCIATION, duty=Duty.PLATFORM)


def test_declining_is_in_the_journal():
    leader, organisation = responsible()
    membership = actions.ask_to_join(organisation, function=Function.MEMBER, by=make_user())

    actions.decline_membership(membership, reason="Unbekannt", by=leader)

    assert JournalEntry.objects.get(verb="accounts.membership_declined").changes == {
        "reason": ["", "Unbekannt"]
    }


def test_a_second_click_founds_nothing_twice():
    browser = signed_in(make_user())

    answers = [browser.post("/konto/organisationen/anmelden/", CHOIR).status_code for _click in range(2)]

    assert (answers, Organisation.objects.count()) == ([302, 302], 1)
