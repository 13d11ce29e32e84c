"""Who gets which answer at which address: declared here, compared with every answer by tests/test_access.py.

A line per URL name. A case says for a relation and a state of the object who *may*; who may not but
*sees* the object gets 403, everybody else 404, and whoever has not signed in is sent to the sign-in,
unless the line is public. An address without a line fails the tests.
"""

from portal.permission_table import (
    accounts,
    claims,
    contacts,
    encounters,
    funding,
    machines,
    networks,
    notices,
    pages,
    partnerships,
    reports,
    sign_in,
    work,
)
from portal.permission_table.cases import (
    ADMIN,
    ANONYMOUS,
    ASSOCIATION,
    EVERYBODY,
    NOBODY,
    PARTICIPANTS,
    READERS,
    STAFF,
    STEERING,
    Case,
    Line,
)

__all__ = [
    "ADMIN",
    "ANONYMOUS",
    "ASSOCIATION",
    "EVERYBODY",
    "NOBODY",
    "PARTICIPANTS",
    "READERS",
    "STAFF",
    "STEERING",
    "Case",
    "Line",
    "rows",
    "table",
]
AREAS = (
    machines.MACHINES,
    pages.PAGES,
    partnerships.PARTNERSHIPS,
    work.WORK,
    contacts.CONTACTS,
    encounters.ENCOUNTERS,
    networks.NETWORKS,
    claims.CLAIMS,
    reports.REPORTS,
    funding.FUNDING,
    notices.NOTICES,
    accounts.ACCOUNTS,
    sign_in.SIGN_IN,
)


def table():
    """{URL name: Line} of the whole portal."""
    return {name: line for area in AREAS for name, line in area.items()}


def rows():
    """The table in the flat form of `permission_table --json`."""
    return [
        {
            "url_name": name,
            "method": method,
            "role": role,
            "relation": case.relation,
            "state": case.state,
            "allowed": role in case.may,
        }
        for name, line in sorted(table().items())
        for method in line.methods
        for case in line.cases
        for role in sorted(EVERYBODY)
    ]
