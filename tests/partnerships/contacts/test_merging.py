"""Two entries become one: nothing is lost, nothing is merged twice, nobody's work is overwritten."""

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from core.lost_updates import StaleVersion
from core.models import JournalEntry
from partnerships.actions import NotNow
from partnerships.contacts.merging import merge
from partnerships.models import Delegation, DelegationMember, Encounter, Person
from tests.factories import make_organisation, make_user
from tests.partnerships.contacts.rows import (
    make_basis,
    make_consent,
    make_entry,
    make_function,
    make_person,
    make_question,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(signed_in):
    return signed_in(Role.CASE_OFFICER)


def pair():
    kept = make_person(given_name="Emily", family_name="Sample", note="kennt Koblenz", phone="")
    other = make_person(given_name="EMILY", family_name="Sample", note="mag Musik", phone="+44 1")
    return kept, other


def test_everything_moves_and_the_other_row_keeps_its_values(staff):
    kept, other = pair()
    make_function(kept)
    make_function(other, title="Assistenz")
    make_consent(other)
    make_basis(kept)
    shared, own = make_entry(kept, other), make_entry(other)
    make_question(other)
    encounter = Encounter.objects.create(
        title="Besuch", kind="delegation", direction="out", starts_on="2026-05-01", ends_on="2026-05-03"
    )
    delegation = Delegation.objects.create(encounter=encounter, purpose="x")
    seat = DelegationMember.objects.create(delegation=delegation, seat="mayor", person=other)
    choices = {"phone": "other", "note": "both"}

    merge(kept, other, choices=choices, versions=(1, 1), by=staff.user)

    kept.refresh_from_db()
    other.refresh_from_db()
    seat.refresh_from_db()
    assert (kept.phone, kept.note) == ("+44 1", "kennt Koblenz\n\nmag Musik")
    assert (other.given_name, other.phone, other.merged_into) == ("EMILY", "+44 1", kept)
    assert (kept.functions.count(), kept.bases.count(), kept.confirmations.count()) == (2, 2, 1)
    assert set(kept.contact_events.all()) == {shared, own} and not other.contact_events.exists()
    assert list(shared.persons.all()) == [kept]
    assert seat.person == kept
    verbs = set(JournalEntry.objects.values_list("verb", flat=True))
    assert {"contacts.merged", "contacts.merged_away"} <= verbs


def test_the_address_of_the_other_leads_to_the_kept_one(staff):
    kept, other = pair()
    merge(kept, other, choices={}, versions=(1, 1), by=staff.user)

    answer = staff.get(other.get_absolute_url())

    assert (answer.status_code, answer["Location"]) == (302, kept.get_absolute_url())
    assert "EMILY" not in staff.get(reverse("contacts:list")).content.decode()


def test_a_merge_of_somebody_edited_meanwhile_is_refused_and_shows_the_new_values(staff):
    kept, other = pair()
    address = reverse("contacts:merge", args=[kept.pk, other.pk])
    data = {"version_kept": 1, "version_other": 1, "given_name": "kept", "note": "kept", "phone": "other",
            "email": "kept"}  # fmt: skip
    staff.post(reverse("contacts:edit", args=[other.pk]),
               {"family_name": "Sample", "language": "en", "version": 1, "note": "inzwischen"})  # fmt: skip

    answer = staff.post(address, data | {"language": "kept"})

    assert answer.status_code == 409 and "inzwischen" in answer.content.decode()
    assert Person.objects.get(pk=other.pk).merged_into is None
    with pytest.raises(StaleVersion):
        merge(kept, other, choices={}, versions=(1, 1), by=staff.user)


def test_nobody_is_merged_twice_or_with_themselves_or_while_blocked(staff):
    kept, other = pair()
    blocked = make_person(state="blocked")
    with pytest.raises(NotNow, match="derselbe"):
        merge(kept, kept, choices={}, versions=(1, 1), by=staff.user)
    with pytest.raises(NotNow, match="gesperrt"):
        merge(kept, blocked, choices={}, versions=(1, 1), by=staff.user)
    merge(kept, other, choices={}, versions=(1, 1), by=staff.user)
    with pytest.raises(NotNow, match="schon zusammengeführt"):
        merge(kept, other, choices={}, versions=(2, 2), by=staff.user)
    assert staff.get(reverse("contacts:merge", args=[kept.pk, kept.pk])).status_code == 404


def test_the_account_moves_too_and_two_accounts_are_refused(staff):
    kept, other = pair()
    account = make_user(role=Role.PARTNER_CITY)
    Person.objects.filter(pk=other.pk).update(user=account)

    merge(kept, other, choices={}, versions=(1, 1), by=staff.user)

    assert User.objects.get(pk=account.pk).contact == kept
    third = make_person(user=make_user())
    with pytest.raises(NotNow, match="Konto"):
        merge(kept, third, choices={}, versions=(2, 1), by=staff.user)


def test_two_open_questions_become_one(staff):
    kept, other = pair()
    make_question(kept)
    make_question(other)

    merge(kept, other, choices={}, versions=(1, 1), by=staff.user)

    assert kept.confirmations.count() == 2
    assert kept.confirmations.filter(answered_at=None, settled_at=None).count() == 1


def test_the_page_lists_likely_pairs_and_merges_by_choice(staff):
    office = make_organisation()
    kept, other = pair()
    for person in (kept, other):
        make_function(person, organisation=office)

    html = staff.get(reverse("contacts:duplicates")).content.decode()
    page = staff.get(reverse("contacts:merge", args=[kept.pk, other.pk]))
    data = dict.fromkeys(page.context_data["form"].fields, "other") | {
        "version_kept": 1,
        "version_other": 1,
    }
    answer = staff.post(reverse("contacts:merge", args=[kept.pk, other.pk]), data)

    assert "gleicher Name bei derselben Organisation" in html
    assert answer.status_code == 302
    kept.refresh_from_db()
    assert kept.given_name == "EMILY"


def test_a_chain_of_merges_leads_to_the_last(staff):
    first, second = pair()
    third = make_person()
    merge(second, first, choices={}, versions=(1, 1), by=staff.user)
    second.refresh_from_db()
    merge(third, second, choices={}, versions=(1, second.version), by=staff.user)

    assert Person.objects.get(pk=first.pk).merged_into == third
