"""The pages about sources, the commands, and what staff decide."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.roles import Role
from core.desk import waiting_for
from core.journal import history_of
from funding import demo
from funding.feed_errors import FeedUnavailable
from funding.health import RED_AFTER
from funding.models import Call, CallChange, FeedRun, FeedSource, PageChange, Quarantined
from funding.polling import poll
from notices.models import Notice
from tests.factories import make_user
from tests.funding.making import JUNE, Answers, make_call, make_source, poll_rows
from tests.funding.recorded import make_answer, make_raw
from tests.funding.test_takeover import neighbours

pytestmark = pytest.mark.django_db
SOURCES = "/foerderung/quellen/"
DAY = timedelta(days=1)


@pytest.fixture
def staff(client):
    person = make_user(role=Role.CASE_OFFICER)
    client.force_login(person)
    return person


def run_command(*arguments, **options):
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO(), **options)
    return out.getvalue().strip().splitlines()


def answer_file(tmp_path, *rows, name="answer.json", **envelope):
    path = tmp_path / name
    path.write_bytes(make_answer(*rows, **envelope))
    return str(path)


def test_only_staff_see_the_sources(client):
    source = make_source()
    client.force_login(make_user(role=Role.ASSOCIATION_ADMIN))

    assert client.get(SOURCES).status_code == 403
    assert client.get(f"{SOURCES}{source.key}/").status_code == 404
    assert client.post(f"{SOURCES}{source.key}/abrufen/").status_code == 404


def test_the_list_of_sources_takes_the_same_queries_for_one_and_for_five(
    client, staff, django_assert_max_num_queries
):
    numbers = []
    for more in (1, 4):
        for _ in range(more):
            poll_rows(make_source(), make_raw(reference=f"{FeedSource.objects.count()}TOPICSen"))
        client.get(SOURCES)
        with django_assert_max_num_queries(10) as captured:
            client.get(SOURCES)
        numbers.append(len(captured.captured_queries))

    assert numbers[0] == numbers[1]


def test_staff_see_why_a_source_fails_and_the_strange_answer_as_text(client, staff):
    source = make_source()
    poll(source, fetch=Answers(b"<html><script>alert(1)</script>"), now=JUNE)

    html = client.get(f"{SOURCES}{source.key}/").content.decode()

    assert "Die Antwort hat nicht die gewohnte Form." in html
    assert "&lt;script&gt;" in html and "<script>alert" not in html


def miss(source, times):
    for _ in range(times):
        poll(source, fetch=Answers(FeedUnavailable("down", cause="connection")), now=JUNE)
        source.refresh_from_db()


def entries_of(person):
    return [(entry.title, entry.url) for entry in waiting_for(person)]


def test_one_miss_is_no_work_for_anybody(staff):
    miss(make_source(name="CERV"), 1)

    assert entries_of(staff) == []


def test_a_source_that_missed_every_try_stands_on_the_desk_of_staff_and_of_nobody_else(staff):
    source = make_source(name="CERV")
    miss(source, RED_AFTER)

    words = "CERV antwortet seit mehreren Versuchen nicht. Bitte sehen Sie nach."
    assert entries_of(staff) == [(words, f"{SOURCES}{source.key}/")]
    assert waiting_for(make_user(role=Role.ASSOCIATION_ADMIN)) == []


def test_several_silent_sources_are_one_row_that_leads_to_all_of_them(staff):
    for _ in range(3):
        miss(make_source(), RED_AFTER)

    words = "3 Quellen antworten nicht. Bitte prüfen Sie die Verbindung."
    assert entries_of(staff) == [(words, SOURCES)]


def test_ask_now_makes_a_source_due_at_once(client, staff):
    source = make_source(next_run_at=timezone.now() + DAY)

    client.post(f"{SOURCES}{source.key}/abrufen/")

    assert list(FeedSource.objects.due(timezone.now())) == [source]
    assert history_of(source).get().by == staff


def test_released_quarantine_becomes_calls(client, staff):
    source = make_source()
    poll_rows(source, *neighbours(10))
    poll_rows(source, *neighbours(10), *neighbours(6, start=500), now=JUNE + DAY)

    client.post(f"{SOURCES}{source.key}/freigeben/")

    assert (Call.objects.count(), Quarantined.objects.waiting().count()) == (16, 0)


def test_dismissed_quarantine_does_not_come_back_with_the_next_poll(client, staff):
    source, broken = make_source(), make_raw(reference="1TOPICSen", identifier=[])
    poll_rows(source, *neighbours(9), broken)
    client.post(f"/foerderung/quarantaene/{Quarantined.objects.get().pk}/beiseite/")

    poll_rows(source, *neighbours(9), broken, now=JUNE + DAY)

    assert Quarantined.objects.waiting().count() == 0


def test_a_page_change_is_read_once(client, staff):
    source = make_source(kind="page_watch", programme="", address="https://commission.europa.eu/")
    change = PageChange.objects.create(source=source, at=JUNE, diff="-alt\n+neu")
    assert "<ins>neu</ins>" in client.get(f"{SOURCES}{source.key}/").content.decode()

    client.post(f"/foerderung/seiten/{change.pk}/gelesen/")

    assert PageChange.objects.get().read_at is not None


def test_an_edit_that_came_too_late_shows_both_texts_and_loses_none(client, staff):
    call = make_call()
    form = {
        "version": call.version,
        "publicness": "public",
        "summary_de": "Erster",
        "staff_note": "",
        "title_de": "",
    }
    client.post(f"{call.get_absolute_url()}bearbeiten/", form)

    response = client.post(f"{call.get_absolute_url()}bearbeiten/", form | {"summary_de": "Zweiter"})

    html = response.content.decode()
    assert response.status_code == 409
    assert "Erster" in html and "Zweiter" in html
    assert Call.objects.get().summary_de == "Erster"


def test_a_field_of_the_feed_cannot_be_set_by_a_form(client, staff):
    call = make_call()
    form = {
        "version": call.version,
        "publicness": "public",
        "title": "Hacked",
        "status": "closed",
        "programme": "1",
    }

    client.post(f"{call.get_absolute_url()}bearbeiten/", form)

    stored = Call.objects.get()
    assert (stored.title, stored.status, stored.programme) == (call.title, "open", "43251589")


def test_a_decided_proposal_cannot_be_decided_again(client, staff):
    call = make_call(summary_de="Unser", staff_fields=["summary_de"])
    change = CallChange.objects.create(
        call=call, at=JUNE, weight="news", field="summary_de", after="Neu", proposal="open"
    )
    client.post(f"/foerderung/vorschlaege/{change.pk}/", {"entscheidung": "behalten"})

    client.post(f"/foerderung/vorschlaege/{change.pk}/", {"entscheidung": "uebernehmen"})

    assert Call.objects.get().summary_de == "Unser"


MANUAL = {
    "version": 1,
    "title": "Städtenetze",
    "identifier": "URBACT-2027-NETZE",
    "programme_name": "URBACT",
    "deadline_on": "2099-03-31",
    "deadline_time": "17:00",
    "publicness": "public",
    "summary_de": "Netze von Städten.",
}


def test_staff_enter_a_call_that_no_feed_brings(client, staff):
    client.post("/foerderung/eintragen/", MANUAL)

    call = Call.objects.get()
    assert (call.kind, call.slug, call.status) == ("manual", "urbact-2027-netze", "open")
    assert call.last_deadline.isoformat() == "2099-03-31T15:00:00+00:00"
    client.logout()
    assert client.get(call.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"deadline_on": ""},
        {"deadline_time": "25:99"},
        {"title": ""},
        {"programme_name": ""},
        {"opening": "2100-01-01"},
        {"budget_amount": "-5"},
        {"url": "javascript:alert(1)"},
        {"publicness": "closed"},
        {"title": "x" * 2000},
    ],
)
def test_a_wrong_entry_is_answered_with_422_and_words(client, staff, wrong):
    response = client.post("/foerderung/eintragen/", MANUAL | wrong)

    assert (response.status_code, Call.objects.count()) == (422, 0)
    assert "Bitte prüfen Sie" in response.content.decode()


def test_poll_calls_takes_a_recorded_answer_and_ends_with_a_summary(tmp_path):
    lines = run_command(
        "poll_calls", "--file", answer_file(tmp_path, make_raw()), "--at", "2026-06-01T06:00:00"
    )

    assert lines[-1] == "success: 1 of 1 sources taken over, 1 new, 0 changed calls"
    assert Call.objects.get().first_seen_at.isoformat() == "2026-06-01T06:00:00+00:00"


def test_poll_calls_fails_with_exit_code_1_and_leaves_a_run(tmp_path):
    path = tmp_path / "maintenance.json"
    path.write_text("<html>Maintenance</html>")

    with pytest.raises(CommandError) as error:
        run_command("poll_calls", "--file", str(path))

    assert error.value.returncode == 1
    assert (FeedRun.objects.get().state, FeedRun.objects.get().cause) == ("rejected", "not-json")


def test_poll_calls_names_the_sources_when_one_is_unknown():
    make_source(key="cerv")

    with pytest.raises(CommandError, match="Known: cerv"):
        run_command("poll_calls", "gibt-es-nicht")


def test_feed_status_is_one_json_object(tmp_path):
    run_command("poll_calls", "--file", answer_file(tmp_path, make_raw()), "--at", "2026-06-01T06:00:00")

    status = json.loads("\n".join(run_command("feed_status", "--json")))

    source = status["sources"][0]
    assert (source["key"], source["health"], source["calls"]) == ("aufgezeichnet", "green", 1)
    assert (source["last_run"]["state"], source["last_run"]["new"]) == ("complete", 1)


def test_the_demo_is_built_twice_without_a_difference_and_removed_without_trace():
    today = timezone.localdate()
    demo.seed(today)
    first = (
        Call.objects.count(),
        CallChange.objects.count(),
        FeedRun.objects.count(),
        Notice.objects.count(),
    )

    demo.seed(today)

    assert (
        Call.objects.count(),
        CallChange.objects.count(),
        FeedRun.objects.count(),
        Notice.objects.count(),
    ) == first
    example = Call.objects.get(is_example=True)
    assert (example.status_at(timezone.now()), first[0], first[3]) == ("open", 12, 0)
    demo.remove()
    assert (Call.objects.count(), FeedSource.objects.count(), FeedRun.objects.count()) == (0, 0, 0)


def test_a_source_named_after_its_programme_has_its_english_name_on_english_pages(client):
    client.force_login(make_user(role=Role.CASE_OFFICER))
    make_source(name="Umwelt- und Klimapolitik", programme="43252405")
    make_source(name="LIFE für uns", programme="43252405")

    page = client.get("/en" + SOURCES).content.decode()

    assert "Environment and Climate Action" in page
    assert "Umwelt- und Klimapolitik" not in page
    assert "LIFE für uns" in page
