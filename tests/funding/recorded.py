"""Recorded answers of the EU portal for tests, and small raw records made by hand."""

import csv
import json
import os
from itertools import groupby
from pathlib import Path

import pytest

from funding.sedia.records import Envelope

FOLDER = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared" / "data")) / "eu-calls"
needs_recordings = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the recorded EU calls are not here: {FOLDER} (set SHARED_DATA)"
)


def page(name):
    return (FOLDER / "sedia" / "pages" / name).read_bytes()


def page_names():
    return sorted(path.name for path in (FOLDER / "sedia" / "pages").glob("*.json"))


def records(name):
    lines = (FOLDER / "sedia" / "records" / name).read_text().splitlines()
    return [json.loads(line)["record"] for line in lines]


def record_files():
    return sorted(path.name for path in (FOLDER / "sedia" / "records").glob("*.jsonl"))


def record_of(name, identifier):
    return next(raw for raw in records(name) if raw["metadata"]["identifier"] == [identifier])


def scan(day):
    """The pages of a recorded scan as envelopes; rows are rebuilt from the recorded key fields."""
    with (FOLDER / "sedia" / "scans" / f"scan_2026-{day}.csv").open() as file:
        rows = list(csv.DictReader(file))
    return [
        Envelope(
            total=int(found[0]["page_total_results"]),
            page_number=int(number),
            page_size=100,
            results=tuple(_raw_of(row) for row in found),
        )
        for number, found in ((key, list(group)) for key, group in groupby(rows, key=lambda row: row["page"]))
    ]


def _raw_of(row):
    deadlines = [text for text in row["deadline_dates"].split(";") if text]
    actions = [{"plannedOpeningDate": row["start_date"][:10], "deadlineDates": [d[:10] for d in deadlines]}]
    return make_raw(
        reference=row["reference"],
        DATASOURCE=[row["datasource"]],
        identifier=[row["identifier"]],
        title=[row["identifier"]],
        type=[row["type"]],
        status=[row["status"]],
        startDate=[row["start_date"]],
        deadlineDate=deadlines,
        esDA_IngestDate=[row["ingest_date"]],
        actions=[json.dumps(actions)] if row["has_actions"] == "1" else [],
        frameworkProgramme=["43251589" if row["identifier"].startswith("CERV") else "43108390"],
    )


def make_raw(reference="51050034TOPICSen", **metadata):
    """A current topic: opens 6 May 2026, closes 23 September 2026."""
    actions = [{"plannedOpeningDate": "2026-05-06", "deadlineDates": ["2026-09-23"]}]
    defaults = {
        "DATASOURCE": ["SEDIA"],
        "language": ["en"],
        "identifier": ["CERV-2026-CITIZENS-TOWN-TT"],
        "title": ["Town Twinning"],
        "type": ["1"],
        "status": ["31094502"],
        "frameworkProgramme": ["43251589"],
        "programmeDivision": ["43437872"],
        "actions": [json.dumps(actions)],
        "deadlineDate": ["2026-09-23T00:00:00.000+0000"],
    }
    return {"reference": reference, "metadata": defaults | metadata}


def make_answer(*rows, total=None, **envelope):
    frame = {"apiVersion": "2.148.3", "totalResults": len(rows) if total is None else total}
    frame |= {"pageNumber": 1, "pageSize": 100, "warnings": [], "results": list(rows)}
    return json.dumps(frame | envelope).encode()
