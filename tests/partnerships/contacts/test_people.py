"""People, functions and legal bases: written, changed by two at once, and refused with words."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from accounts.roles import Role
from core.desk import waiting_for
from core.models import JournalEntry
from partnerships.actions import NotNow
from partnerships.contacts import actions, consents
from partnerships.contacts.summary import summary_of
from partnerships.models import ConsentFile, Person
from tests.factories import make_organisation, make_user
from tests.partnerships.builders import make_partnership
from tests.partnerships.contacts.rows import make_basis, make_consent, make_entry, make_function, make_person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PERSON = {"version": 1, "family_name": "Приклад", "language": "uk", "basis-purpose": "office",
          "basis-basis": "public_task", "function-version": 1}  # fmt: skip


@pytest.fixture
def staff(signed_in):
    return signed_in(Role.CASE_OFFICER)


def test_a_contact_is_written_with_function_new_organisation_and_reason(staff):
    town = make_partnership()
    more = {"function-title": "Stadtverwaltung", "function-new_name": "Міська рада",
            "function-new_kind": "partner_administration", "function-new_city": town.city.pk,
            "function-partnership": town.pk, "function-is_contact_person": "on"}  # fmt: skip

    answer = staff.post(reverse("contacts:create"), PERSON | more)

    person = Person.objects.get()
    assert answer.status_code == 302 and str(person) == "Приклад"
    function = person.functions.get()
    assert (function.organisation.name, function.is_contact_person) == ("Міська рада", True)
    assert person.bases.get().purpose == "office"
    assert not function.is_here


def test_a_contact_may_be_written_without_a_function(staff):
    assert staff.post(reverse("contacts:create"), PERSON).status_code == 302
    assert Person.objects.get().functions.count() == 0


def test_the_same_name_at_the_same_organisation_warns_and_may_be_written_anyway(staff):
    office = make_organisation()
    known = make_person(given_name="Élise", family_name="Exemple", email="")
    make_function(known, organisation=office)
    more = {"family_name": "EXEMPLE", "given_name": "elise", "function-title": "Amt",
            "function-organisation": office.pk}  # fmt: skip

    warned = staff.post(reverse("contacts:create"), PERSON | more)
    written = staff.post(reverse("contacts:create"), PERSON | more | {"anyway": "1"})

    assert warned.status_code == 422 and known.get_absolute_url() in warned.content.decode()
    assert written.status_code == 302 and Person.objects.count() == 2


def test_a_function_that_ends_before_it_begins_is_refused_in_words(staff):
    person = make_person()
    data = {"version": 1, "title": "Amt", "organisation": make_organisation().pk,
            "first_day": "2026-05-01", "last_day": "2026-04-30"}  # fmt: skip

    answer = staff.post(reverse("contacts:function_add", args=[person.pk]), data)

    assert answer.status_code == 422
    assert "Der letzte Tag liegt vor dem ersten Tag dieser Funktion." in answer.content.decode()
    function = make_function(person, first_day=date(2026, 5, 1))
    ended = staff.post(reverse("contacts:function_end", args=[function.pk]), {"last_day": "2026-04-30"})
    assert ended.status_code == 422
    with pytest.raises(NotNow):
        actions.end_function(function, last_day=date(2026, 4, 30), by=None)


def test_two_contact_persons_of_one_partnership_may_overlap(staff):
    town = make_partnership()
    make_function(make_person(), partnership=town)
    make_function(make_person(), partnership=town)

    assert len(summary_of(town, staff.user, TODAY).there) == 2


def test_of_two_editors_the_second_sees_both_texts(staff):
    person = make_person()
    data = {"family_name": "Neu", "language": "fr", "note": "von mir", "version": 1}
    staff.post(reverse("contacts:edit", args=[person.pk]), data | {"note": "von ihr"})

    answer = staff.post(reverse("contacts:edit", args=[person.pk]), data)

    assert answer.status_code == 409
    assert "von mir" in answer.content.decode() and "von ihr" in answer.content.decode()
    assert Person.objects.get().note == "von ihr"


def test_of_two_editors_of_a_function_the_second_is_told(staff):
    function = make_function(make_person())
    data = {"version": 1, "title": "Erste", "organisation": function.organisation_id}
    staff.post(reverse("contacts:function_edit", args=[function.pk]), data)

    answer = staff.post(reverse("contacts:function_edit", args=[function.pk]), data | {"title": "Zweite"})

    assert answer.status_code == 409
    function.refresh_from_db()
    assert function.title == "Erste"


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=cmd|'/c calc'!A0", "‮evil", "דנה"])
def test_a_hostile_name_is_shown_as_text(staff, name):
    person = make_person(family_name=name)

    html = staff.get(person.get_absolute_url()).content.decode()

    assert "<script>alert" not in html


def test_an_unknown_language_is_refused(staff):
    answer = staff.post(reverse("contacts:create"), PERSON | {"language": "xx"})

    assert answer.status_code == 422 and not Person.objects.exists()


def test_the_list_finds_words_without_case_and_accents_in_every_script(staff):
    make_person(given_name="Élodie", family_name="Müller")
    make_person(family_name="Pryklad", name_original="Оксана Приклад")
    make_function(make_person(family_name="Dritter"), organisation=make_organisation(name="Stadtarchiv"))

    def found(words):
        html = staff.get(reverse("contacts:list"), {"q": words}).content.decode()
        return [name for name in ("Müller", "Pryklad", "Dritter") if name in html]

    assert found("elodie MULLER") == ["Müller"]
    assert found("приклад") == ["Pryklad"]
    assert found("stadtarchiv") == ["Dritter"]


def test_the_filters_narrow_the_list(staff):
    town = make_partnership()
    stale = make_person(family_name="Alt", confirmed_on=TODAY - timedelta(days=400), language="he")
    make_function(stale, partnership=town)
    make_person(family_name="Frisch", confirmed_on=TODAY)
    address = reverse("contacts:list")

    for query in (
        {"partnerschaft": town.slug},
        {"unbestaetigt": "on"},
        {"ansprech": "on"},
        {"sprache": "he"},
    ):
        html = staff.get(address, query).content.decode()
        assert ("Alt" in html, "Frisch" in html) == (True, False), query


def test_consent_comes_with_its_file_which_only_staff_read(staff, signed_in):
    person = make_person()
    data = {"purpose": "newsletter", "basis": "consent", "consent_on": "2026-01-02",
            "file": SimpleUploadedFile("ja.pdf", b"%PDF-1.7 x", "application/pdf")}  # fmt: skip

    staff.post(reverse("contacts:basis_add", args=[person.pk]), data)

    address = reverse("contacts:consent_file", args=[ConsentFile.objects.get().pk])
    assert b"".join(staff.get(address).streaming_content) == b"%PDF-1.7 x"
    assert signed_in(Role.COUNCILLOR).get(address).status_code == 404


def test_a_consent_needs_its_day(staff):
    data = {"purpose": "newsletter", "basis": "consent"}

    answer = staff.post(reverse("contacts:basis_add", args=[make_person().pk]), data)

    assert answer.status_code == 422 and "Nennen Sie den Tag der Einwilligung." in answer.content.decode()


def test_revoking_the_only_reason_blocks_the_person_and_tells_staff(staff):
    person = make_person(family_name="Widerruf", email="geheim@example.org")
    consent = make_consent(person)

    staff.post(reverse("contacts:basis_revoke", args=[consent.pk]), {"revoked_on": TODAY.isoformat()})

    person.refresh_from_db()
    assert person.state == Person.State.BLOCKED
    assert any("Widerruf ist gesperrt" in entry.title for entry in waiting_for(staff.user))
    html = staff.get(reverse("contacts:list"), {"stand": "blocked"}).content.decode()
    assert "Widerruf" in html and "geheim@example.org" not in html
    assert "Widerruf" not in staff.get(reverse("contacts:list")).content.decode()
    assert staff.get(reverse("contacts:edit", args=[person.pk])).status_code == 302


def test_with_another_reason_the_person_stays(staff):
    person = make_person()
    make_basis(person)
    consent = make_consent(person)

    assert consents.revoke(consent, revoked_on=TODAY, by=staff.user) is False
    with pytest.raises(NotNow, match="schon widerrufen"):
        consents.revoke(consent, revoked_on=TODAY, by=staff.user)


def test_a_revocation_before_the_consent_is_refused(staff):
    consent = make_consent(make_person())

    answer = staff.post(reverse("contacts:basis_revoke", args=[consent.pk]), {"revoked_on": "2020-01-01"})

    assert answer.status_code == 422


def test_an_account_is_linked_by_its_confirmed_address(staff):
    account = make_user(role=Role.PARTNER_CITY)
    person = make_person(email=account.email.upper())

    assert any("mit einem Konto verbinden" in entry.title for entry in waiting_for(staff.user))
    staff.post(reverse("contacts:link", args=[person.pk]))

    person.refresh_from_db()
    assert person.user == account
    with pytest.raises(NotNow):
        actions.link_account(make_person(email="sonst@example.org"), by=staff.user)


def test_the_summary_of_a_partnership_costs_few_queries(staff, django_assert_max_num_queries):
    town = make_partnership()
    person = make_person()
    make_function(person, partnership=town)
    for _ in range(9):
        make_entry(person, partnership=town)

    assert staff.user.is_city_staff  # asked once per request, not by the summary

    with django_assert_max_num_queries(5):
        summary = summary_of(town, staff.user, TODAY)

    assert (len(summary.there), len(summary.log), summary.number_of_entries) == (1, 5, 9)
    assert [warning.kind for warning in summary.warnings] == ["vacant_here"]
    below = summary_of(town, make_user(role=Role.COUNCILLOR), TODAY)
    assert (below.there, below.log, below.warnings, below.number_of_entries) == ((), (), (), 0)


def test_the_facts_of_a_board_are_edited_by_its_people_and_seen_by_no_stranger(signed_in):
    browser = signed_in(Role.ASSOCIATION_ADMIN)
    own = Organisation.objects.get(memberships__person=browser.user)
    data = {"version": 1, "name": own.name, "publicness": "public", "register_number": "VR 4711",
            "members_count": 12, "board_term_ends_on": "2026-12-31", "succession": "acute"}  # fmt: skip

    browser.post(reverse("accounts:edit_organisation", args=[own.slug]), data)

    page = reverse("accounts:organisation", args=[own.slug])
    assert "VR 4711" in browser.get(page).content.decode()
    assert "VR 4711" in signed_in(Role.HEAD).get(page).content.decode()
    assert "VR 4711" not in signed_in(Role.BUSINESS).get(page).content.decode()


def test_every_change_stands_in_the_journal(staff):
    person = make_person()
    staff.post(reverse("contacts:edit", args=[person.pk]),
               {"family_name": "Neu", "language": "fr", "version": 1})  # fmt: skip

    line = JournalEntry.objects.get(verb="contacts.person_saved")
    assert line.changes["family_name"][1] == "Neu"
    assert "Angaben geändert" in staff.get(person.get_absolute_url()).content.decode()
