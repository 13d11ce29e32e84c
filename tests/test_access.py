"""Every address as every role, against the declared table (R01, R02, R03); no address without a line.

The same walk looks for canaries in everything that is answered (R04).
"""

import json

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from portal.audit_readers import WORD, readers_of
from portal.permission_table import ANONYMOUS, EVERYBODY, table
from tests.access_objects import NOT_APPLICABLE, arguments, body
from tests.audit_town import Visitor, patterns, undone

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SIGN_IN = "/konto/login/"
DONE = {302, 409, 422, 200}
# A method that an address does not take is refused before anybody asks for the role
TRY_OTHER_METHODS = (ANONYMOUS, str(Role.HEAD))
LEGACY = "konto/social/"
ROLES = sorted(EVERYBODY)


def expected(line, case, role, method):
    """The status codes that the table declares."""
    if role == ANONYMOUS and not line.public:
        return {302}
    if method not in line.methods:
        return {405}
    if role in case.may and method in line.exact:
        return {line.exact[method]}
    if role in case.may:
        return DONE if method == "POST" else {200, 302} if line.redirects else {200}
    return {403} if role in case.sees else {404}


def address_of(name, parts):
    return f"/{name}" if name.startswith(LEGACY) else reverse(name, kwargs=parts)


def questions(role, town):
    """(name, line, case, method, address, data) of everything that can be asked."""
    lines = table()
    for name in sorted({name for name, _entry, _route in patterns()} & set(lines)):
        line = lines[name]
        for case in line.cases:
            parts = arguments(name, case, role, town)
            if parts is NOT_APPLICABLE:
                continue
            for method in line.methods if role not in TRY_OTHER_METHODS else ("GET", "POST"):
                data = body(name, town) if method == "POST" else None
                yield name, line, case, method, address_of(name, parts), data


@pytest.fixture(scope="module")
def known_answers():
    """What the first walk of a role found, for the test that looks at it from another side."""
    return {}


def walk(role, town, known):
    """[(name, line, case, method, address, status, location, canaries)] of everything a role can ask."""
    if role not in known:
        visitor = Visitor(town, role)
        known[role] = [
            (*question[:5], answer.status_code, answer.get("Location", ""), words_in(answer))
            for question in list(questions(role, town))
            for answer in [visitor.ask(question[3], question[4], question[5])]
        ]
    return known[role]


def words_in(answer):
    """The canaries in the bytes of an answer and in its headers."""
    seen = answer.read_all + (str(answer.headers).encode() if answer.status_code == 200 else b"")
    return {found.decode() for found in WORD.findall(seen)}


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_as_declared(audit_town, known_answers, role):
    """R01, R02, R03: status for GET and POST, on own and foreign objects in every state."""
    wrong = []

    for name, line, case, method, _address, status, where, _words in walk(role, audit_town, known_answers):
        is_sent_away = role == ANONYMOUS and not line.public
        leads_there = status == 302 and where.startswith(SIGN_IN)
        if status not in expected(line, case, role, method) or (
            leads_there != is_sent_away and not line.redirects
        ):
            wrong.append((name, case.relation, case.state, method, status, where))

    assert not wrong, "\n".join(map(str, wrong))


def test_every_address_has_a_line_and_every_line_an_address():
    """R01"""
    names = {name for name, _entry, _route in patterns()}

    assert names == set(table())


def test_only_declared_addresses_are_open_to_people_who_have_not_signed_in():
    """R01: a view is public only if the table says so."""
    public = {
        name for name, entry, _ in patterns() if getattr(entry.callback, "login_required", True) is False
    }

    assert public == {name for name, line in table().items() if line.public}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_no_address_of_ours_takes_another_method(audit_town, method):
    """R02, R21"""
    visitor, wrong = Visitor(audit_town, str(Role.HEAD)), []

    for name, line, _case, asked, address, _data in questions(str(Role.HEAD), audit_town):
        is_ours = (
            ":" in name or line.methods == ("GET",) and not name.startswith(("account", "mfa", "social"))
        )
        if asked == "POST" or not is_ours or name.startswith(LEGACY):
            continue
        if (status := visitor.ask(method, address).status_code) != 405:
            wrong.append((name, status))

    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.HEAD, Role.ADMIN, Role.ASSOCIATION_ADMIN])
def test_a_right_that_ended_yesterday_is_gone_at_the_next_request(audit_town, role):
    """R09: the session stays, the right does not."""
    import datetime

    from django.utils import timezone

    page = "accounts:people" if role in (Role.HEAD, Role.ADMIN) else "accounts:edit_organisation"
    slug = "pruef-association-a"
    address = reverse(page) if page == "accounts:people" else reverse(page, args=[slug])
    visitor, person = Visitor(audit_town, str(role)), audit_town.people[str(role)]
    before = visitor.ask("GET", address).status_code
    with undone():
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        person.memberships.update(last_day=yesterday)
        after = visitor.ask("GET", address).status_code

    assert (before, after) == (200, 403)


def answers_to_everybody(town):
    """{(name, state): (address, status)} of every public address, asked without any cookie."""
    visitor = Visitor(town, ANONYMOUS)
    return {
        (name, case.state): (address, visitor.ask("GET", address).status_code)
        for name, line, case, method, address, _data in questions(ANONYMOUS, town)
        if line.public and method == "GET"
    }


def session_ended(town, role):
    """A browser whose cookie names a session that was never there."""
    visitor = Visitor(town, ANONYMOUS)
    visitor.client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    return visitor


def account_blocked(town, role):
    visitor = Visitor(town, role)
    User.objects.filter(pk=town.people[role].pk).update(is_active=False)
    return visitor


def signed_out_elsewhere(town, role):
    visitor = Visitor(town, role)
    Session.objects.filter(session_key=visitor.client.session.session_key).delete()
    return visitor


@pytest.mark.parametrize("come_back", [session_ended, account_blocked, signed_out_elsewhere])
def test_a_browser_whose_session_is_over_reads_every_public_page_like_anybody(audit_town, come_back):
    """R18: what is public stays public."""
    expected_ones = answers_to_everybody(audit_town)
    visitor, wrong = come_back(audit_town, str(Role.BUSINESS)), []

    for key, (address, status) in expected_ones.items():
        answer = visitor.ask("GET", address)
        if answer.status_code != status:
            wrong.append((key, status, answer.status_code, answer.get("Location")))

    assert not wrong, "\n".join(map(str, wrong))


SEARCHES = {
    "portal:search": "q",
    "accounts:choose": "q",
    "accounts:people": "q",
    "funding:list": "q",
    "partnerships:list": "q",
    "encounters:list": "q",
    "contacts:list": "q",
    "contacts:log": "q",
}


def searches():
    """Addresses that bring more of what is there, beside those of the table."""
    for name, parameter in SEARCHES.items():
        for words in ("CANARY", "canary-call", "Prüf"):
            yield f"{reverse(name)}?{parameter}={words}"
    yield from ("/en/", "/fr/", "/en/partnerschaften/", "/fr/foerderung/aufrufe/")
    yield "/partnerschaften/?ansicht=tabelle"


def words_seen(role, town, known):
    """{canary: where} of everything a role gets to see; what stands in the address is no secret."""
    found = {word: answer[4] for answer in walk(role, town, known) for word in answer[7]}
    visitor = Visitor(town, role)
    for address in searches():
        found |= dict.fromkeys(words_in(visitor.ask("GET", address)), address)
    return {
        word: where for word, where in found.items() if word not in where and word.upper() != "CANARY-CALL"
    }


@pytest.mark.parametrize("role", ROLES)
def test_nobody_reads_what_is_not_meant_for_them(audit_town, known_answers, role):
    """R04: pages, searches, feeds, calendars, exports and files, byte by byte."""
    seen = words_seen(role, audit_town, known_answers)

    leaks = [(word, where) for word, where in seen.items() if role not in readers_of(word)]

    assert not leaks, "\n".join(map(str, sorted(leaks)))


def test_staff_find_the_canaries_so_that_their_absence_means_something(audit_town, known_answers):
    """R04: the other side of the test above."""
    found = set()
    for role in (str(Role.CASE_OFFICER), str(Role.HEAD), str(Role.CITIZEN), str(Role.ADMIN)):
        found |= set(words_seen(role, audit_town, known_answers))

    kinds = {"-".join(word.split("-")[1:3]).lower() for word in found}
    assert {
        "partnership-internal", "call-staff", "organisation-about", "user-name", "event-note",
        "text-profile", "document-title", "document-content", "quarantined-title",
        "notice-title", "notice-error", "barrier-text",
    } <= kinds  # fmt: skip


def test_the_command_prints_the_table(capsys):
    """Contract 4.4 of reliability.md."""
    call_command("permission_table", "--json")
    rows = json.loads(capsys.readouterr().out)["rows"]

    assert {row["role"] for row in rows} == EVERYBODY
    assert {(row["url_name"], row["allowed"]) for row in rows if row["url_name"] == "healthz"} == {
        ("healthz", True)
    }
