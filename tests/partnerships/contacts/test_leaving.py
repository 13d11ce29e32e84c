"""Terms, blocking, the archive, anonymising, answers under Art. 15, and the export."""

import io
import json
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.roles import Role
from core import retention
from core.attachments import describe
from partnerships.actions import NotNow
from partnerships.contacts import confirming, leaving
from partnerships.contacts.merging import merge
from partnerships.models import ConfirmationRequest, ConsentFile, ContactEvent, Person, ProcessingBasis
from places.models import CountryFact
from tests.partnerships.builders import make_country
from tests.partnerships.contacts.rows import (
    make_basis,
    make_consent,
    make_entry,
    make_function,
    make_person,
    make_question,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=800)


@pytest.fixture
def head(signed_in):
    return signed_in(Role.HEAD)


def whole_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        dump = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            dump += [f"{table}: {row}" for (row,) in cursor.fetchall()]
    return dump


def state_of(person):
    return Person.objects.get(pk=person.pk).state


def test_contacts_are_reviewed_two_years_after_their_last_function():
    gone, recent, current = make_person(), make_person(), make_person()
    make_function(gone, last_day=LONG_AGO.date())
    make_function(recent, last_day=NOW.date() - timedelta(days=700))
    make_function(current, last_day=LONG_AGO.date())
    make_function(current)

    retention.run(NOW)

    assert [state_of(one) for one in (gone, recent, current)] == ["to_review", "active", "active"]


def test_private_data_is_reviewed_after_two_quiet_years():
    quiet = make_person(is_private=True, created_at=LONG_AGO)
    heard = make_person(is_private=True, created_at=LONG_AGO)
    make_entry(heard, happened_on=NOW.date() - timedelta(days=30))
    confirmed = make_person(is_private=True, created_at=LONG_AGO, confirmed_on=NOW.date())

    retention.run(NOW)

    assert [state_of(one) for one in (quiet, heard, confirmed)] == ["to_review", "active", "active"]


def test_consents_are_kept_for_three_years_after_their_end():
    person = make_person()
    old = make_consent(person, consent_on=date(2020, 1, 1), revoked_on=NOW.date() - timedelta(days=1097))
    young = make_consent(person, consent_on=date(2020, 1, 1), revoked_on=NOW.date() - timedelta(days=1000))

    retention.run(NOW)

    assert list(ProcessingBasis.objects.all()) == [young] and old.pk


def test_every_move_needs_a_reason_and_follows_the_table(head):
    person = make_person()
    address = reverse("contacts:move", args=[person.pk])

    assert head.post(address, {"to": "blocked"}).status_code == 422
    assert head.post(address, {"to": "anonymised", "reason": "x"}).status_code == 422
    head.post(address, {"to": "blocked", "reason": "Wunsch der Person"})

    assert state_of(person) == "blocked"
    with pytest.raises(NotNow, match="kein Weg"):
        leaving.move(person, Person.State.ANONYMISED, reason="x", by=head.user)


def test_blocking_withdraws_an_open_question(head):
    person = make_person()
    question = make_question(person)

    leaving.move(person, Person.State.BLOCKED, reason="x", by=head.user)

    question.refresh_from_db()
    assert question.settled_at is not None


def with_a_life(head):
    """Somebody with a name that stands in many places."""
    person = make_person(given_name="Wilhelmine", family_name="Zwiebelturm", name_original="Вільгельміна",
                         email="wilhelmine@example.org", phone="+49 261 4711 99", note="NOTIZ")  # fmt: skip
    twin = make_person(given_name="Wilhelmina", family_name="Zwiebelturm", email="w.zwiebel@example.org")
    make_function(person, email="zwiebelturm@amt.example")
    consent = make_consent(person, consent_given_by="Brief von Zwiebelturm")
    upload = ContentFile(b"ja", name="zwiebel.txt")
    file = describe(ConsentFile(basis=consent, title="Zwiebel", file=upload), upload, "text/plain")
    file.save()
    make_entry(person, subject="Frau Zwiebelturm ruft an", summary="Wilhelmine Zwiebelturm sagt zu.")
    confirming.ask(person, by=head.user)
    merge(person, twin, choices={"note": "both"}, versions=(1, 1), by=head.user)
    return person, file.file.name


def test_anonymising_leaves_counts_and_lines_without_the_name(head, django_capture_on_commit_callbacks):
    person, file = with_a_life(head)
    for state in (Person.State.BLOCKED, Person.State.OFFERED):
        leaving.move(person, state, reason="Antrag", by=head.user)

    with django_capture_on_commit_callbacks(execute=True):
        leaving.move(person, Person.State.ANONYMISED, reason="Archiv will nicht", by=head.user)

    words = ("Zwiebelturm", "Wilhelmin", "Вільгельміна", "wilhelmine@", "4711 99", "NOTIZ", "zwiebel")
    found = [row for row in whole_database() if any(word.lower() in row.lower() for word in words)]
    assert found == []
    assert not default_storage.exists(file)
    assert ContactEvent.objects.get().persons.count() == 1 and not ConfirmationRequest.objects.exists()
    assert person.functions.count() == 1 and person.bases.count() == 1
    html = head.get(person.get_absolute_url()).content.decode()
    assert "anonymisierte Person" in html and "anonymisierte Person ruft an" in html


def test_the_answer_under_article_15_holds_everything(head):
    person, _file = with_a_life(head)

    answer = head.post(reverse("contacts:subject_data", args=[person.pk]))

    data = json.loads(answer.content)["data"]
    assert {row["given_name"] for row in data["partnerships.Person"]} == {"Wilhelmine", "Wilhelmina"}
    assert data["partnerships.ContactEvent"][0]["summary"] == "Wilhelmine Zwiebelturm sagt zu."
    assert data["partnerships.ProcessingBasis"] and data["partnerships.ConsentFile"]
    assert person.confirmations.get().token not in answer.content.decode()


def test_only_the_head_exports_answers_and_moves(signed_in):
    officer, person = signed_in(Role.CASE_OFFICER), make_person()

    answers = [
        officer.get(reverse("contacts:export")),
        officer.post(reverse("contacts:subject_data", args=[person.pk])),
        officer.post(reverse("contacts:move", args=[person.pk]), {"to": "blocked", "reason": "x"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


def rows_of(answer):
    sheet = load_workbook(io.BytesIO(answer.content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def test_the_export_has_no_blocked_people_no_notes_and_no_formulas(head):
    make_person(family_name="=cmd|'/c calc'!A0", note="GEHEIM")
    make_basis(make_person(family_name="Gesperrt", state="blocked"))
    address = reverse("contacts:export")

    csv, xlsx = (head.post(address, {"kind": kind, "acknowledged": "on"}) for kind in ("csv", "xlsx"))

    assert "'=cmd" in csv.content.decode() and rows_of(xlsx)[0][3].startswith("'=cmd")
    assert len(rows_of(xlsx)) == 1
    assert "GEHEIM" not in csv.content.decode() and "Gesperrt" not in csv.content.decode()


def test_third_countries_ask_for_an_acknowledgement(head):
    country = make_country("UA", name_de="Ukraine")
    CountryFact.objects.create(
        country=country, kind="adequacy", value="none", is_checked=True, source_title="x"
    )
    make_person(country=country)
    address = reverse("contacts:export")

    assert "Ukraine" in head.get(address).content.decode()
    assert head.post(address, {"kind": "csv"}).status_code == 422
    assert head.post(address, {"kind": "csv", "acknowledged": "on"}).status_code == 200


def test_the_export_follows_the_filters_of_the_list(head):
    make_person(family_name="Deutsch", language="de")
    make_person(family_name="Anders", language="fr")

    answer = head.post(reverse("contacts:export") + "?sprache=de", {"kind": "csv"})

    assert "Deutsch" in answer.content.decode() and "Anders" not in answer.content.decode()
