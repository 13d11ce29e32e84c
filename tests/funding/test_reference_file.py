"""The bulk file is read in a stream: whole, in little memory, and broken items do not stop it."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from funding.feed_errors import FeedChanged
from funding.reference_file import read_item, read_reference
from funding.sedia.parse import parse_record
from tests.funding import recorded

RECORDED = recorded.FOLDER / "grantstenders" / "grantsTenders_cut_3-records.json"
SIZE = 130_000_000
MEASURE = """
import sys
from pathlib import Path
from funding.reference_file import read_reference

def peak():
    return Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]

next(iter(read_reference(sys.argv[2])))
before = peak()
count = sum(1 for record in read_reference(sys.argv[1]) if not record.problem)
print(count, before, peak())
"""


def make_item(**fields):
    return {"type": 1, "ccm2Id": 7, "identifier": "CERV-X", "title": "X", "deadlineDatesLong": []} | fields


def write(path, *items):
    path.write_text(json.dumps({"fundingData": {"GrantTenderObj": list(items)}}))
    return path


@recorded.needs_recordings
def test_recorded_items_in_our_own_words():
    several, tender, single = read_reference(RECORDED)

    assert (several.kind, several.reference) == ("topic", "51188737TOPICSen")
    assert several.identifier == "EDF-EDIP-P-2026-2027-FNLC-SA-SEAP"
    assert "including for" in several.title
    assert (several.programme.code, several.programme.label) == ("44181033", "EDF")
    assert (several.opening, several.source_status) == (date(2026, 9, 2), "forthcoming")
    assert several.deadlines == (
        datetime(2026, 10, 13, 15, tzinfo=UTC),
        datetime(2027, 2, 16, 16, tzinfo=UTC),
        datetime(2027, 9, 28, 15, tzinfo=UTC),
    )
    assert (tender.kind, tender.ccm2_id, tender.source_status) == ("tender", "", "open")
    assert not tender.is_current(datetime(2026, 6, 27, tzinfo=UTC))
    assert (single.identifier, single.problem) == ("DIGITAL-2026-AI-PILOTING-10-SCREENING", "")


@recorded.needs_recordings
def test_search_and_file_agree_on_the_same_topic():
    in_file = next(read_reference(RECORDED))
    in_search = parse_record(recorded.record_of("traps.jsonl", in_file.identifier)).record

    assert in_file.reference == in_search.source_key.reference
    assert in_file.opening == in_search.opening
    assert list(in_file.deadlines) == [deadline.at for deadline in in_search.deadlines]


@recorded.needs_recordings
def test_130_megabytes_are_read_in_less_than_64_mebibytes(tmp_path):
    items = json.loads(RECORDED.read_text())["fundingData"]["GrantTenderObj"]
    path, count = tmp_path / "grantsTenders.json", 0
    with path.open("w") as file:
        file.write('{"fundingData": {"GrantTenderObj": [')
        while file.tell() < SIZE:
            changed = [
                item | {"ccm2Id": count + n, "identifier": f"ID-{count + n}"} for n, item in enumerate(items)
            ]
            file.write(", " if count else "")
            file.write(", ".join(map(json.dumps, changed)))
            count += len(items)
        file.write("]}}")

    command = [sys.executable, "-c", MEASURE, str(path), str(RECORDED)]
    seen, before, peak = map(
        int, subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    )

    assert path.stat().st_size >= SIZE
    assert seen == count
    assert peak - before < 8 * 1024
    assert peak < 64 * 1024


def test_broken_items_are_named_and_the_rest_goes_on(tmp_path):
    path = write(
        tmp_path / "file.json",
        make_item(),
        None,
        make_item(identifier=" "),
        make_item(title="\x00"),
        make_item(deadlineDatesLong=["soon"]),
        make_item(deadlineDatesLong="1790121600000"),
    )

    found = list(read_reference(path))

    assert [record.problem for record in found] == [
        "",
        "not-an-object",
        "missing-identifier",
        "unstorable-character",
        "unreadable-date",
        "",
    ]
    assert found[-1].deadlines == (datetime(2026, 9, 23, 15, tzinfo=UTC),)


def test_other_programmes_are_passed_over_when_asked(tmp_path):
    cerv, life = {"id": 43251589}, {"id": 43252405}
    items = [
        make_item(identifier="A", frameworkProgramme=cerv),
        make_item(frameworkProgramme=life),
        make_item(),
    ]

    found = list(read_reference(write(tmp_path / "file.json", *items), programmes={"43251589"}))

    assert [record.identifier for record in found] == ["A"]


@pytest.mark.parametrize("programme", [{"id": 43251589}, [{"id": 43251589}], [{"id": "43251589"}, None]])
def test_programme_is_an_object_or_a_list(programme):
    assert read_item(make_item(frameworkProgramme=programme)).programme.label == "CERV"


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", "not-json"),
        ("<html></html>", "not-json"),
        ('{"fundingData": {"GrantTenderObj": [{"identifier": "X"}', "not-json"),
        ('{"fundingData": {"GrantTenderObj": [{"identifier": NaN}]}}', "not-json"),
        ('{"fundingData": {}}', "envelope"),
        ('{"fundingData": {"GrantTenderObj": []}}', "envelope"),
        ("[]", "envelope"),
        ("null", "envelope"),
    ],
)
def test_f07_f08_file_that_is_not_what_it_was_is_refused(tmp_path, text, cause):
    """F07, F08: a cut or empty file ends in an error after its last whole item."""
    path = tmp_path / "file.json"
    path.write_text(text)

    with pytest.raises(FeedChanged) as caught:
        list(read_reference(path))

    assert caught.value.cause == cause
