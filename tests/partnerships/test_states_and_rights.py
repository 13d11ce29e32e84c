"""Who may do what, and which moves a partnership can make."""

import datetime

import pytest

from accounts.roles import Role
from core.journal import history_of
from core.publicness import Publicness
from notices.models import Notice
from partnerships import actions, states
from partnerships.models import Agreement, Partnership, PublicWording, StateChange, StateReason
from tests.factories import make_user
from tests.partnerships.builders import make_city, make_event, make_partnership

pytestmark = pytest.mark.django_db
State = Partnership.State
TODAY = datetime.date(2026, 11, 22)
NAMES = ("name_de", "name_en", "name_fr")
TEXTS = ("text_de", "text_en", "text_fr")
HERE = "/partnerschaften/nevers/"
STAFF_PAGES = ["bearbeiten/", "text/de/", "ereignisse/neu/", "dokumente/neu/", "verlauf/"]
OUTSIDERS = [role for role in Role if role not in (Role.CASE_OFFICER, Role.HEAD)]


@pytest.fixture
def nevers():
    return make_partnership(city=make_city(slug="nevers", name="Nevers"))


def test_the_moves_are_those_of_the_life_cycle_R07():
    ways = {(before, move.after) for move in states.MOVES.values() for before in move.before}

    assert ways == {(before, after) for before, allowed in Partnership.MOVES.items() for after in allowed}


@pytest.mark.parametrize("name", states.MOVES)
def test_a_move_from_any_other_state_is_refused_R07(nevers, name):
    head, move = make_user(role=Role.HEAD), states.MOVES[name]
    for before in set(State) - set(move.before):
        Partnership.objects.filter(pk=nevers.pk).update(state=before)
        with pytest.raises(states.NotNow):
            states.make_move(nevers, name, full_change(), by=head)


def full_change(**more):
    """Everything that any move asks for."""
    reason = StateReason.objects.get_or_create(slug="grund", defaults=dict.fromkeys(NAMES, "Politische Lage"))
    wording = PublicWording.objects.get_or_create(
        slug="pause", defaults=dict.fromkeys(NAMES, "Pause") | dict.fromkeys(TEXTS, "Kontakte pausieren.")
    )
    values = {
        "happened_on": TODAY,
        "reason": reason[0],
        "reason_text": "Streng vertraulich.",
        "decision": "BV/0494/2026",
        "review_on": TODAY + datetime.timedelta(days=200),
        "public_wording": wording[0],
    }
    return StateChange(**(values | more))


def test_a_partnership_begins_signed_on_paper_and_decided():
    decided = make_partnership(state=State.DECIDED, signed_on=None)
    head = make_user(role=Role.HEAD)

    with pytest.raises(states.NotNow, match="Unterzeichnung"):
        states.make_move(decided, "activate", by=head)
    make_event(decided, kind="signing", happened_on="2025-03-13")
    with pytest.raises(states.NotNow, match="Vereinbarung"):
        states.make_move(decided, "activate", by=head)
    Agreement.objects.create(partnership=decided, title="Urkunde")
    with pytest.raises(states.NotNow, match="Beschluss"):
        states.make_move(decided, "activate", by=head)
    Partnership.objects.filter(pk=decided.pk).update(decision_not_recorded=True)

    assert states.make_move(decided, "activate", by=head).state == State.ACTIVE
    assert history_of(decided).first().changes == {"state": ["decided", "active"]}


def test_a_contact_begins_without_papers():
    contact = make_partnership(state=State.DECIDED, legal_form="K")

    assert states.make_move(contact, "activate", by=make_user(role=Role.HEAD)).state == State.ACTIVE


def test_one_town_has_one_active_twinning():
    city = make_city()
    make_partnership(city=city)
    second = make_partnership(city=city, slug="zwei", state=State.DECIDED, decision_not_recorded=True)
    Agreement.objects.create(partnership=second, title="Urkunde")

    with pytest.raises(states.NotNow, match="schon eine aktive"):
        states.make_move(second, "activate", by=make_user(role=Role.HEAD))


@pytest.mark.parametrize("missing", ["reason", "decision", "review_on"])
def test_a_suspension_needs_reason_decision_and_review(nevers, missing):
    change = full_change(**{missing: "" if missing == "decision" else None})

    with pytest.raises(states.NotNow, match="Grund, einen Beschluss"):
        states.make_move(nevers, "suspend", change, by=make_user(role=Role.HEAD))


@pytest.mark.parametrize("days", [0, -1, 732])
def test_a_suspension_is_reviewed_within_24_months(nevers, days):
    change = full_change(review_on=TODAY + datetime.timedelta(days=days))

    with pytest.raises(states.NotNow, match="24 Monaten"):
        states.make_move(nevers, "suspend", change, by=make_user(role=Role.HEAD))


def test_everybody_reads_the_neutral_words_of_a_suspension_and_nobody_its_reason(client, signed_in, nevers):
    change = full_change()
    change.reason.save()
    sent = {
        "happened_on": "2026-11-22",
        "reason": change.reason.pk,
        "reason_text": "Streng vertraulich.",
        "decision": "BV/0494/2026",
        "review_on": "2027-06-01",
        "public_wording": change.public_wording.pk,
    }

    answer = signed_in(Role.HEAD).post(f"{HERE}stand/suspend/", sent)
    page = client.get(HERE).content.decode()

    assert (answer.status_code, Partnership.objects.get().state) == (302, State.SUSPENDED)
    assert "Kontakte pausieren." in page
    assert "vertraulich" not in page and "Politische Lage" not in page
    assert "vertraulich" in signed_in(Role.CASE_OFFICER).get(f"{HERE}akte/").content.decode()
    assert "vertraulich" not in signed_in(Role.STEERING_TEAM).get(f"{HERE}akte/").content.decode()


def test_what_is_missing_is_said_at_the_form_and_nothing_is_lost(signed_in, nevers):
    sent = {"happened_on": "2026-02-31", "decision": "BV/0494/2026", "reason_text": "Nach Gespräch."}
    answer = signed_in(Role.HEAD).post(f"{HERE}stand/suspend/", sent)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Geben Sie einen Tag an, den es gibt." in page and "Wählen Sie einen Grund." in page
    assert "Nach Gespräch." in page and "BV/0494/2026" in page


def test_after_a_suspension_its_history_stays(nevers):
    head = make_user(role=Role.HEAD)
    states.make_move(nevers, "suspend", full_change(), by=head)
    states.make_move(nevers, "reactivate", by=head)

    changes = nevers.state_changes.order_by("pk")
    assert [change.after for change in changes] == [State.SUSPENDED, State.ACTIVE]
    assert changes[0].decision == "BV/0494/2026"
    assert {event.kind for event in nevers.events.all()} == {"signing", "suspension", "resumption"}


def test_staff_are_reminded_90_and_30_days_before_the_review_once_each(nevers):
    head = make_user(role=Role.HEAD)
    review = TODAY + datetime.timedelta(days=200)
    states.make_move(nevers, "suspend", full_change(review_on=review), by=head)

    for left in (100, 91, 90, 89, 60, 30, 29, 1, 0, -5):
        states.remind_of_reviews([head], review - datetime.timedelta(days=left))

    keys = Notice.objects.filter(topic="partnership-review").order_by("pk").values_list("key", flat=True)
    assert [key.rpartition(":")[2] for key in keys] == ["90", "30"]


def test_ending_needs_a_decision_or_the_partner_has_ended_it(nevers):
    head = make_user(role=Role.HEAD)

    with pytest.raises(states.NotNow, match="einseitig"):
        states.make_move(nevers, "end", full_change(decision=""), by=head)

    ended = states.make_move(nevers, "end", full_change(decision="", is_one_sided=True), by=head)
    assert ended.state == State.ENDED


def test_a_friendship_becomes_a_twinning_that_has_to_be_signed():
    friendship = make_partnership(legal_form="F")

    states.make_move(friendship, "convert", full_change(), by=make_user(role=Role.HEAD))

    twinning = Partnership.objects.get(city=friendship.city, legal_form="P")
    assert (twinning.state, twinning.council_decision) == (State.DECIDED, "BV/0494/2026")
    assert Partnership.objects.get(pk=friendship.pk).state == State.CONVERTED


def test_a_second_signing_is_a_renewal(signed_in, nevers):
    sent = {"kind": "signing", "happened_on": "2001", "source_title": "Zeitung"}
    answer = signed_in(Role.CASE_OFFICER).post(f"{HERE}ereignisse/neu/", sent)

    assert answer.status_code == 422
    assert "Wählen Sie „Erneuerung“" in answer.content.decode()


def test_a_day_that_does_not_exist_is_named(signed_in, nevers):
    sent = {"kind": "renewal", "happened_on": "31.02.2020", "source_title": "Zeitung"}
    answer = signed_in(Role.CASE_OFFICER).post(f"{HERE}ereignisse/neu/", sent)

    assert answer.status_code == 422
    assert "Geben Sie ein Datum an" in answer.content.decode()


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
