"""A delegation from the proposal to its follow-ups, as people do it."""

import re
import time
from datetime import timedelta

import pytest

from accounts.roles import Role
from notices.models import Notice
from partnerships.models import Delegation, DelegationMember, Encounter, Task
from tests.factories import make_membership, make_organisation
from tests.partnerships.encounters.builders import days, make_encounter
from tests.partnerships.encounters.test_encounters import at
from tests.partnerships.encounters.test_journeys import to_varazdin

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words")]
State = Delegation.State


def follow_ups(*lines):
    data = {"folge-TOTAL_FORMS": "3", "folge-INITIAL_FORMS": "0"}
    for number, (title, due) in enumerate(lines):
        data |= {f"folge-{number}-title": title, f"folge-{number}-due_on": due}
    return data


def member(**more):
    return {"seat": "leader", "name": "Dorothea Kette", "organisation": "", "user": ""} | more


def test_the_whole_journey(signed_in):
    staff, mayor = signed_in(Role.CASE_OFFICER), signed_in(Role.EXECUTIVE)
    traveller = signed_in(Role.CITIZEN)
    encounter = to_varazdin(starts_on=days(30), ends_on=days(32), kind="delegation", publicness="internal")
    make_encounter(
        partnership=encounter.partnerships.get(),
        title="Früherer Besuch",
        starts_on=days(-90),
        state="reported",
    )
    home = at(encounter, "delegation/")
    begun = time.monotonic()

    staff.post(f"{home}vorschlagen/", {"purpose": "Festprogramm festlegen"})
    own_approval = staff.post(f"{home}entscheiden/", {"decision": "approve"}).status_code
    told = list(Notice.objects.filter(topic="delegation-approval").values_list("person", flat=True))
    without_reason = mayor.post(f"{home}entscheiden/", {"decision": "refuse", "note": ""}).status_code
    mayor.post(f"{home}entscheiden/", {"decision": "approve"})
    too_early = staff.post(f"{home}stand/", {"move": "prepared"}, follow=True).content.decode()
    staff.post(f"{home}mitglieder/neu/", member(user=str(traveller.user.pk)))
    staff.post(
        f"{home}programm/neu/",
        {"day": days(31).isoformat(), "starts": "10:00", "ends": "11:30", "title": "Gespräch im Rathaus"},
    )
    staff.post(f"{home}geschenke/neu/", {"way": "given", "what": "Wein", "value": "45", "declared_on": ""})
    staff.post(
        f"{home}bearbeiten/", {"version": 1, "purpose": "Festprogramm", "talking_points": "Jugend\n- Klima"}
    )
    staff.post(at(encounter, "reise/"), {"persons": "4"})
    staff.post(f"{home}stand/", {"move": "prepared"})
    pdf = staff.get(f"{home}mappe.pdf")
    page = staff.get(f"{home}mappe/").content.decode()
    programme = traveller.get(home).content.decode()
    Encounter.objects.filter(pk=encounter.pk).update(starts_on=days(-40), ends_on=days(-38), state="held")
    staff.post(f"{home}stand/", {"move": "held"})
    overdue = signed_in(Role.HEAD).get("/mein-bereich/").content.decode()
    staff.post(
        f"{home}bericht/",
        {"debrief": "Alles vereinbart."} | follow_ups(("Antrag stellen", days(10).isoformat())),
    )

    assert (own_approval, without_reason, told) == (403, 422, [mayor.user.pk])
    assert "wer reist" in too_early
    assert pdf["Content-Type"] == "application/pdf" and time.monotonic() - begun < 20
    for word in ("348 kg", "887 kg", "Früherer Besuch", "Gespräch im Rathaus", "10:00–11:30", "Jugend",
                 "Klima", "Dorothea Kette", "Wein", "Europe/Zagreb"):  # fmt: skip
        assert word in page, word
    assert "Gespräch im Rathaus" in programme and "Festprogramm" not in programme and "Wein" not in programme
    assert "Bericht der Delegation fehlt" in overdue
    delegation = Delegation.objects.get()
    assert (delegation.state, delegation.debrief) == (State.REPORTED, "Alles vereinbart.")
    task = Task.objects.get(origin="debrief")
    assert (task.title, task.due_on, task.encounter) == ("Antrag stellen", days(10), encounter)


def delegation(**more):
    encounter = make_encounter(kind="delegation", ends_on=days(32))
    return Delegation.objects.create(encounter=encounter, purpose="Gespräche", **more)


def test_the_pack_is_a_tagged_pdf_with_text_in_any_script(signed_in):
    found = delegation(talking_points="שלום\nУмань")
    DelegationMember.objects.create(delegation=found, seat="staff", name="Олена Приклад")
    begun = time.monotonic()

    pdf = signed_in(Role.HEAD).get(at(found.encounter, "delegation/mappe.pdf"))

    assert time.monotonic() - begun < 5
    for word in (b"/StructTreeRoot", b"/Marked true", b"pdfuaid", b"/ToUnicode", b"/Lang"):
        assert word in pdf.content, word
    assert pdf["Cache-Control"] == "no-store, private"
    assert re.search(rb"/Title|dc:title", pdf.content)


def test_each_group_travels_once_and_one_person_leads(signed_in):
    found, staff = delegation(), signed_in(Role.CASE_OFFICER)
    page, group = at(found.encounter, "delegation/mitglieder/neu/"), make_organisation(kind="council_group")
    seat = {"seat": "council_group", "organisation": str(group.pk)}

    answers = [
        staff.post(page, member(**more)).status_code
        for more in ({}, {}, seat, seat, {"seat": "council_group"}, {"seat": "press"})
    ]

    assert answers == [302, 422, 302, 422, 422, 302]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"starts": "25:99"}, "starts"),
        ({"ends": "09:00"}, "ends"),
        ({"day": days(90).isoformat()}, "day"),
        ({"title": ""}, "title"),
    ],
)
def test_a_point_of_the_programme_lies_within_the_journey(signed_in, given, field):
    found = delegation()
    sent = {"day": days(31).isoformat(), "starts": "10:00", "ends": "", "title": "Gespräch"} | given

    answer = signed_in(Role.HEAD).post(at(found.encounter, "delegation/programm/neu/"), sent)

    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]


def test_a_refused_delegation_can_be_proposed_again_and_asks_again(signed_in):
    found, mayor, staff = delegation(), signed_in(Role.EXECUTIVE), signed_in(Role.CASE_OFFICER)
    home = at(found.encounter, "delegation/")

    mayor.post(f"{home}entscheiden/", {"decision": "refuse", "note": "Zu teuer"})
    staff.post(f"{home}stand/", {"move": "proposed"})

    found.refresh_from_db()
    assert (found.state, found.decision_note) == (State.PROPOSED, "Zu teuer")
    assert Notice.objects.filter(person=mayor.user, topic="delegation-approval").count() == 1


def test_an_executive_who_proposed_it_does_not_approve_it(signed_in):
    mayor = signed_in(Role.EXECUTIVE)
    make_membership(
        person=mayor.user, organisation=make_organisation(kind="office", duty="economy"), function="head"
    )
    found = delegation(proposed_by=mayor.user)

    answer = mayor.post(at(found.encounter, "delegation/entscheiden/"), {"decision": "approve"})

    found.refresh_from_db()
    assert (answer.status_code, found.state) == (403, State.PROPOSED)


def test_a_follow_up_needs_its_day_and_nothing_is_saved_without_it(signed_in):
    found = delegation(state=State.HELD)
    sent = {"debrief": "Gut"} | follow_ups(("Ohne Tag", ""))

    answer = signed_in(Role.HEAD).post(at(found.encounter, "delegation/bericht/"), sent)

    found.refresh_from_db()
    assert (answer.status_code, found.state, Task.objects.filter(origin="debrief").count()) == (
        422,
        State.HELD,
        0,
    )
    assert "Ohne Tag" in answer.content.decode()


def test_a_proposed_delegation_begins_its_checklist(signed_in):
    encounter = make_encounter(starts_on=days(60))

    signed_in(Role.HEAD).post(at(encounter, "delegation/vorschlagen/"), {"purpose": "Gespräche"})

    due = list(encounter.tasks.order_by("due_on").values_list("due_on", flat=True))
    assert len(due) == 11 and due[0] == days(0) and due[-1] == encounter.ends_on + timedelta(days=28)
