"""Recording, proposing, editing and moving encounters on; what is wrong is said at its field."""

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from accounts.roles import Function, Kind, Role
from core.models import JournalEntry
from core.publicness import Publicness
from notices.models import Notice
from partnerships.models import Encounter, Task
from tests.factories import make_membership, make_organisation, make_user
from tests.partnerships.builders import make_partnership
from tests.partnerships.encounters.builders import TODAY, days, make_encounter

pytestmark = pytest.mark.django_db
LIST = "/partnerschaften/begegnungen/"
NEW = f"{LIST}neu/"
State = Encounter.State


def at(encounter, page=""):
    return f"{LIST}{encounter.pk}/{page}"


def short(partnership, **more):
    return {
        "partnerships": [partnership.pk], "title": "Chor zu Gast", "kind": "culture", "direction": "",
        "starts_on": days(30).isoformat(), "ends_on": "", "participants_own": "",
        "participants_partner": "12",
    } | more  # fmt: skip


def details(encounter, **more):
    return {
        "version": encounter.version, "partnerships": [one.pk for one in encounter.partnerships.all()],
        "title": encounter.title, "kind": encounter.kind, "direction": encounter.direction,
        "starts_on": encounter.starts_on.isoformat(), "ends_on": encounter.ends_on.isoformat(),
        "host_families": "unknown",
    } | more  # fmt: skip


def proposer(kind=Kind.ASSOCIATION, function=Function.RESPONSIBLE):
    client = Client()
    client.user, organisation = make_user(), make_organisation(kind=kind)
    make_membership(person=client.user, organisation=organisation, function=function)
    client.force_login(client.user)
    return client, organisation


def test_staff_record_an_encounter_with_five_entries(signed_in, words):
    staff, town = signed_in(Role.CASE_OFFICER), make_partnership()

    answer = staff.post(NEW, short(town))

    encounter = Encounter.objects.get()
    assert answer.url == encounter.get_absolute_url()
    assert (encounter.state, encounter.direction, encounter.ends_on) == (State.PLANNED, "out", days(30))
    assert [field.slug for field in encounter.fields.all()] == ["kultur"]
    assert JournalEntry.objects.filter(verb="encounters.created", by=staff.user).count() == 1


def test_what_is_over_counts_as_held_at_once(signed_in):
    signed_in(Role.CASE_OFFICER).post(NEW, short(make_partnership(), starts_on=days(-3).isoformat()))

    assert Encounter.objects.get().state == State.HELD


def test_the_address_preselects_the_town(signed_in):
    town = make_partnership()

    page = signed_in(Role.CASE_OFFICER).get(f"{NEW}?partnerschaft={town.slug}").content.decode()

    assert page.count(" checked") == 1 and f'value="{town.pk}"' in page


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"starts_on": "31.02.2027"}, "starts_on", "Diesen Tag gibt es nicht"),
        ({"starts_on": ""}, "starts_on", "wann die Begegnung beginnt"),
        ({"starts_on": "2026-05-05", "ends_on": "2026-05-04"}, "ends_on", "vor dem ersten"),
        ({"starts_on": days(366 * 6).isoformat()}, "starts_on", "mehr als fünf Jahre"),
        ({"participants_own": "-1"}, "participants_own", "0 oder eine größere Zahl"),
        ({"participants_own": "100001"}, "participants_own", "zu groß"),
        ({"participants_own": "viele"}, "participants_own", "ganze Zahl"),
        ({"title": ""}, "title", "was der Anlass ist"),
        ({"partnerships": []}, "partnerships", "mindestens eine Partnerschaft"),
        ({"kind": "unsinn"}, "kind", ""),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_lost(signed_in, given, field, words):
    answer = signed_in(Role.CASE_OFFICER).post(NEW, short(make_partnership(), **given))

    assert answer.status_code == 422 and Encounter.objects.count() == 0
    assert words in " ".join(answer.context["form"].errors[field])
    kept = given.get("starts_on") or given.get("title", "Chor zu Gast")
    assert kept in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"participants_own": "3", "minors": "4"}, "minors"),
        ({"participants_own": "3", "first_timers": "4"}, "first_timers"),
        ({"cost_total": "10", "municipal_share": "8", "third_party_share": "3"}, "cost_total"),
        ({"age_from": "20", "age_to": "10"}, "age_to"),
        ({"cost_total": "-1"}, "cost_total"),
        ({"nights": "9999"}, "nights"),
        ({"outcome": "x" * 1501}, "outcome"),
    ],
)
def test_details_must_fit_each_other(signed_in, given, field):
    encounter = make_encounter()

    answer = signed_in(Role.CASE_OFFICER).post(at(encounter, "bearbeiten/"), details(encounter, **given))

    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]


def test_two_people_editing_lose_no_text(signed_in):
    encounter = make_encounter()
    first, second = signed_in(Role.CASE_OFFICER), signed_in(Role.HEAD)
    page = at(encounter, "bearbeiten/")

    saved = first.post(page, details(encounter, outcome="Von Anna", participants_own="5"))
    stale = second.post(page, details(encounter, outcome="Von Bernd"))
    again = second.post(
        page, details(encounter, outcome="Beides", version=stale.context["form"].data["version"])
    )

    assert (saved.status_code, stale.status_code, again.status_code) == (302, 409, 302)
    text = stale.content.decode()
    assert "Von Anna" in text and "Von Bernd" in text
    encounter.refresh_from_db()
    assert encounter.outcome == "Beides"


def test_a_report_needs_people_and_an_outcome_and_a_settlement_costs(signed_in):
    staff, encounter = signed_in(Role.CASE_OFFICER), make_encounter(starts_on=days(-3), state=State.HELD)
    move = at(encounter, "stand/")
    seen = []

    for change, to in (
        ({}, "reported"), ({"participants_own": 5}, "reported"), ({"outcome": "Gut"}, "reported"),
        ({}, "settled"), ({}, "no_costs"), ({}, "planned"),
    ):  # fmt: skip
        Encounter.objects.filter(pk=encounter.pk).update(**change)
        staff.post(move, {"move": to})
        encounter.refresh_from_db()
        seen.append(str(encounter.state))

    assert seen == ["held", "held", "reported", "reported", "settled", "settled"]
    assert encounter.cost_total == 0


def test_what_has_not_begun_has_not_been_held(signed_in):
    encounter = make_encounter()

    answer = signed_in(Role.CASE_OFFICER).post(at(encounter, "stand/"), {"move": "held"}, follow=True)

    encounter.refresh_from_db()
    assert encounter.state == State.PLANNED and "noch nicht begonnen" in answer.content.decode()


def test_a_cancelled_encounter_stays_and_raises_its_number_for_calendars(signed_in):
    encounter = make_encounter()

    signed_in(Role.CASE_OFFICER).post(at(encounter, "stand/"), {"move": "cancelled"})

    encounter.refresh_from_db()
    assert (encounter.state, encounter.version) == (State.CANCELLED, 2)


@pytest.mark.parametrize(
    ("kind", "function"),
    [
        (Kind.ASSOCIATION, Function.EDITOR),
        (Kind.SCHOOL, Function.RESPONSIBLE),
        (Kind.BUSINESS, Function.RESPONSIBLE),
        (Kind.PARTNER_ADMINISTRATION, Function.CONTACT),
    ],
)
def test_an_organisation_proposes_and_is_told_the_answer(signed_in, kind, function):
    client, organisation = proposer(kind, function)
    staff = signed_in(Role.CASE_OFFICER)

    client.post(NEW, short(make_partnership()))
    encounter = Encounter.objects.get()
    before = (str(encounter.state), encounter.proposed_by)
    unexplained = staff.post(at(encounter, "ablehnen/"), {"reason": ""})
    staff.post(at(encounter, "ablehnen/"), {"reason": "An dem Tag ist Wahl."})

    encounter.refresh_from_db()
    notice = Notice.objects.get(topic="encounter-proposal")
    assert before == ("proposed", organisation) and unexplained.status_code == 422
    assert encounter.state == State.DECLINED
    assert (notice.person, notice.text) == (client.user, "An dem Tag ist Wahl.")
    assert client.get(at(encounter)).status_code == 200


def test_an_accepted_proposal_is_planned(signed_in):
    client, _organisation = proposer()
    client.post(NEW, short(make_partnership()))
    encounter = Encounter.objects.get()

    client.post(at(encounter, "annehmen/"))
    untouched = Encounter.objects.get().state
    signed_in(Role.CASE_OFFICER).post(at(encounter, "annehmen/"))

    assert (untouched, Encounter.objects.get().state) == (State.PROPOSED, State.PLANNED)


def test_an_organisation_edits_its_own_encounter_and_no_other(signed_in):
    client, organisation = proposer()
    own = make_encounter(organisers=[organisation], publicness=Publicness.INTERNAL)
    foreign = make_encounter(publicness=Publicness.INTERNAL)

    answers = [client.get(at(one, "bearbeiten/")).status_code for one in (own, foreign)]

    assert answers == [200, 404]


@pytest.mark.parametrize("role", [None, Role.CITIZEN, Role.COUNCILLOR, Role.ADMIN])
def test_the_public_page_shows_no_costs_minors_or_organisers(signed_in, role):
    organiser = make_organisation(name="Geheimverein", email="geheim@example.org")
    encounter = make_encounter(
        cost_total="987.65", participants_own=90, minors=77, outcome="Nur für uns", organisers=[organiser],
        public_text="Für alle",
    )  # fmt: skip
    client = signed_in(role) if role else Client()

    page = strip_tags(client.get(at(encounter)).content.decode())  # tokens may hold any number

    assert "Für alle" in page
    assert not [word for word in ("987", "77", "Geheimverein", "geheim@") if word in page]
    assert ("Nur für uns" in page) == (role == Role.COUNCILLOR)


def test_only_the_head_publishes(signed_in):
    encounter = make_encounter(publicness=Publicness.INTERNAL)
    page = at(encounter, "veroeffentlichen/")

    answers = [signed_in(role).post(page).status_code for role in (Role.CASE_OFFICER, Role.HEAD)]

    encounter.refresh_from_db()
    assert (answers, encounter.publicness) == ([403, 302], Publicness.PUBLIC)


def test_one_click_copies_what_recurs(signed_in, words):
    staff = signed_in(Role.CASE_OFFICER)
    encounter = make_encounter(
        starts_on=days(-20),
        participants_own=20,
        outcome="Schön",
        cost_total=100,
        place="Nevers",
        state="held",
    )
    Task.objects.create(title="Bus buchen", due_on=days(-60), origin="template", encounter=encounter)

    staff.post(at(encounter, "kopieren/"))

    new = Encounter.objects.get(copied_from=encounter)
    assert new.starts_on == days(-20 + 364) and new.starts_on.weekday() == encounter.starts_on.weekday()
    assert (new.place, new.participants_own, new.outcome, new.cost_total) == ("Nevers", None, "", None)
    assert (new.state, new.tasks.get().due_on) == (State.PLANNED, days(-60 + 364))
    assert list(new.partnerships.all()) == list(encounter.partnerships.all())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=chor", 1), ("?jahr=2019", 1), ("?art=school", 0), ("?stand=planned", 1),
        ("?partnerschaft=eins", 1),
        ("?jahr=unsinn&art=unsinn", 2), ("?feld=kultur", 1), ("?q=" + "x" * 200, 2),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_its_address(words, query, found):
    town = make_partnership(slug="eins")
    one = make_encounter(title="Chorreise", partnership=town)
    one.fields.set(one.fields.model.objects.filter(slug="kultur"))
    make_encounter(title="Fahrt", starts_on=TODAY.replace(year=2019), state="settled")

    assert Client().get(LIST + query).context["page"].paginator.count == found


def test_a_partner_administration_finds_its_own_town_chosen(client):
    nevers = make_partnership()
    office = make_organisation(kind=Kind.PARTNER_ADMINISTRATION, city=nevers.city)
    client.force_login(make_membership(organisation=office, function=Function.CONTACT).person)

    page = client.get("/partnerschaften/begegnungen/neu/").content.decode()

    assert re.search(rf'value="{nevers.pk}"[^>]*\schecked', page)
