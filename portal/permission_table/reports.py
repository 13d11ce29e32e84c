"""Reports, profiles as files, registers."""

from portal.permission_table.cases import (
    EVERYBODY,
    FORM,
    HEAD,
    READERS,
    SEND,
    STAFF,
    Case,
    Line,
    on_levels,
    open_to,
)


def on_reports(who, methods=("GET",), *, public=False):
    """A report is a draft, or finished and seen by staff, participants or everybody."""
    seen = {"draft": STAFF, "internal": STAFF, "portal": READERS["portal"], "public": EVERYBODY}
    cases = (Case(who & readers, readers, state) for state, readers in seen.items())
    return Line(methods, tuple(cases), public=public)


REPORTS = {
    "reports:list": open_to(EVERYBODY),
    "reports:activities": open_to(EVERYBODY),
    "reports:activities_file": open_to(EVERYBODY),
    "reports:register": open_to(EVERYBODY),
    "reports:steckbrief": on_levels(EVERYBODY, public=True),
    "reports:steckbrief_internal": on_levels(STAFF),
    "reports:register_internal": open_to(STAFF),
    "reports:figures": open_to(STAFF),
    "reports:figures_of_one": on_levels(STAFF),
    "reports:rows": open_to(STAFF),
    "reports:new": open_to(STAFF, FORM),
    "reports:detail": on_reports(EVERYBODY, public=True),
    "reports:file": on_reports(EVERYBODY, public=True),
    "reports:edit": on_reports(STAFF, FORM),
    "reports:finalise": on_reports(HEAD, SEND),
    "reports:reopen": on_reports(HEAD, SEND),
    "reports:publish": on_reports(HEAD, SEND),
    "reports:unpublish": on_reports(HEAD, SEND),
}
