"""What the source may send instead of a call: no record may break an answer, no broken answer may be used."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funding.feed_errors import FeedChanged
from funding.sedia.changes import change_class, digest, fingerprint
from funding.sedia.duplicates import deduplicate
from funding.sedia.envelope import parse_search_answer
from funding.sedia.jsontext import Spoiled
from funding.sedia.parse import parse_record
from funding.sedia.recordings import read_recording
from funding.sedia.search import assess, suspicion, too_many_quarantined
from funding.sedia.status import computed_status
from tests.funding.recorded import make_answer, make_raw

SUMMER = datetime(2026, 7, 1, tzinfo=UTC)


def parsed(reference="51050034TOPICSen", **metadata):
    outcome = parse_record(make_raw(reference, **metadata))
    assert outcome.record is not None, outcome.reason
    return outcome.record


def outcomes_of(text):
    """Outcomes of an answer with a sound row before and after the given raw JSON text."""
    sound = json.dumps(make_raw())
    frame = f'{{"totalResults": 3, "pageNumber": 1, "pageSize": 100, "results": [{sound}, {text}, {sound}]}}'
    envelope = parse_search_answer(frame.encode())
    return [(found.outcome, found.reason) for found in map(parse_record, envelope.results)]


def refusal(body, **asked):
    with pytest.raises(FeedChanged) as caught:
        parse_search_answer(body, **asked)
    return caught.value.cause


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (b"", "not-json"),
        (b"null", "envelope"),
        (b"[]", "envelope"),
        (b'{"results": []}', "envelope"),
        (b"<html><body>Maintenance</body></html>", "not-json"),
        (make_answer(make_raw())[:-40], "not-json"),
        (make_answer(total="3"), "envelope"),
        (make_answer(total=True), "envelope"),
        (make_answer(total=-1), "envelope"),
        (make_answer(results={}), "envelope"),
        (make_answer(results=None), "envelope"),
        (make_answer(pageNumber=None), "envelope"),
        (make_answer(pageSize="100"), "envelope"),
        (make_answer(warnings=["partial result"]), "warnings"),
        (make_answer(make_raw(title=["Bürger"])).decode().encode("utf-16"), "encoding"),
        ('{"a": "Städte"}'.encode("latin-1"), "encoding"),
        (b"[" * 100_000, "not-json"),
        (b'{"totalResults": 1, "totalResults": 1}', "envelope"),
    ],
)
def test_f08_f09_f11_wrong_frame_is_refused(body, cause):
    """F06, F08, F09, F11: HTML, emptiness, foreign encodings and nests fail the whole run."""
    assert refusal(body) == cause


def test_f06_the_start_of_a_strange_answer_is_kept():
    with pytest.raises(FeedChanged) as caught:
        parse_search_answer(b"<html>" + b"x" * 5_000)

    assert caught.value.excerpt == "<html>" + "x" * 194


def test_page_that_was_not_asked_for_is_refused():
    assert refusal(make_answer(pageNumber=2), page_number=1) == "page-not-echoed"
    assert refusal(make_answer(pageSize=50), page_number=1, page_size=100) == "page-not-echoed"


def test_f09_byte_order_mark_is_accepted():
    assert parse_search_answer(b"\xef\xbb\xbf" + make_answer(make_raw())).total == 1


def with_extra(text):
    return json.dumps(make_raw(extra=["?"])).replace('["?"]', f"[{text}]")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("NaN", "number-not-finite"),
        ("-Infinity", "number-not-finite"),
        ("1e400", "number-not-finite"),
        ("7" * 5_000, "number-too-long"),
        ('{"a": 1, "a": 2}', "duplicate-key"),
        (r'"\u0000"', "unstorable-character"),
        (r'"\ud800"', "unstorable-character"),
        (r'{"\udfff": 1}', "unstorable-character"),
        ("[" * 60 + "]" * 60, "too-deep"),
        ("[" * 100_000 + "]" * 100_000, "number-not-finite"),
    ],
)
def test_f11_one_spoiled_record_does_not_spoil_its_neighbours(text, reason):
    """F11: rejection per record; nothing of it could reach the database."""
    found = outcomes_of(with_extra(text))

    assert found == [("call", ""), ("quarantine", reason), ("call", "")]


@pytest.mark.parametrize(
    "text", ["NaN", "1e400", "7" * 5_000, r'"\u0000"', r'"\ud800"', "[" * 100_000 + "]" * 100_000]
)
def test_f11_raw_text_of_quarantine_fits_into_any_text_column(text):
    frame = f'{{"totalResults": 1, "pageNumber": 1, "pageSize": 100, "results": [{with_extra(text)}]}}'

    raw = parse_record(parse_search_answer(frame.encode()).results[0]).raw

    assert raw.isascii()
    assert "\x00" not in raw


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (None, "not-an-object"),
        ("text", "not-an-object"),
        ({}, "missing-metadata"),
        ({"reference": "1TOPICSen", "metadata": ["renamed"]}, "missing-metadata"),
        (make_raw(reference=""), "missing-reference"),
        (make_raw(reference=None), "missing-reference"),
        (make_raw(reference=7), "missing-reference"),
        (make_raw(identifier=[]), "missing-identifier"),
        (make_raw(identifier=[" \n"]), "missing-identifier"),
        (make_raw(identifier=None), "missing-identifier"),
    ],
)
def test_f18_record_without_identity_goes_to_quarantine_with_its_reason(raw, reason):
    """F18: a renamed key is a reason, not a KeyError."""
    outcome = parse_record(raw)

    assert (outcome.outcome, outcome.reason, outcome.record) == ("quarantine", reason, None)


def test_f18_many_unreadable_records_mean_that_the_source_changed():
    """F18: more than 20 % in quarantine fails the poll."""
    good, bad = parse_record(make_raw()), parse_record({})

    assert too_many_quarantined([good] * 3 + [bad])
    assert not too_many_quarantined([good] * 4 + [bad])
    assert not too_many_quarantined([])


def test_f18_value_that_is_no_list_is_wrapped_and_none_is_empty():
    record = parsed(title="Town Twinning", status=31094502, programmeDivision=None, tags="CERV")

    assert (record.title, record.source_status, record.strand, record.tags) == (
        "Town Twinning",
        "open",
        (),
        ("CERV",),
    )
    assert set(record.flags) == {"not-a-list:title", "not-a-list:status", "not-a-list:tags"}


def test_f18_actions_delivered_as_objects_are_understood():
    record = parsed(actions=[{"plannedOpeningDate": "2026-05-06", "deadlineDates": ["2026-10-01"]}])

    assert record.last_deadline == datetime(2026, 10, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "name", ["actions", "budgetOverview", "links", "latestInfos", "publicationDocuments"]
)
@pytest.mark.parametrize("text", ["{", "NaN", '"text"', r'["\u0000"]', "[" * 20_000])
def test_broken_json_in_a_string_flags_the_field_and_keeps_the_record(name, text):
    record = parsed(**{name: [text]})

    assert record.flags == (f"broken-json:{name}",)
    assert record.last_deadline == datetime(2026, 9, 23, 15, tzinfo=UTC)


@pytest.mark.parametrize("value", ["soon", "2026-13-01", "2026-09", "23-09-2026", "0000-00-00", "9" * 30])
def test_unreadable_deadline_is_never_guessed(value):
    record = parsed(actions=[json.dumps([{"deadlineDates": [value]}])], deadlineDate=[value])

    assert record.flags == ("deadline-unreadable",)
    assert computed_status(record, SUMMER) == "unknown"


def test_one_unreadable_deadline_among_others_leaves_the_status_unknown():
    record = parsed(actions=[json.dumps([{"deadlineDates": ["2026-09-23", "later"]}])])

    assert len(record.deadlines) == 1
    assert computed_status(record, SUMMER) == "unknown"


def test_past_deadline_beats_the_status_of_the_source():
    record = parsed()

    assert record.source_status == "open"
    assert computed_status(record, datetime(2026, 9, 24, tzinfo=UTC)) == "closed"


def test_deadlines_that_contradict_each_other_are_flagged_and_actions_win():
    record = parsed(deadlineDate=["2026-10-01T00:00:00.000+0000"])

    assert record.deadline_conflict
    assert record.flags == ("deadline-conflict",)
    assert record.last_deadline == datetime(2026, 9, 23, 15, tzinfo=UTC)


def test_unknown_codes_are_kept_and_flagged():
    record = parsed(type=["7"], status=["99999998"], frameworkProgramme=["123"])

    assert (record.kind, record.source_status, record.source_status_code) == (
        "unknown",
        "unknown",
        "99999998",
    )
    assert (record.programme.code, record.programme.label) == ("123", "")
    assert set(record.flags) == {"unknown-type", "unknown-status", "unknown-programme"}


def test_same_reference_keeps_sedia_then_later_ingest_then_longer_text():
    def variant(datasource, ingest, title):
        return parse_record(make_raw(DATASOURCE=[datasource], esDA_IngestDate=[ingest], title=[title]))

    other = variant("SEDIA_PRD_CENTRICITY", "2026-06-20T00:00:00.000+0200", "a much longer title")
    early = variant("SEDIA", "2026-06-01T00:00:00.000+0200", "a longer title")
    late = variant("SEDIA", "2026-06-02T00:00:00.000+0200", "a")
    longer = variant("SEDIA", "2026-06-02T00:00:00.000+0200", "a title")

    assert deduplicate([other, early, late, longer]).kept == (longer,)
    assert deduplicate([longer, late, early, other]).kept == (longer,)
    assert set(deduplicate([longer, late, early, other]).dropped) == {other, early, late}


def test_f16_exact_repeats_are_counted_not_logged():
    outcome = parse_record(make_raw())

    found = deduplicate([outcome, outcome, parse_record({})])

    assert (len(found.kept), found.dropped, found.repeats) == (2, (), 1)


def test_cascade_calls_share_an_identifier_and_stay_apart():
    outcomes = [
        parse_record(
            make_raw(
                f"{n}COMPETITIVE_CALLen",
                type=["8"],
                actions=[],
                callTitle=[f"Regrant {n}"],
                callccm2Id=[str(n)],
            )
        )
        for n in (4711, 4712)
    ]

    kept = deduplicate(outcomes).kept

    assert [outcome.record.title for outcome in kept] == ["Regrant 4711", "Regrant 4712"]
    assert [outcome.record.kind for outcome in kept] == ["cascade", "cascade"]
    assert kept[0].record.url.endswith("/competitive-calls-cs/4711")


def test_f20_huge_html_is_cut_with_a_note():
    record = parsed(topicConditions=["<p>x</p>" * 200_000])

    assert len(record.conditions_html) <= 1_000_000
    assert record.conditions_html.endswith("</p>")
    assert record.flags == ("cut:topicConditions",)


def test_f20_titles_lose_controls_and_overrides_but_no_letter():
    record = parsed(title=["R&I \x01for\n\n<b>‮all‬</b>\x85  "])

    assert record.title == "R&I for <b>all</b>"


def test_f20_endless_title_is_cut_and_kept_whole_in_the_raw_record():
    outcome = parse_record(make_raw(title=["Ä" * 10_000]))

    assert len(outcome.record.title) == 1_000
    assert outcome.record.flags == ("cut:title",)
    assert json.loads(outcome.raw)["metadata"]["title"] == ["Ä" * 10_000]


@pytest.mark.parametrize(
    "text", ["<!--" * 100_000, "<p " * 100_000, "<a href='" * 50_000, "&" * 300_000, '<a "' * 200_000]
)
def test_f20_hostile_html_is_read_in_reasonable_time(text):
    record = parsed(topicConditions=[text], descriptionByte=[text], supportInfo=[text])

    assert record.documents == ()


def test_only_web_addresses_become_links():
    html = '<a href="javascript:alert(1)">a</a><a href="https://ok.example/x?a=1&amp;b=2">b</a><a href="ftp://x/">c</a>'
    links = [{"callIdentifier": "", "url": "javascript:alert(1)"}]

    record = parsed(topicConditions=[html], links=[json.dumps(links)], callIdentifier=[""])

    assert [link.url for link in record.documents] == ["https://ok.example/x?a=1&b=2"]
    assert record.submission_url == ""


def test_budget_line_of_a_topic_with_a_longer_name_is_not_ours():
    def line(topic, amount):
        return {"action": f"{topic} - LS Lump Sum", "budgetYearMap": {"2026": amount}, "expectedGrants": 0}

    pots = {"1": [line("call-x", "5000000.5"), line("CALL-X-2", "7000000")]}
    overview = json.dumps({"budgetTopicActionMap": pots})

    budget = parsed(identifier=["CALL-X"], budgetOverview=[overview]).budget

    assert (budget.amount, budget.scope) == (Decimal("5000000.5"), "topic")


def test_row_that_is_no_json_stands_between_the_others():
    lines = [json.dumps({"provenance": {}, "record": make_raw()}), "{broken", json.dumps(make_raw())]

    outcomes = read_recording("\n".join(lines).encode())

    assert [(found.outcome, found.reason) for found in outcomes] == [
        ("call", ""),
        ("quarantine", "not-json"),
        ("call", ""),
    ]


def test_file_of_broken_records_only_is_still_a_file_of_records():
    lines = [{"provenance": {}, "record": {"reference": "1"}}, {"reference": "2"}, {"record": None}]

    outcomes = read_recording("\n".join(map(json.dumps, lines)).encode())

    assert [found.reason for found in outcomes] == ["missing-metadata", "missing-metadata", "not-an-object"]


@pytest.mark.parametrize(
    ("total", "previous", "new", "reason"),
    [
        (0, [20], 0, "total-zero"),
        (0, [0], 0, ""),
        (13, [20, 20, 19, 20, 20], 0, "drop:20->13"),
        (14, [20, 20, 19, 20, 20], 0, ""),
        (31, [20], 0, "growth:20->31"),
        (30, [20], 10, ""),
        (120, [100], 31, "many-new:31"),
        (500, [], 500, ""),
        (13, [20, 20, 13, 13, 13], 0, ""),
    ],
)
def test_f08_answers_that_must_not_be_believed_at_once(total, previous, new, reason):
    """F08: a drop of more than 30 % or to nothing, or a flood, imports and closes nothing."""
    assert suspicion(total, previous, new=new) == reason


def test_complete_means_every_row_once_and_all_of_them():
    first, second = make_raw("1TOPICSen"), make_raw("2TOPICSen")

    def judged(*rows, total):
        return assess([parse_search_answer(make_answer(*rows, total=total))]).state

    assert judged(first, second, total=2) == "complete"
    assert judged(first, second, total=3) == "incomplete"
    assert judged(first, first, total=2) == "incomplete"
    assert judged(first, {}, {}, total=3) == "complete"
    assert judged(total=0) == "complete"
    page = parse_search_answer(make_answer(first, total=1))
    assert assess([page], total_before=2).state == "rejected"
    assert assess([]).state == "incomplete"


def test_digest_ignores_noise_and_notices_the_rest():
    raw = make_raw(tags=["a", "b"], links=['[{"url": "u", "endDate": "1"}]'])
    noise = make_raw(
        tags=["b", "a"], links=['[{"endDate":"1","url":"u"}]'], ccmTags=["x"], esDA_IngestDate=["y"]
    )

    assert digest(raw) == digest(noise | {"apiVersion": "9", "score": 1, "checksum": "z", "title": None})
    assert digest(raw) != digest(make_raw(tags=["a", "c"], links=raw["metadata"]["links"]))


def test_fingerprint_tells_quickly_what_needs_no_parsing():
    raw = make_raw(tags=["a", "b"])

    assert fingerprint(raw) == fingerprint(make_raw(tags=["a", "b"], esDA_IngestDate=["x"]) | {"score": 3})
    assert fingerprint(raw) != fingerprint(make_raw(tags=["b", "a"]))
    assert fingerprint(raw) != fingerprint(make_raw("2TOPICSen", tags=["a", "b"]))
    assert {
        fingerprint(odd) for odd in ({}, None, make_raw(title=["\ud800"]), make_raw(title=[Spoiled("x")]))
    } == {""}


@pytest.mark.parametrize(
    ("change", "kind", "fields"),
    [
        ({"title": ["Other"]}, "material", ("title",)),
        ({"topicConditions": ["<p>New</p>"]}, "material", ("conditions",)),
        ({"deadlineModel": ["two-stage"]}, "material", ("deadline_model",)),
        ({"latestInfos": ['[{"lastChangeDate": "", "content": "x"}]']}, "news", ("news",)),
        ({"tags": ["new"]}, "noise", ("tags",)),
        ({"descriptionByte": ["<p>New</p>"]}, "noise", ("description",)),
    ],
)
def test_change_classes(change, kind, fields):
    found = change_class(parsed(), parsed(**change))

    assert (found.change, found.fields) == (kind, fields)


def test_markup_alone_is_no_change_of_the_conditions():
    old = parsed(topicConditions=["<p>Four countries</p>"])
    new = parsed(topicConditions=['<div class="x"><p>Four  countries</p></div>'])

    assert change_class(old, new).change == "noise"


CALM = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
known_names = st.sampled_from(
    ["DATASOURCE", "language", "identifier", "title", "callTitle", "type", "status", "frameworkProgramme"]
    + [
        "programmeDivision",
        "actions",
        "deadlineDate",
        "startDate",
        "deadlineModel",
        "budgetOverview",
        "links",
    ]
    + [
        "latestInfos",
        "keywords",
        "tags",
        "typesOfAction",
        "topicConditions",
        "descriptionByte",
        "supportInfo",
    ]
    + ["publicationDocuments", "budget", "currency", "callIdentifier", "callccm2Id", "url", "esDA_IngestDate"]
)
field_values = json_values | st.lists(
    st.sampled_from(
        ["SEDIA", "1", "2", "8", "2026-09-23", "-1", "99999999999999", "10000-01-01", "0001-01-01"]
    )
    | st.builds(json.dumps, json_values)
    | st.builds(
        lambda rows: json.dumps(rows),
        st.lists(
            st.dictionaries(
                st.sampled_from(
                    ["deadlineDates", "plannedOpeningDate", "types", "endDate", "url", "content"]
                ),
                json_values,
            ),
            max_size=3,
        ),
    ),
    max_size=3,
)


@settings(CALM, max_examples=300)
@given(json_values)
def test_any_json_has_an_outcome(value):
    assert parse_record(value).outcome == "quarantine"


@settings(CALM, max_examples=500)
@given(st.dictionaries(known_names, field_values, max_size=8))
def test_any_metadata_has_an_outcome_that_can_be_judged(metadata):
    outcome = parse_record(make_raw(**metadata))

    assert outcome.outcome in {"call", "archive", "quarantine"}
    assert not outcome.reason.startswith("unreadable")
    assert outcome.raw.isascii()
    if outcome.record:
        computed_status(outcome.record, SUMMER)


@settings(CALM, max_examples=300)
@given(st.binary(max_size=300))
def test_any_bytes_are_an_answer_or_refused(body):
    with pytest.raises(FeedChanged):
        parse_search_answer(body)


def test_every_row_of_a_mixed_answer_has_its_own_outcome():
    rows = [make_raw(), {}, None, make_raw(DATASOURCE=["OTHER"]), make_raw(actions=[]), 7]

    outcomes = read_recording(make_answer(*rows))

    assert Counter(found.outcome for found in outcomes) == {"call": 1, "quarantine": 3, "archive": 2}


def test_opening_day_is_read_from_every_form_seen():
    for value in ("2026-05-06", "6 May 2026", "1778025600000", "2026-05-06T00:00:00.000+0000", "06/05/2026"):
        record = parsed(
            actions=[json.dumps([{"plannedOpeningDate": value, "deadlineDates": ["2026-09-23"]}])]
        )
        assert record.opening == date(2026, 5, 6)
