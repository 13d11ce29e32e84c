"""The numbers that the recorded answers of the EU portal must give (eu-feeds.md 8)."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from funding.sedia.changes import ChangeClass, change_class
from funding.sedia.duplicates import deduplicate
from funding.sedia.envelope import parse_search_answer
from funding.sedia.labels import TWINNING_STRANDS
from funding.sedia.parse import parse_record
from funding.sedia.recordings import read_recording
from funding.sedia.search import assess, suspicion
from funding.sedia.status import computed_status
from tests.funding import recorded

pytestmark = recorded.needs_recordings
TT = "CERV-2026-CITIZENS-TOWN-TT"
JUNE_26 = datetime(2026, 6, 26, 12, tzinfo=UTC)
JUNE_27 = datetime(2026, 6, 27, 12, tzinfo=UTC)


def read(raws):
    return [parse_record(raw).record for raw in raws]


def trap(identifier):
    return parse_record(recorded.record_of("traps.jsonl", identifier)).record


def open_cerv(pages, at):
    kept = deduplicate(parse_record(raw) for page in pages for raw in page.results).kept
    found = (
        outcome.record for outcome in kept if outcome.record and outcome.record.programme.label == "CERV"
    )
    return {record.source_key for record in found if computed_status(record, at) == "open"}


def test_replay_of_the_flood_brings_no_new_open_call():
    before, after = recorded.scan("06-26"), recorded.scan("06-27b")

    new = open_cerv(after, JUNE_27) - open_cerv(before, JUNE_26)

    assert new == set()


def test_the_source_itself_would_have_reported_eleven_new_open_calls():
    def flagged_open(pages):
        rows = (row["metadata"] for page in pages for row in page.results)
        return {
            row["identifier"][0]
            for row in rows
            if row["status"] == ["31094502"] and row["identifier"][0].startswith("CERV")
        }

    naive = flagged_open(recorded.scan("06-27b")) - flagged_open(recorded.scan("06-26"))

    assert len(naive) == 11


def test_the_flood_itself_is_suspicious():
    before, after = assess(recorded.scan("06-26")), assess(recorded.scan("06-27b"))

    assert suspicion(after.total, [before.total]) == "growth:638->1812"


@pytest.mark.parametrize(
    ("day", "state", "reason", "rows", "distinct"),
    [
        ("05-12", "incomplete", "repeated-rows:73", 649, 576),
        ("05-13", "incomplete", "repeated-rows:96", 650, 554),
        ("05-14", "incomplete", "repeated-rows:119", 650, 531),
        ("05-20", "complete", "", 628, 628),
        ("06-25", "rejected", "total-changed:640/1814", 640, 566),
        ("06-26", "incomplete", "repeated-rows:61", 638, 577),
        ("06-27b", "incomplete", "repeated-rows:63", 1812, 1749),
    ],
)
def test_scans_are_judged_by_distinct_keys_not_by_rows(day, state, reason, rows, distinct):
    found = assess(recorded.scan(day))

    assert (found.state, found.reason, found.rows, found.distinct) == (state, reason, rows, distinct)


@pytest.mark.parametrize("day", ["05-12", "05-20"])
def test_town_twinning_is_open_in_scans_that_contain_it(day):
    at = datetime(2026, int(day[:2]), int(day[3:]), 12, tzinfo=UTC)

    found = [
        row for page in recorded.scan(day) for row in page.results if row["metadata"]["identifier"] == [TT]
    ]

    assert {computed_status(parse_record(raw).record, at) for raw in found} == {"open"}


@pytest.mark.parametrize("day", ["05-13", "05-14"])
def test_town_twinning_is_absent_only_from_scans_that_say_nothing_about_absence(day):
    pages = recorded.scan(day)

    assert TT not in {row["metadata"]["identifier"][0] for page in pages for row in page.results}
    assert assess(pages).state == "incomplete"


def test_town_twinning_history_has_three_news_items_and_no_material_change():
    states = read(recorded.records("cerv-2026-citizens-town-tt.history.jsonl"))

    changes = [change_class(old, new) for old, new in zip(states, states[1:], strict=False)]

    assert len(states) == 9
    assert Counter(change.change for change in changes) == {ChangeClass.NOISE: 6, ChangeClass.NEWS: 2}
    news = [item for change in changes for item in change.news]
    assert sorted(item.at.date() for item in news) == [date(2026, 5, 8), date(2026, 6, 15), date(2026, 6, 15)]


def test_noise_leaves_the_digest_of_a_record_untouched():
    states = read(recorded.records("cerv-2026-citizens-town-tt.history.jsonl"))

    assert len({state.digest for state in states}) == 3


def test_extension_is_first_unconfirmed_then_confirmed_and_nothing_else():
    states = read(recorded.records("cerv-2026-data.history.jsonl"))

    changes = [change_class(old, new) for old, new in zip(states, states[1:], strict=False)]

    unconfirmed = [state.unconfirmed_deadline for state in states]
    assert unconfirmed == [None, date(2026, 6, 25), None, None, None, None, None]
    last_days = [state.last_deadline.date() for state in states]
    assert last_days == [date(2026, 5, 28)] * 2 + [date(2026, 6, 25)] * 5
    assert [change.fields for change in changes] == [
        ("unconfirmed_deadline",),
        ("deadlines", "news"),
        (),
        (),
        (),
        (),
    ]
    assert [change.change for change in changes] == ["news", "material", "noise", "noise", "noise", "noise"]
    assert sum(len(change.news) for change in changes) == 1


@pytest.mark.parametrize("name", recorded.page_names() if recorded.FOLDER.is_dir() else [])
def test_every_row_of_a_recorded_page_has_one_outcome(name):
    envelope = parse_search_answer(recorded.page(name))

    outcomes = read_recording(recorded.page(name))

    assert len(outcomes) == len(envelope.results)
    assert {outcome.outcome for outcome in outcomes} <= {"call", "archive"}


@pytest.mark.parametrize("name", recorded.record_files() if recorded.FOLDER.is_dir() else [])
def test_every_recorded_record_parses(name):
    outcomes = [parse_record(raw) for raw in recorded.records(name)]

    assert [outcome.reason for outcome in outcomes if outcome.record is None] == []
    assert not any("broken-json" in flag for outcome in outcomes for flag in outcome.record.flags)


@pytest.mark.parametrize(
    "name", ["2026-06-27_page-16_complete_legacy.json", "2026-06-27_page-19_complete_last-page.json"]
)
def test_pages_of_the_old_index_hold_no_open_call(name):
    outcomes = read_recording(recorded.page(name))

    assert {computed_status(outcome.record, JUNE_27) for outcome in outcomes} == {"closed"}


def test_old_town_twinning_call_is_archive_with_its_deadline_in_brussels():
    outcome = parse_record(recorded.record_of("cerv-legacy.jsonl", "CERV-2023-CITIZENS-TOWN-TT"))

    assert (outcome.outcome, outcome.reason) == ("archive", "other-datasource")
    assert outcome.record.last_deadline == datetime(2023, 9, 20, 15, tzinfo=UTC)
    assert computed_status(outcome.record, datetime(2023, 5, 1, tzinfo=UTC)) == "unknown"


def test_town_twinning_2026_in_all_its_fields():
    record = read(recorded.records("cerv-2026-citizens-town-tt.history.jsonl"))[-1]

    assert record.source_key == ("SEDIA", "51050034TOPICSen", "en")
    assert (record.programme.code, record.programme.label) == ("43251589", "CERV")
    assert set(record.strand) <= TWINNING_STRANDS
    assert record.opening == date(2026, 5, 6)
    assert [(d.at, d.time_source) for d in record.deadlines] == [
        (datetime(2026, 9, 23, 15, tzinfo=UTC), "stated")
    ]
    assert (record.budget.amount, record.budget.scope) == (Decimal(6_000_000), "topic")
    assert record.budget.years == (("2026", Decimal(6_000_000)),)
    assert (record.expected_grants, record.min_contribution, record.max_contribution) == (None, None, None)
    assert record.lump_sum is True
    assert [action.code for action in record.types_of_action] == ["CERV-LS"]
    assert [part.heading for part in record.description] == ["Expected Outcome", "Objective", "Scope"]
    assert TT not in record.keywords
    assert len(record.keywords) == 14
    assert record.contact_emails == ("EACEA-CERV@ec.europa.eu",)
    assert record.url.endswith("/topic-details/CERV-2026-CITIZENS-TOWN-TT")
    assert record.submission_url.endswith("create-draft/43954?topic=CERV-2026-CITIZENS-TOWN-TT")
    assert [entry.label for entry in record.timeline] == [
        "Publication of the call",
        "Deadline for submitting applications",
        "Evaluation period",
        "Information to applicants",
        "Signature of grant agreement",
    ]
    assert {link.kind for link in record.documents} == {"call", "form", "calculator", "mga", "other"}
    assert len({link.url for link in record.documents}) == len(record.documents)
    assert record.flags == ()


@pytest.mark.parametrize("identifier", ["EUAF-2026-TA-01", "EUAF-2026-TA-04"])
def test_pot_of_several_topics_is_not_multiplied(identifier):
    budget = trap(identifier).budget

    assert (budget.amount, budget.scope, budget.shared_with) == (Decimal(10_800_000), "shared", 4)


@pytest.mark.parametrize(
    ("identifier", "amount", "years"),
    [
        ("HORIZON-MSCA-2026-PF-01-01", 339_192_721 + 59_857_539, ["2026"]),
        ("PPPA-2026-NETZERO", 7_150_000, ["2025", "2026"]),
        ("HORIZON-RAISE-2026-01-03", 30_000_000, ["2026"]),
        ("EDF-EDIP-P-2026-2027-FNLC-SA-SEAP", 10_000_000, ["2026", "2027"]),
    ],
)
def test_pots_add_up_and_repeated_lines_do_not(identifier, amount, years):
    budget = trap(identifier).budget

    assert (budget.amount, [year for year, _ in budget.years]) == (Decimal(amount), years)


def test_empty_year_map_is_no_budget():
    assert trap("SMP-FOOD-2026-FW-STAKEHOLDERS-PJ").budget is None


@pytest.mark.parametrize(
    ("identifier", "model", "count"),
    [
        ("LIFE-2026-STRAT-CLIMA-SIP-two-stage", "two-stage", 2),
        ("EDF-EDIP-P-2026-2027-FNLC-SA-SEAP", "multiple cut-off", 3),
        ("HORIZON-EIC-2026-STEP", "continuous", 1),
        ("HORIZON-RAISE-2026-01-03", "single-stage", 1),
    ],
)
def test_deadline_models(identifier, model, count):
    record = trap(identifier)

    assert (record.deadline_model, len(record.deadlines)) == (model, count)


def test_heading_null_is_no_heading_and_missing_description_is_none():
    assert all("null" not in part.heading for part in trap("HORIZON-CL5-2027-05-D2-08").description)
    assert trap("RFCS-2026-BT-STEEL-SMAP-DUAL-USE").description == ()


def test_news_are_sorted_by_us():
    moments = [item.at for item in trap("CREA-MEDIA-2026-FILMSALES").news]

    assert len(moments) > 1
    assert moments == sorted(moments, reverse=True)


def test_call_flagged_open_after_its_last_deadline_is_closed():
    record = trap("DIGITAL-JU-Chips-2025-SG-LFA")

    assert (record.source_status, computed_status(record, JUNE_27)) == ("open", "closed")


def test_dead_link_of_the_index_becomes_the_portal_page():
    assert trap("EUBA-2024-PLANTS-04").url.endswith("/screen/opportunities/topic-details/EUBA-2024-PLANTS-04")


def test_f16_same_reference_in_two_datasources_keeps_sedia():
    """F16: duplicates are removed before anything is stored."""
    outcomes = [parse_record(raw) for raw in recorded.records("same-reference-two-datasources.jsonl")]

    found = deduplicate(reversed(outcomes))

    assert len(found.kept) == 8
    assert {outcome.record.source_key.datasource for outcome in found.kept} == {"SEDIA"}
    assert len(found.dropped) == 8


def test_twinning_is_found_by_strand_not_by_word():
    records = read(recorded.records("twinning-in-title.jsonl"))

    twinning = {record.identifier for record in records if TWINNING_STRANDS.intersection(record.strand)}

    assert twinning == {TT, "CERV-2023-CITIZENS-TOWN-TT"}


def test_external_action_keeps_its_real_instant():
    outcome = read_recording(recorded.page("2026-05-20_page-7_complete_external-action.json"))[0]
    record = outcome.record

    assert (record.kind, record.identifier) == ("external", "EuropeAid/186375/DD/ACT/UG")
    assert record.last_deadline == datetime(2026, 6, 4, 20, 0, 10, tzinfo=UTC)
    assert (record.budget.amount, record.budget.currency) == (Decimal(5_100_000), "EUR")
    assert record.url == "https://webgate.ec.europa.eu/prospect/external/publishedcalls.htm?callId=186375"


def test_parse_calls_prints_one_line_per_row_in_the_order_delivered():
    name = "2026-06-27_page-7_complete_mixed-index.json"
    out, err = StringIO(), StringIO()

    path = recorded.FOLDER / "sedia" / "pages" / name
    call_command("parse_calls", str(path), at=JUNE_27, stdout=out, stderr=err)

    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    delivered = [row["reference"] for row in json.loads(recorded.page(name))["results"]]
    assert [line["source_key"][1] for line in lines] == delivered
    assert err.getvalue().splitlines()[-1] == "100 records: 38 call, 62 archive, 0 quarantine"


def test_parse_calls_reads_records_by_line_with_their_names():
    path = recorded.FOLDER / "sedia" / "records" / "cerv-2026-citizens-town-tt.history.jsonl"
    out = StringIO()

    call_command("parse_calls", str(path), "--at", "2026-06-27T12:00:00Z", stdout=out, stderr=StringIO())

    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(lines) == 9
    assert lines[-1] == {
        "outcome": "call",
        "reason": None,
        "source_key": ["SEDIA", "51050034TOPICSen", "en"],
        "identifier": TT,
        "call_identifier": TT,
        "title": "Call Town Twinning 2026",
        "programme": {"code": "43251589", "label": "CERV"},
        "strand": ["43437872"],
        "kind": "topic",
        "is_archive": False,
        "opening": "2026-05-06",
        "deadlines": ["2026-09-23T15:00:00Z"],
        "deadline_model": "single-stage",
        "computed_status": "open",
        "source_status": "open",
        "budget": {
            "amount": 6_000_000,
            "currency": "EUR",
            "scope": "topic",
            "shared_with": 1,
            "years": {"2026": 6_000_000},
        },
        "lump_sum": True,
        "unconfirmed_deadline": None,
        "url": "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities/"
        "topic-details/CERV-2026-CITIZENS-TOWN-TT",
    }


def test_parse_calls_fails_on_what_is_no_answer(tmp_path):
    page = tmp_path / "maintenance.html"
    page.write_text("<html>Maintenance</html>")

    with pytest.raises(CommandError, match="not JSON"):
        call_command("parse_calls", str(page))
    with pytest.raises(CommandError):
        call_command("parse_calls", str(tmp_path / "absent.json"))
