"""Memberships and good practices: who writes, who reads, and the way from found to transferred."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Organisation
from accounts.roles import Kind, Role
from core.desk import waiting_for
from core.models import JournalEntry
from core.publicness import Publicness
from notices.models import Notice
from partnerships.models import GoodPractice, NetworkMembership
from partnerships.networks import actions
from partnerships.networks.forms import known_networks
from tests.factories import make_user
from tests.partnerships.builders import make_city

pytestmark = pytest.mark.django_db
NETWORKS, PRACTICES = "/partnerschaften/netzwerke/", "/partnerschaften/netzwerke/gute-praxis/"
State = GoodPractice.State


@pytest.fixture
def head():
    return make_user(role=Role.HEAD)


def make_network(**more):
    return NetworkMembership.objects.create(
        **({"network": "Bund der Beispielstädte", "publicness": "public"} | more)
    )


def make_practice(**more):
    defaults = {
        "title": "Leihräder",
        "slug": "leihraeder",
        "publicness": "public",
        "problem": "Wege",
        "solution": "Räder",
    }
    return GoodPractice.objects.create(**(defaults | more))


def form_of(**more):
    empty = ("website", "member_since", "fee", "contact_office", "representative", "benefit", "decision",
             "decision_url", "review_on")  # fmt: skip
    return dict.fromkeys(empty, "") | {"network": "Bund", "version": "1"} | more


# -- memberships -------------------------------------------------------------------------------------


def test_staff_enter_a_membership_and_the_head_shows_it_to_everybody(signed_in, client):
    staff = signed_in(Role.CASE_OFFICER)
    data = form_of(member_since="03/1998", fee="450,00", decision="BV/0012/1998", website="example.org")

    assert staff.post(f"{NETWORKS}neu/", data).status_code == 302
    network = NetworkMembership.objects.get()
    told = network.publicness, str(network.member_since), network.website
    assert told == (
        "internal",
        "1998-03",
        "https://example.org",
    )
    assert client.get(network.get_absolute_url()).status_code == 404
    signed_in(Role.HEAD).post(f"{NETWORKS}{network.pk}/veroeffentlichen/")

    page = client.get(network.get_absolute_url()).text
    assert "März 1998" in page and "BV/0012/1998" in page and "450" not in page


@pytest.mark.parametrize(
    "wrong",
    [{"network": ""}, {"fee": "-1"}, {"fee": "viel"}, {"member_since": "31.02.2020"}, {"website": "nein"},
     {"review_on": "31.02.2027"}, {"network": "x" * 400}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_words(signed_in, wrong):
    answer = signed_in(Role.CASE_OFFICER).post(f"{NETWORKS}neu/", form_of(**wrong))

    assert answer.status_code == 422 and not NetworkMembership.objects.exists()


def test_a_network_stands_in_the_list_once(signed_in):
    make_network(network="Bund")

    assert signed_in(Role.CASE_OFFICER).post(f"{NETWORKS}neu/", form_of()).status_code == 422


def test_two_people_who_edit_lose_nothing(signed_in):
    network, staff = make_network(network="Bund"), signed_in(Role.CASE_OFFICER)
    staff.post(f"{NETWORKS}{network.pk}/bearbeiten/", form_of(benefit="Erster"))

    answer = staff.post(f"{NETWORKS}{network.pk}/bearbeiten/", form_of(benefit="Zweiter"))

    assert answer.status_code == 409 and "Erster" in answer.text and "Zweiter" in answer.text


def test_fees_add_up_and_what_is_missing_is_said(signed_in, client):
    make_network(fee="450.50")
    make_network(network="Klima", fee="1200")
    make_network(network="Ohne")
    make_network(network="Früher", fee="99", member_until=date(2020, 1, 1))

    text = " ".join(signed_in(Role.CASE_OFFICER).get(NETWORKS).text.split())

    assert "1.650,50 €" in text and "(ohne 1 Mitgliedschaft, deren Beitrag fehlt)" in text
    assert "€" not in client.get(NETWORKS).text


def test_a_membership_ends_once_and_not_before_it_began(head):
    network = make_network(member_since="2020-05-01")

    with pytest.raises(actions.NotNow):
        actions.leave(network, on=date(2019, 1, 1), by=head)
    actions.leave(network, on=date(2026, 12, 31), by=head)
    with pytest.raises(actions.NotNow):
        actions.leave(network, on=date(2027, 12, 31), by=head)


def test_a_review_waits_thirty_days_before(head):
    today = timezone.localdate()
    make_network(review_on=today + timedelta(days=29))
    make_network(network="Später", review_on=today + timedelta(days=31))
    make_network(network="Beendet", review_on=today, member_until=today - timedelta(days=1))

    assert [one.title for one in waiting_for(head)] == ["Mitgliedschaft prüfen: Bund der Beispielstädte"]


def test_known_names_are_suggested(signed_in):
    assert len(known_networks()) == 18
    assert '<datalist id="netzwerke-bekannt">' in signed_in(Role.CASE_OFFICER).get(f"{NETWORKS}neu/").text


# -- good practices ----------------------------------------------------------------------------------


def test_the_way_from_found_to_transferred_has_its_guards(head):
    practice = make_practice(problem="", solution="")

    def refuses(to, **more):
        with pytest.raises(actions.NotNow):
            actions.move(practice, to, by=head, **more)

    refuses(State.DESCRIBED)
    refuses(State.RECOMMENDED)
    refuses(State.DROPPED)
    refuses("unsinn")
    GoodPractice.objects.update(problem="Aufgabe", solution="Lösung")
    practice = actions.move(practice, State.DESCRIBED, by=head)
    refuses(State.RATED)
    practice.need, practice.context, practice.resources = 4, 3, 2
    with pytest.raises(actions.NotNow):
        actions.rate(practice, loaded_version=1, by=head)
    GoodPractice.objects.update(rated_by=head.organisations()[0])
    practice = actions.rate(practice, loaded_version=1, by=head)
    for to in (State.RECOMMENDED, State.IN_TRANSFER, State.TRANSFERRED):
        practice = actions.move(practice, to, by=head)
    refuses(State.DROPPED, reason="zu spät")


def test_a_dropped_practice_keeps_its_reason_and_may_begin_anew(head):
    practice = actions.move(
        make_practice(need=1, context=1, resources=1), State.DROPPED, reason="zu teuer", by=head
    )
    assert practice.drop_reason == "zu teuer"

    practice = actions.move(practice, State.FOUND, by=head)

    assert (practice.state, practice.drop_reason, practice.need) == (State.FOUND, "", None)


def test_every_move_of_the_table_is_tried_and_no_other_works(head):
    ready = {"need": 3, "context": 3, "resources": 3}
    for before in State:
        for after in State:
            practice = make_practice(slug=f"p-{before}-{after}", state=before, **ready)
            try:
                actions.move(practice, after, reason="Grund", by=head)
            except actions.NotNow:
                assert after not in GoodPractice.MOVES[before] or after == State.RATED
            else:
                assert after in GoodPractice.MOVES[before]


@pytest.mark.parametrize("role", [Role.ASSOCIATION_EDITOR, Role.SCHOOL, Role.PARTNER_CITY, Role.COUNCILLOR])
def test_organisations_propose_and_find_their_proposal_again(signed_in, head, role, client):
    person = signed_in(role)
    data = {"title": "Börse für Gastfamilien", "language": "de", "city": make_city().pk}

    answer = person.post(f"{PRACTICES}vorschlagen/", data, follow=True)

    practice = GoodPractice.objects.get()
    assert answer.status_code == 200 and "Börse für Gastfamilien" in answer.text
    assert practice.proposed_by == person.user.organisations()[0]
    assert (practice.state, practice.publicness) == ("found", "internal")
    assert client.get(practice.get_absolute_url()).status_code == 404
    assert Notice.objects.get(person=head, topic="good-practice").text == "Börse für Gastfamilien"
    assert [one.title for one in waiting_for(head)] == ["Vorschlag ansehen: Börse für Gastfamilien"]


def test_citizens_and_offices_do_not_propose(signed_in):
    for role in (Role.CITIZEN, Role.SPECIALIST_OFFICE):
        assert signed_in(role).post(f"{PRACTICES}vorschlagen/", {"title": "x"}).status_code == 403


def test_the_asked_office_rates_and_another_one_does_not_even_see_it(signed_in, head):
    asked, other = signed_in(Role.SPECIALIST_OFFICE), signed_in(Role.SPECIALIST_OFFICE)
    office = asked.user.organisations()[0]
    practice = make_practice(publicness="internal", state=State.DESCRIBED, internal_note="Nur wir")
    practice.rated_by = office
    actions.save_practice(practice, fields=[], goals=[], loaded_version=1, by=head)
    address = f"{PRACTICES}leihraeder/bewerten/"
    rating = {"version": "2", "need": "5", "context": "4", "resources": "3", "rating_note": "Passt"}

    assert Notice.objects.filter(person=asked.user, topic="good-practice").count() == 1
    assert [one.title for one in waiting_for(asked.user)] == ["Bewerten: Leihräder"]
    assert other.get(address).status_code == 404
    assert "Nur wir" not in asked.get(practice.get_absolute_url()).text
    assert asked.post(address, rating | {"need": "6"}).status_code == 422
    assert asked.post(address, rating | {"resources": ""}).status_code == 422
    assert asked.post(address, rating).status_code == 302
    practice.refresh_from_db()
    assert (practice.state, practice.need) == (State.RATED, 5)


def test_only_the_head_publishes_and_only_what_is_described(signed_in, head):
    practice = make_practice(publicness="internal")

    with pytest.raises(actions.NotNow):
        actions.publish(practice, by=head)
    GoodPractice.objects.update(state=State.DESCRIBED)
    assert actions.publish(practice, by=head).publicness == Publicness.PUBLIC
    assert signed_in(Role.CASE_OFFICER).post(f"{PRACTICES}leihraeder/zuruecknehmen/").status_code == 403


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("stand=described", 1),
        ("stand=rated", 0),
        ("q=räder", 1),
        ("q=nichts", 0),
        ("ziel=99", 1),
        ("feld=x", 1),
    ],
)
def test_the_list_is_narrowed_by_its_address(client, query, number):
    make_practice(state=State.DESCRIBED)
    make_practice(slug="geheim", title="Geheim", publicness="internal")

    text = client.get(f"{PRACTICES}?{query}").text

    assert (text.count('class="card__link"'), "Geheim" in text) == (number, False)


def test_titles_that_are_alike_get_addresses_of_their_own(head):
    for _ in range(3):
        actions.write_down(GoodPractice(title="Ähnlich & gleich"), fields=[], goals=[], by=head)
    actions.write_down(GoodPractice(title="שלום"), fields=[], goals=[], by=head)

    assert set(GoodPractice.objects.values_list("slug", flat=True)) == {
        "ahnlich-gleich", "ahnlich-gleich-2", "ahnlich-gleich-3", "praxis",
    }  # fmt: skip


def test_every_verb_leaves_a_line(head):
    practice = actions.write_down(GoodPractice(title="Neu"), fields=[], goals=[], by=head)
    actions.move(practice, State.DROPPED, reason="nein", by=head)

    assert JournalEntry.objects.filter(object_kind="partnerships.goodpractice").count() == 2
    assert Organisation.objects.filter(kind=Kind.OFFICE).exists()
