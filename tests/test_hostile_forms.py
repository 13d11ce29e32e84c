"""Every form and button, as somebody who may use it, filled with what no honest person sends. Never a 500."""

import re
from html.parser import HTMLParser

import pytest

from accounts.roles import Role
from portal.permission_table import ANONYMOUS, table
from tests.access_objects import NOT_APPLICABLE, arguments, body
from tests.audit_town import Visitor, patterns
from tests.test_access import address_of
from tests.test_hostile_input import TRACES, honest
from tests.test_house import FLOORS

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HOSTILE = {
    "superscript": "²",
    "NUL": "a\x00b",
    "40 digits": "9" * 40,
    "half a character": "a\ud800b",
    "emoji": "👨‍👩‍👧" * 30,
    "right to left": "\u202eab\u202c \u2067cd\u2069 שלום",
    "200,000 letters": "x" * 200_000,
    "last day of all": "9999-12-31",
}
ASKED_FOR = re.compile(r"request\.POST(?:\.get\(|\[)\"(\w+)\"")


class FormsOf(HTMLParser):
    """What a browser would send from the forms of a page: {name: value}, and the names one can type into."""

    def __init__(self, html):
        super().__init__()
        self.values, self.typed, self.is_inside, self.select = {}, set(), False, None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name")
        if tag == "form":
            self.is_inside = given.get("method", "").lower() == "post"
        elif tag == "option" and self.select and ("selected" in given or not self.values.get(self.select)):
            self.values[self.select] = given.get("value") or ""
        elif self.is_inside and name and tag in ("input", "textarea", "select"):
            self.values[name] = given.get("value") or ""
            self.select = name if tag == "select" else None
            if tag == "textarea" or tag == "input" and given.get("type", "text") in ("text", "search"):
                self.typed.add(name)

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_inside = False


def names_asked_for(repo):
    """Names of what views read by themselves, without a form."""
    return {
        name
        for app in FLOORS
        for path in (repo / app).rglob("*.py")
        for name in ASKED_FOR.findall(path.read_text("utf-8"))
    }


def role_for(may):
    return next((role for role in (ANONYMOUS, str(Role.HEAD), str(Role.ADMIN)) if role in may), min(may))


@pytest.fixture(scope="module")
def known_forms():
    return {}


def forms(town, known):
    """{name: (role, address, what a browser would send, names to type into)} of all that takes a POST."""
    if not known:
        for name in sorted({name for name, _entry, _route in patterns()} & set(table())):
            line = table()[name]
            case = next((case for case in line.cases if case.may), None)
            if "POST" not in line.methods or case is None:
                continue
            role = role_for(case.may)
            parts = arguments(name, case, role, town)
            if parts is not NOT_APPLICABLE:
                known[name] = (role, *form_at(name, line, role, address_of(name, parts), town))
    return known


def form_at(name, line, role, address, town):
    if "GET" not in line.methods:
        return address, body(name, town), set()
    found = FormsOf(Visitor(town, role).ask("GET", address).read_all.decode())
    return address, found.values, found.typed


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_form_breaks_whatever_is_sent(audit_town, known_forms, repo, kind):
    """R35, R39: everything at once, and only into what people type while the rest is as it should be."""
    text, names, visitors, broken = HOSTILE[kind], names_asked_for(repo), {}, []

    for name, (role, address, values, typed) in forms(audit_town, known_forms).items():
        visitor = visitors.setdefault(role, Visitor(audit_town, role))
        everything = dict.fromkeys({*values, *names}, text)
        only_typed = values | dict.fromkeys(typed, text)
        for sent in [everything, only_typed] if typed else [everything]:
            fields = "&".join(f"{field}={honest(value)}" for field, value in sent.items())
            answer = visitor.ask("POST", address, fields, content_type="application/x-www-form-urlencoded")
            if answer.status_code >= 500 or TRACES.search(answer.read_all):
                broken.append((name, answer.status_code, answer.get("Location", "")))

    assert not broken, "\n".join(map(str, broken))


def test_the_walk_finds_the_fields_that_people_type_into(audit_town, known_forms, repo):
    """So that its silence means something."""
    found = {name: typed for name, (*_, typed) in forms(audit_town, known_forms).items()}

    assert {"zeile", "entscheidung", "switch"} <= names_asked_for(repo)
    assert {"name", "about"} <= found["accounts:edit_organisation"]
    assert {"title", "staff_note"} <= found["funding:edit"] and "funding:quarantine_release" in found
