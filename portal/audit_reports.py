"""Rows of the audit town: reports, profiles as files, registers."""

import datetime

from core.publicness import Publicness
from partnerships.models import YearlyReport
from partnerships.reports.loading import Material, freeze
from portal.audit_rows import canary, keep
from portal.permission_table.cases import EVERYBODY, READERS, STAFF

# (pattern of a canary, who may find it), as in portal/audit_readers.py
SEEN = {"draft": STAFF, "internal": STAFF, "portal": READERS["portal"], "public": EVERYBODY}
RULES = (
    ("report-(?:introduction|outlook)-(draft|internal|portal|public)", lambda state: SEEN[state.lower()]),
)
YEARS = {"draft": 1991, "internal": 1992, "portal": 1993, "public": 1994}
FINISHED_AT = datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC)


def build(town):
    """A draft, and a finished report of each level."""
    for state, year in YEARS.items():
        town.objects["report", state] = _report(state, year)


def _report(state, year):
    texts = {name: canary("report", name, state) for name in ("introduction", "outlook")}
    frozen = {}
    if state != "draft":
        snapshot, checksum = freeze(Material(year, (), (), ()))
        frozen = {
            "state": YearlyReport.State.FINAL,
            "snapshot": snapshot,
            "checksum": checksum,
            "finalised_at": FINISHED_AT,
            "publicness": Publicness(state),
        }
    return keep(YearlyReport, {"year": year}, is_example=True, **texts, **frozen)
