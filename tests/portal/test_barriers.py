"""Reporting a barrier: anybody, once, without an account; staff answer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from core.desk import waiting_for
from core.models import JournalEntry
from notices.models import Notice
from portal import actions, retention
from portal.models import BarrierReport
from tests.factories import make_user

pytestmark = pytest.mark.django_db
REPORT = {
    "text": "Die Karte lässt sich nicht bedienen.",
    "page": "/partnerschaften/",
    "email": "a@example.org",
}


def make_report(**more):
    return BarrierReport.objects.create(**({"text": "Der Kontrast ist zu gering."} | more))


def test_a_report_without_an_account_gets_a_number_and_reaches_staff(client):
    officer = make_user(role=Role.CASE_OFFICER)

    answer = client.post("/barriere-melden/", REPORT, follow=True)

    report = BarrierReport.objects.get()
    assert (report.text, report.page, report.email) == tuple(
        REPORT[name] for name in ("text", "page", "email")
    )
    assert report.number in answer.content.decode()
    assert list(Notice.objects.values_list("person", "topic")) == [(officer.pk, "barrier-new")]
    assert [entry.url for entry in waiting_for(officer)] == [report.get_absolute_url()]


def test_a_report_that_is_sent_twice_counts_once(client):
    token = client.get("/barriere-melden/").context["form"].initial["once"]

    first = client.post("/barriere-melden/", REPORT | {"once": token})
    second = client.post("/barriere-melden/", REPORT | {"once": token})

    assert BarrierReport.objects.count() == 1
    assert first.url == second.url


def test_a_program_that_fills_in_the_hidden_field_is_thanked_and_forgotten(client):
    answer = client.post("/barriere-melden/", REPORT | {"website": "https://spam.example"})

    assert (answer.status_code, BarrierReport.objects.count()) == (302, 0)


def test_the_sixth_report_within_an_hour_is_too_many(client):
    codes = [client.post("/barriere-melden/", REPORT).status_code for _ in range(6)]

    assert codes == [302] * 5 + [429]
    assert BarrierReport.objects.count() == 5


def test_an_empty_report_is_answered_with_422_and_words(client):
    answer = client.post("/barriere-melden/", {"text": "", "email": "keine"})

    assert answer.status_code == 422
    assert answer.context["form"].errors["text"] == ["Beschreiben Sie, was nicht ging."]
    assert BarrierReport.objects.count() == 0


@pytest.mark.parametrize("text", ["a" * 4001, "\x00Kontrast", "‮verkehrt", "😀 zu klein"])
def test_odd_texts_never_break_the_form(client, text):
    answer = client.post("/barriere-melden/", REPORT | {"text": text})

    assert answer.status_code in (302, 422)


def test_a_number_cannot_be_tried_out(client):
    assert client.get("/barriere-melden/danke/B-2026-0001:falsch/").status_code == 404


def test_the_answer_goes_to_the_address_that_was_left():
    officer, report = make_user(role=Role.HEAD), make_report(email="leserin@example.org")

    actions.answer_barrier(report, "Wir haben den Kontrast erhöht.", by=officer)

    report.refresh_from_db()
    assert (report.state, report.done_by) == (BarrierReport.State.ANSWERED, officer)
    told = Notice.objects.get()
    assert (told.email, told.text, told.topic) == (
        "leserin@example.org",
        "Wir haben den Kontrast erhöht.",
        "barrier-answer",
    )
    assert JournalEntry.objects.filter(verb="portal.barrier_answered", by=officer).count() == 1


def test_a_report_is_answered_only_once(client):
    officer, report = make_user(role=Role.CASE_OFFICER), make_report()
    actions.close_barrier(report, by=officer)

    with pytest.raises(actions.NotNow):
        actions.answer_barrier(report, "Doch noch eine Antwort.", by=officer)


def test_staff_answer_on_the_page(client):
    report = make_report(email="leserin@example.org")
    client.force_login(make_user(role=Role.CASE_OFFICER))

    answer = client.post(reverse("portal:barrier", args=[report.pk]), {"answer": "Das ist jetzt behoben."})

    report.refresh_from_db()
    assert (answer.url, report.answer) == ("/barriere-melden/eingang/", "Das ist jetzt behoben.")


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.ASSOCIATION_ADMIN, Role.COUNCILLOR, Role.ADMIN])
def test_nobody_but_staff_reads_reports(client, role):
    report = make_report(text="CANARY")
    client.force_login(make_user(role=role))

    assert client.get("/barriere-melden/eingang/").status_code == 403
    assert client.get(reverse("portal:barrier", args=[report.pk])).status_code == 404
    assert client.post(reverse("portal:close_barrier", args=[report.pk])).status_code == 404


def test_addresses_and_reports_end_after_their_time():
    now = timezone.now()
    done = {"state": BarrierReport.State.CLOSED, "email": "a@example.org"}
    make_report(email="offen@example.org")
    make_report(**done, done_at=now - timedelta(days=300))
    make_report(**done, done_at=now - timedelta(days=400))
    make_report(**done, done_at=now - timedelta(days=1200))

    taken = [term.end(list(term.over(now)), now) for term in retention.TERMS]

    assert taken == [2, 1]
    assert sorted(BarrierReport.objects.values_list("email", flat=True)) == [
        "",
        "a@example.org",
        "offen@example.org",
    ]
