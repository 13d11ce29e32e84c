"""Who may do what, and which moves a partnership can make."""

import itertools

import pytest

from accounts.roles import Role
from core.journal import history_of
from core.publicness import Publicness
from partnerships import actions
from partnerships.models import Partnership
from tests.factories import make_user
from tests.partnerships.builders import make_city, make_event, make_partnership

pytestmark = pytest.mark.django_db
State = Partnership.State
HERE = "/partnerschaften/nevers/"
STAFF_PAGES = ["bearbeiten/", "text/de/", "ereignisse/neu/", "dokumente/neu/", "verlauf/"]
OUTSIDERS = [role for role in Role if role not in (Role.CASE_OFFICER, Role.HEAD)]


@pytest.fixture
def nevers():
    return make_partnership(city=make_city(slug="nevers", name="Nevers"))


def test_every_move_that_the_table_does_not_name_is_refused_R07(nevers):
    head = make_user(role=Role.HEAD)
    done = []
    for before, after in itertools.product(State, State):
        Partnership.objects.filter(pk=nevers.pk).update(state=before)
        try:
            actions.move_state(nevers, after, by=head)
        except actions.NotNow:
            continue
        done.append((before, after))

    assert set(done) == {
        (before, after) for before, allowed in Partnership.MOVES.items() for after in allowed
    }


def test_a_partnership_begins_with_a_checked_signing():
    decided = make_partnership(state=State.DECIDED, signed_on=None)
    head = make_user(role=Role.HEAD)

    with pytest.raises(actions.NotNow, match="Unterzeichnung"):
        actions.activate(decided, by=head)
    make_event(decided, kind="signing", happened_on="2025-03-13")

    assert actions.activate(decided, by=head).state == State.ACTIVE
    assert history_of(decided).first().changes == {"state": ["decided", "active"]}


def test_a_partnership_rests_and_lives_again(signed_in, nevers):
    head = signed_in(Role.HEAD)

    head.post(f"{HERE}stand/", {"move": "rest"})
    resting = Partnership.objects.get().state
    head.post(f"{HERE}stand/", {"move": "rest"})
    still = Partnership.objects.get().state
    head.post(f"{HERE}stand/", {"move": "reactivate"})

    assert (resting, still, Partnership.objects.get().state) == (State.DORMANT, State.DORMANT, State.ACTIVE)
    assert history_of(nevers).count() == 2


def test_an_unknown_move_does_not_exist(signed_in, nevers):
    assert signed_in(Role.HEAD).post(f"{HERE}stand/", {"move": "explode"}).status_code == 404


def test_only_the_head_publishes_and_takes_back(client, signed_in, nevers):
    officer, head = signed_in(Role.CASE_OFFICER), signed_in(Role.HEAD)

    refused = officer.post(f"{HERE}zuruecknehmen/").status_code
    head.post(f"{HERE}zuruecknehmen/")
    hidden = client.get(HERE).status_code
    head.post(f"{HERE}veroeffentlichen/")

    assert (refused, hidden, client.get(HERE).status_code) == (403, 404, 200)
    assert [entry.verb for entry in history_of(nevers)] == [
        "partnerships.published",
        "partnerships.unpublished",
    ]


def test_without_a_german_text_nothing_is_published():
    bare = make_partnership(teaser="", publicness=Publicness.INTERNAL)

    with pytest.raises(actions.NotNow, match="deutschen Text"):
        actions.publish(bare, by=make_user(role=Role.HEAD))


@pytest.mark.parametrize("path", STAFF_PAGES)
@pytest.mark.parametrize("role", OUTSIDERS)
def test_staff_pages_are_forbidden_to_everybody_else_R02(signed_in, nevers, role, path):
    browser = signed_in(role)

    assert browser.get(HERE + path).status_code == 403
    if path != "verlauf/":
        assert browser.post(HERE + path, {"teaser": "x"}).status_code == 403


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_staff_pages_of_a_hidden_partnership_do_not_exist_for_others_R04(signed_in, nevers, path):
    Partnership.objects.update(publicness=Publicness.INTERNAL)

    assert signed_in(Role.COUNCILLOR).get(HERE + path).status_code == 404
    assert signed_in(Role.CASE_OFFICER).get(HERE + path).status_code == 200


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_staff_pages_ask_strangers_to_sign_in_R01(client, nevers, path):
    response = client.get(HERE + path)

    assert response.status_code == 302
    assert response["Location"].startswith("/konto/")


@pytest.mark.parametrize(
    "path",
    [
        "veroeffentlichen/",
        "zuruecknehmen/",
        "stand/",
        "ereignisse/1/pruefen/",
        "dokumente/1/veroeffentlichen/",
    ],
)
def test_what_changes_something_is_only_sent_by_post_R21(signed_in, nevers, path):
    assert signed_in(Role.HEAD).get(HERE + path).status_code == 405


@pytest.mark.parametrize("path", ["veroeffentlichen/", "zuruecknehmen/", "stand/"])
@pytest.mark.parametrize("role", [*OUTSIDERS, Role.CASE_OFFICER])
def test_state_and_visibility_belong_to_the_head_R02(signed_in, nevers, role, path):
    assert signed_in(role).post(HERE + path, {"move": "rest"}).status_code == 403
    assert Partnership.objects.values_list("state", "publicness").get() == ("active", "public")


def test_a_right_ends_with_its_membership_R09(signed_in, nevers):
    staff = signed_in(Role.CASE_OFFICER)
    before = staff.get(f"{HERE}bearbeiten/").status_code

    staff.user.memberships.update(last_day="2020-12-31")

    assert (before, staff.get(f"{HERE}bearbeiten/").status_code) == (200, 403)


@pytest.mark.parametrize("path", ["", *STAFF_PAGES])
def test_a_desk_costs_the_same_number_of_queries_for_1_5_and_50_rows(
    signed_in, nevers, path, django_assert_max_num_queries
):
    staff = signed_in(Role.HEAD)
    staff.get(HERE + path)  # the number of things that wait is kept for a minute
    counts = []
    for number in (1, 5, 50):
        for index in range(number):
            event = make_event(nevers, happened_on=f"{1500 + 10 * number + index}")
            actions.check_event(event, by=staff.user)
        with django_assert_max_num_queries(15) as queries:
            staff.get(HERE + path)
        counts.append(len(queries))

    assert len(set(counts)) == 1
