"""Imports of twinnings and their review: material for staff, nobody else sees a row."""

from portal.permission_table.cases import FORM, READ, SEND, STAFF, Case, Line, open_to


def _on_rows(methods=READ):
    return Line(methods, (Case(STAFF, STAFF),))


CLAIMS = {
    "claims:overview": open_to(STAFF),
    "claims:csv": open_to(STAFF),
    "claims:upload": open_to(STAFF, FORM),
    "claims:runs": open_to(STAFF),
    "claims:run": _on_rows(),
    "claims:run_map": _on_rows(SEND),
    "claims:run_apply": _on_rows(SEND),
    "claims:run_discard": _on_rows(SEND),
    "claims:wikidata_ask": open_to(STAFF, SEND),
    "claims:wikidata_switch": open_to(STAFF, SEND),
    "claims:case": _on_rows(),
    "claims:case_accept": _on_rows(SEND),
    "claims:case_reject": _on_rows(SEND),
    "claims:case_reopen": _on_rows(SEND),
    "claims:case_merge": _on_rows(SEND),
    "claims:case_date": _on_rows(SEND),
    "claims:mentions": open_to(STAFF),
    "claims:mention_choose": _on_rows(SEND),
    "claims:mention_own": _on_rows(SEND),
    "claims:links": open_to(STAFF),
}
