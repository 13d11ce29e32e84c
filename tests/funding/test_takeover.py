"""Taking over what a scan brought: nothing lost, nothing doubled, nobody's own text overwritten."""

import copy
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from funding import quarantine
from funding.actions import decide_proposal, edit_call, follow
from funding.models import Call, CallChange, FeedRun, Quarantined, RawRecord
from funding.sedia.parse import parse_record
from funding.translations import store_german
from notices.models import Notice
from tests.factories import make_user
from tests.funding.making import JUNE, make_source, poll_rows
from tests.funding.recorded import make_raw

pytestmark = pytest.mark.django_db
TT = "CERV-2026-CITIZENS-TOWN-TT"


def later(raw, **metadata):
    changed = copy.deepcopy(raw)
    changed["metadata"] |= metadata
    return changed


def with_deadline(day, **more):
    actions = [{"plannedOpeningDate": "2026-05-06", "deadlineDates": [day]}]
    return make_raw(actions=[json.dumps(actions)], deadlineDate=[f"{day}T00:00:00.000+0000"], **more)


def neighbours(number, start=0):
    return [
        make_raw(
            reference=f"{n}TOPICSen",
            identifier=[f"CERV-2026-X-{n}"],
            title=[f"Topic {n}"],
            programmeDivision=[],
        )
        for n in range(60_000_000 + start, 60_000_000 + start + number)
    ]


def versions():
    return list(Call.objects.extra(select={"xmin": "xmin::text"}).order_by("pk").values_list("pk", "xmin"))


def test_moved_deadline_is_taken_over_but_our_note_stays():
    source, staff = make_source(), make_user(role=Role.CASE_OFFICER)
    poll_rows(source, with_deadline("2026-09-23"))
    call = Call.objects.get()
    values = {
        "title_de": "",
        "summary_de": "",
        "for_us_choice": None,
        "staff_note": "Passt zu Nevers",
        "publicness": "public",
    }
    edit_call(call, loaded_version=1, values=values, by=staff)

    poll_rows(source, with_deadline("2026-10-07"), now=JUNE + timedelta(days=1))

    call = Call.objects.get()
    assert (call.last_deadline, call.staff_note) == (datetime(2026, 10, 7, 15, tzinfo=UTC), "Passt zu Nevers")


def test_second_poll_without_change_writes_no_call():
    source = make_source()
    poll_rows(source, make_raw())
    before = versions()

    run = poll_rows(source, make_raw(), now=JUNE + timedelta(days=1))

    assert (run.new, run.changed, run.unchanged, versions()) == (0, 0, 1, before)


def changed_calls(number, start):
    """Statements on the history of calls while a poll finds so many titles changed."""
    source, rows = make_source(), neighbours(number, start)
    poll_rows(source, *rows)
    with CaptureQueriesContext(connection) as captured:
        poll_rows(source, *[later(raw, title=["Other"]) for raw in rows], now=JUNE + timedelta(days=1))
    return sum("funding_callchange" in statement["sql"] for statement in captured)


def test_the_history_is_asked_as_often_for_five_changed_calls_as_for_one():
    assert changed_calls(1, start=0) == changed_calls(5, start=100)


def test_noise_is_stored_as_a_state_but_is_no_change():
    source = make_source()
    poll_rows(source, make_raw())

    run = poll_rows(source, later(make_raw(), crossCuttingPriorities=["AI"]), now=JUNE + timedelta(days=1))

    assert (run.changed, CallChange.objects.count(), RawRecord.objects.count()) == (1, 0, 2)


def test_reordered_lists_and_ingest_dates_change_nothing():
    source = make_source()
    poll_rows(source, make_raw(keywords=["a", "b"], esDA_IngestDate=["2026-05-07"]))
    before = versions()

    poll_rows(
        source, make_raw(keywords=["b", "a"], esDA_IngestDate=["2026-05-08"]), now=JUNE + timedelta(days=1)
    )

    assert versions() == before


def test_f16_the_same_row_twice_is_one_call():
    run = poll_rows(make_source(), make_raw(), make_raw(), total=2)

    assert (Call.objects.count(), run.state) == (1, FeedRun.State.INCOMPLETE)


def test_f16_the_same_reference_with_two_contents_keeps_the_later_one():
    old = make_raw(title=["Old"], esDA_IngestDate=["2026-05-07T00:00:00.000+0200"])
    new = make_raw(title=["New"], esDA_IngestDate=["2026-05-09T00:00:00.000+0200"])

    run = poll_rows(make_source(), new, old, total=2)

    assert (Call.objects.get().title, run.report["dropped"]) == ("New", 1)


def test_f17_absence_never_closes_a_call_and_its_return_is_no_news():
    source, person = make_source(), make_user()
    other = neighbours(1)[0]
    poll_rows(source, make_raw(), other)
    follow(Call.objects.get(identifier=TT), by=person)
    seen = []
    for day in range(1, 6):
        poll_rows(source, *neighbours(2), now=JUNE + timedelta(days=day))
        call = Call.objects.get(identifier=TT)
        seen.append((call.status_at(JUNE), bool(call.not_listed_since)))

    poll_rows(source, make_raw(), *neighbours(2), now=JUNE + timedelta(days=6))

    call = Call.objects.get(identifier=TT)
    assert seen == [("open", False), ("open", True), ("open", True), ("open", True), ("open", True)]
    assert (call.not_listed_since, call.missed_scans, Notice.objects.count()) == (None, 0, 0)


def test_f17_an_incomplete_scan_says_nothing_about_what_is_missing():
    source = make_source()
    poll_rows(source, make_raw(), *neighbours(3))

    run = poll_rows(source, *neighbours(3), total=4, now=JUNE + timedelta(days=1))

    assert (run.state, Call.objects.get(identifier=TT).missed_scans) == (FeedRun.State.INCOMPLETE, 0)


def test_f19_flapping_six_times_is_told_once_a_day():
    source, person = make_source(), make_user()
    poll_rows(source, with_deadline("2026-09-23"))
    follow(Call.objects.get(), by=person)

    for hour in range(1, 7):
        day = "2026-10-07" if hour % 2 else "2026-09-23"
        poll_rows(source, with_deadline(day), now=JUNE + timedelta(hours=hour))

    notices = Notice.objects.order_by("pk")
    assert CallChange.objects.filter(field="deadlines").count() == 6
    assert [notice.due_at >= JUNE + timedelta(hours=25) for notice in notices[1:]] == [True]


def test_f19_flapping_back_to_what_was_told_cancels_the_second_notice():
    source, person = make_source(), make_user()
    poll_rows(source, with_deadline("2026-09-23"))
    follow(Call.objects.get(), by=person)

    for hour, day in enumerate(["2026-10-07", "2026-09-23", "2026-10-07"], 1):
        poll_rows(source, with_deadline(day), now=JUNE + timedelta(hours=hour))

    assert Notice.objects.filter(key__contains=":later:").count() == 0


def test_archive_rows_never_create_a_call():
    run = poll_rows(make_source(), make_raw(actions=[]))

    assert (Call.objects.count(), run.archived, RawRecord.objects.get().is_archive) == (0, 1, True)


def test_an_archive_row_never_reopens_a_closed_call():
    source = make_source()
    poll_rows(source, with_deadline("2026-05-20"))

    poll_rows(source, later(make_raw(), actions=[]), now=JUNE + timedelta(days=1))

    assert Call.objects.get().status_at(JUNE) == "closed"


def test_thirty_one_new_calls_wait_in_quarantine_and_nobody_is_told():
    source = make_source()
    make_user(role=Role.CASE_OFFICER)
    poll_rows(source, *neighbours(60))

    run = poll_rows(source, *neighbours(60), *neighbours(31, start=500), now=JUNE + timedelta(days=1))

    assert (run.held_back, Call.objects.count(), Notice.objects.count()) == (31, 60, 0)
    assert Quarantined.objects.waiting().count() == 31


def test_growth_by_more_than_half_holds_new_calls_back_but_takes_changes():
    source = make_source()
    poll_rows(source, *neighbours(10))
    first = neighbours(10)
    first[0]["metadata"]["title"] = ["Renamed"]

    run = poll_rows(source, *first, *neighbours(6, start=500), now=JUNE + timedelta(days=1))

    assert (run.held_back, run.changed, Call.objects.count()) == (6, 1, 10)


def for_towns(number):
    return [
        make_raw(reference=f"{n}TOPICSen", identifier=[f"CERV-2026-TT-{n}"])
        for n in range(70_000_000, 70_000_000 + number)
    ]


@pytest.mark.parametrize(
    ("stored", "new", "held_back"), [(4, 3, 3), (5, 3, 3), (6, 3, 0), (2, 2, 0), (1, 1, 0), (2, 3, 3)]
)
def test_three_new_calls_that_are_more_than_half_of_the_old_ones_wait_and_nobody_is_told(
    stored, new, held_back
):
    source = make_source()
    make_user(role=Role.CASE_OFFICER)
    poll_rows(source, *neighbours(stored))

    run = poll_rows(source, *neighbours(stored), *for_towns(new), now=JUNE + timedelta(days=1))

    told = new - held_back
    assert (run.held_back, Call.objects.count(), Notice.objects.count()) == (held_back, stored + told, told)


def test_what_was_held_back_is_taken_over_when_staff_release_it():
    source, staff = make_source(), make_user(role=Role.CASE_OFFICER)
    poll_rows(source, *neighbours(10))
    poll_rows(source, *neighbours(10), *neighbours(6, start=500), now=JUNE + timedelta(days=1))

    run = quarantine.release(Quarantined.objects.waiting().select_related("source"), by=staff, now=JUNE)

    assert (run.new, Call.objects.count(), Quarantined.objects.waiting().count()) == (6, 16, 0)


def test_a_record_without_identifier_goes_to_quarantine_and_the_rest_is_taken():
    rows = [*neighbours(5), make_raw(reference="1TOPICSen", identifier=[])]

    run = poll_rows(make_source(), *rows)

    assert (run.new, run.quarantined) == (5, 1)
    assert Quarantined.objects.get().reason == "missing-identifier"


def test_f18_more_than_a_fifth_unreadable_fails_the_run_and_keeps_the_calls():
    source = make_source()
    poll_rows(source, *neighbours(4))
    broken = [make_raw(reference=f"{n}TOPICSen", identifier=[]) for n in range(2)]

    run = poll_rows(source, *neighbours(4), *broken, now=JUNE + timedelta(days=1))

    assert (run.state, run.cause, Call.objects.count()) == (FeedRun.State.REJECTED, "unreadable", 4)


def test_the_reason_of_an_unreadable_answer_is_that_of_the_first_bad_row():
    broken = [make_raw(reference=f"{n}TOPICSen", identifier=[]) for n in range(2)]

    run = poll_rows(make_source(), make_raw(), *broken)

    assert run.excerpt == "missing-identifier"


def test_unknown_programme_is_for_staff_only_until_it_is_known():
    run = poll_rows(make_source(), make_raw(frameworkProgramme=["99999999"]))

    assert (Call.objects.get().publicness, run.unknown_codes) == ("internal", ["programme=99999999"])


def test_our_german_title_stays_and_the_translation_is_offered():
    source, staff = make_source(), make_user(role=Role.CASE_OFFICER)
    poll_rows(source, make_raw())
    call = Call.objects.whole().get()
    edit_call(call, loaded_version=1, values={"title_de": "Unser Titel"}, by=staff)
    german = parse_record(make_raw(language=["de"], title=["Titel der Maschine"])).record

    store_german(Call.objects.whole().get(), german, run=None, now=JUNE)

    proposal = CallChange.objects.get(proposal="open")
    assert Call.objects.get().title_de == "Unser Titel"
    assert (proposal.before, proposal.after) == ("Unser Titel", "Titel der Maschine")


def test_our_summary_stays_when_the_description_changes_and_the_new_text_is_offered():
    source, staff = make_source(), make_user(role=Role.CASE_OFFICER)
    poll_rows(source, make_raw(descriptionByte=["<p>Old text.</p>"]))
    edit_call(Call.objects.whole().get(), loaded_version=1, values={"summary_de": "Unser Text"}, by=staff)

    poll_rows(source, make_raw(descriptionByte=["<p>New text.</p>"]), now=JUNE + timedelta(days=1))

    proposal = CallChange.objects.get(proposal="open")
    assert (Call.objects.get().summary_de, proposal.after) == ("Unser Text", "New text.")


def test_an_accepted_proposal_takes_the_place_of_our_text():
    source, staff = make_source(), make_user(role=Role.CASE_OFFICER)
    poll_rows(source, make_raw(descriptionByte=["<p>Old text.</p>"]))
    edit_call(Call.objects.whole().get(), loaded_version=1, values={"summary_de": "Unser Text"}, by=staff)
    poll_rows(source, make_raw(descriptionByte=["<p>New text.</p>"]), now=JUNE + timedelta(days=1))

    decide_proposal(CallChange.objects.get(proposal="open"), accept=True, by=staff)

    call = Call.objects.get()
    assert (call.summary_de, call.staff_fields) == ("New text.", [])


def test_new_call_for_towns_is_told_to_staff_but_not_on_the_first_run():
    source, staff = make_source(), make_user(role=Role.CASE_OFFICER)
    poll_rows(source, *neighbours(3))
    assert Notice.objects.count() == 0

    poll_rows(source, *neighbours(3), make_raw(), now=JUNE + timedelta(days=1))

    assert [(n.person_id, n.topic) for n in Notice.objects.all()] == [(staff.pk, "call-new")]


def test_cascade_calls_that_share_an_identifier_have_their_own_addresses():
    rows = [
        make_raw(
            reference=f"{n}COMPETITIVE_CALLen", type=["8"], identifier=["CERV-2024-CITIZENS-VALUES"],
            callTitle=[f"Regranting {n}"], deadlineDate=["2027-02-01T00:59:00.000+0000"],
        )
        for n in (12743, 13324)
    ]  # fmt: skip

    poll_rows(make_source(kind="sedia_cascade"), *rows)

    assert sorted(Call.objects.values_list("slug", flat=True)) == [
        "cerv-2024-citizens-values",
        "cerv-2024-citizens-values-13324",
    ]


def test_markup_in_a_source_never_reaches_a_page_as_markup():
    html = '<p onclick="x()">Text<script>alert(1)</script><a href="javascript:x()">link</a></p>'

    poll_rows(make_source(), make_raw(title=["<b>Bold</b>"], descriptionByte=[html]))

    call = Call.objects.get()
    assert call.title == "<b>Bold</b>"
    assert call.texts.get().sections == [["", '<p>Text<a rel="nofollow noopener noreferrer">link</a></p>']]


def test_stored_answers_can_be_read_again():
    source, staff = make_source(), make_user(role=Role.CASE_OFFICER)
    poll_rows(source, make_raw())
    Call.objects.update(title="Damaged", programme_name="")

    run = quarantine.replay(source, by=staff, now=JUNE)

    call = Call.objects.get()
    assert (run.changed, call.title, call.programme_name) == (1, "Town Twinning", "CERV")
