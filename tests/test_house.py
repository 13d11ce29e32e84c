"""Mistakes that the house makes impossible: in the code, in every page of every role, in every header."""

import ast
import hashlib
import re
from html.parser import HTMLParser

import django_filters
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.template.loader import get_template
from django.test import Client

from accounts.roles import Role
from portal.permission_table import ANONYMOUS, table
from tests.access_objects import NOT_APPLICABLE, arguments
from tests.audit_town import Visitor, patterns
from tests.test_access import LEGACY, address_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FLOORS = ["portal", "funding", "partnerships", "notices", "accounts", "places", "core"]
# Who sees something that nobody else does; the others see a part of it
WALKERS = (
    ANONYMOUS,
    Role.CITIZEN,
    Role.ASSOCIATION_ADMIN,
    Role.COUNCILLOR,
    Role.HEAD,
    Role.ADMIN,
)
# Forms need a token, the sign-in of the city a session
NEED_COOKIES = {"portal:report_barrier", "notices:unsubscribe", "accounts:demo", "contacts:confirm"}
SIGN_IN = ("account_", "mfa_", "socialaccount_", "saml_", "openid_connect_")
NOT_KEPT = {"healthz", "readyz", "gallery", "dev_mail", "portal:barrier_reported"}


# -- the code ---------------------------------------------------------------------------------


def own_models():
    return [model for model in apps.get_models() if model._meta.app_label in FLOORS]


def test_foreign_keys_point_downward():
    upward = [
        f"{field} -> {field.related_model._meta.label}"
        for model in own_models()
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if field.is_relation and field.related_model._meta.app_label in FLOORS
        and FLOORS.index(model._meta.app_label) > FLOORS.index(field.related_model._meta.app_label)
        and field.related_model is not apps.get_model(settings.AUTH_USER_MODEL)
    ]  # fmt: skip

    assert upward == []


def test_migrations_are_in_step_with_the_models():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_template_can_be_read(repo):
    folder = repo / "templates"

    for path in sorted(folder.rglob("*.html")):
        get_template(str(path.relative_to(folder)))


@pytest.mark.parametrize(
    "forbidden",
    [
        r"\|\s*safe\b",
        r"\sstyle=",
        r"\son[a-z]+=",
        r"<style\b",
        r"<script>",
        r"javascript:",
        r"{%\s*autoescape",
    ],
)
def test_no_template_has_inline_code_or_switches_escaping_off(repo, forbidden):
    found = [
        str(path)
        for path in (repo / "templates").rglob("*.html")
        if "mail" not in path.parts and re.search(forbidden, path.read_text("utf-8"))
    ]

    assert found == []


def test_components_get_only_what_they_are_given(repo):
    included = re.compile(r"{%\s*include\s+\"components/[^%]*%}")
    open_ones = [
        (path.name, tag)
        for path in (repo / "templates").rglob("*.html")
        for tag in included.findall(path.read_text("utf-8"))
        if not tag.rstrip("%} ").endswith("only")
        and "components/messages.html" not in tag
        and "components/site_header.html" not in tag
    ]

    assert open_ones == []


def filter_sets(base=django_filters.FilterSet):
    for found in base.__subclasses__():
        if found.__module__.split(".")[0] in FLOORS:
            yield found
        yield from filter_sets(found)


def test_filters_name_their_fields():
    """R06: what is not named cannot be asked."""
    for found in filter_sets():
        assert found._meta.fields != "__all__" and not found._meta.exclude, found


def test_no_model_orders_saves_or_links_behind_our_back():
    for model in own_models():
        overrides = "save" in vars(model) and not model._meta.proxy
        assert not model._meta.ordering and not overrides, model


def test_no_lock_file_names_an_index(repo):
    locks = [*repo.glob("requirements*.txt"), *repo.glob("*.lock")]

    assert [path.name for path in locks] == ["requirements.txt", "requirements-dev.txt"] or len(locks) == 2
    for path in locks:
        text = path.read_text("utf-8")
        assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text), path
        assert text.count("--hash=sha256:") > text.count("==")


def test_no_function_is_longer_than_a_screen(repo):
    """style.md: under 25 lines reads well; twice that is never needed."""
    long_ones = []
    for app in FLOORS:
        for path in (repo / app).rglob("*.py"):
            if "migrations" not in path.parts:
                long_ones += [
                    f"{path.relative_to(repo)}:{node.name}"
                    for node in ast.walk(ast.parse(path.read_text("utf-8")))
                    if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno > 50
                ]

    assert long_ones == []


# -- every page of every role -----------------------------------------------------------------


class Page(HTMLParser):
    """What a page must not have, and its headings."""

    def __init__(self, text):
        super().__init__()
        self.headings, self.mistakes, self.ids = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "style" in given or any(name.startswith("on") for name in given):
            self.mistakes.append(f"<{tag}> with inline code")
        is_code = tag == "script" and given.get("type") != "application/json"
        if tag == "style" or is_code and "src" not in given:
            self.mistakes.append(f"inline <{tag}>")
        for name in ("src", "action", "formaction") + (("href",) if tag == "link" else ()):
            if re.match(r"(https?:)?//", given.get(name) or "") and given.get("rel") not in (
                "alternate",
                "canonical",
            ):
                self.mistakes.append(f"<{tag}> from another host: {given[name]}")
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "img" and "alt" not in given:
            self.mistakes.append("<img> without alt")

    def faults(self):
        yield from self.mistakes
        if self.headings.count(1) != 1:
            yield f"{self.headings.count(1)} h1"
        if self.headings and self.headings[0] != 1:
            yield f"begins with h{self.headings[0]}"
        for above, below in zip(self.headings, self.headings[1:], strict=False):
            if below > above + 1:
                yield f"h{below} after h{above}"
        for doubled in sorted({one for one in self.ids if self.ids.count(one) > 1}):
            yield f"id {doubled} twice"


def addresses(role, town):
    """(name, address) of everything a role may get, one for each case."""
    lines = table()
    for name in sorted({name for name, _entry, _route in patterns()} & set(lines)):
        if "GET" not in lines[name].methods:
            continue
        for case in lines[name].cases:
            parts = arguments(name, case, str(role), town)
            if parts is not NOT_APPLICABLE and not name.startswith(LEGACY):
                yield name, address_of(name, parts)


def is_page(answer):
    return answer["Content-Type"].startswith("text/html") and answer.status_code != 302


@pytest.mark.parametrize("role", WALKERS)
def test_every_page_has_one_h1_headings_in_order_and_no_inline_code(audit_town, role):
    """R22, R25"""
    visitor, faults = Visitor(audit_town, str(role)), set()

    for name, address in addresses(role, audit_town):
        answer = visitor.ask("GET", address)
        if is_page(answer):
            faults |= {(name, answer.status_code, fault) for fault in Page(answer.read_all.decode()).faults()}

    assert sorted(faults) == []


def read(client, address):
    """An answer, read to its end."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def checksums():
    """One number for the content of every table that a page must leave alone."""
    with connection.cursor() as cursor:
        sums = {}
        for name in sorted(connection.introspection.table_names(cursor)):
            if not re.match(
                r"django_session|core_fallback_cache|usersessions_|mfa_|account_|socialaccount_", name
            ):
                cursor.execute(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{name}" t')
                sums[name] = cursor.fetchone()[0]
    return sums


@pytest.mark.parametrize("role", [ANONYMOUS, Role.ASSOCIATION_ADMIN, Role.HEAD, Role.ADMIN])
def test_reading_every_page_changes_no_row(audit_town, role):
    """R21: the guard is one side, the rows themselves the other."""
    client, before = Visitor(audit_town, str(role)).client, checksums()

    for _name, address in addresses(role, audit_town):
        read(client, address)

    assert checksums() == before


# -- headers ----------------------------------------------------------------------------------

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": settings.PERMISSIONS_POLICY,
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
}
UNCACHED = "max-age=0, no-cache, no-store, must-revalidate, private"
KEPT = "public, max-age=0, must-revalidate"
PERSONAL = "no-store, private"
CLASSES = {
    "public page": (ANONYMOUS, "/", 200, KEPT),
    "own page": (Role.CITIZEN, "/mein-bereich/", 200, PERSONAL),
    "public page, signed in": (Role.CITIZEN, "/", 200, PERSONAL),
    "sign-in": (ANONYMOUS, "/konto/login/", 200, UNCACHED),
    "not there": (ANONYMOUS, "/gibt-es-nicht/", 404, UNCACHED),
    "refused": (Role.CITIZEN, "/barriere-melden/eingang/", 403, PERSONAL),
    "download": (ANONYMOUS, "/daten/aufrufe.csv", 200, KEPT),
    "interface": (ANONYMOUS, "/api/v1/aufrufe", 200, KEPT),
    "feed": (ANONYMOUS, "/feeds/foerderung.xml", 200, KEPT),
    "health": (ANONYMOUS, "/healthz", 200, "no-store"),
}


@pytest.mark.parametrize("name", CLASSES)
def test_headers_of_each_class_of_page(audit_town, name):
    """R22, R23, R24: a snapshot; whoever changes a header changes this table."""
    role, address, status, caching = CLASSES[name]

    answer = Visitor(audit_town, str(role)).ask("GET", address)

    assert (answer.status_code, answer["Cache-Control"]) == (status, caching)
    assert {header: answer.get(header) for header in EVERYWHERE} == EVERYWHERE
    assert {part.strip() for part in answer["Content-Security-Policy"].split(";")} == POLICY
    assert "X-Powered-By" not in answer


def public_addresses(town):
    lines = table()
    return [
        (name, address)
        for name, address in addresses(ANONYMOUS, town)
        if lines[name].public and not name.startswith(SIGN_IN) and name not in NEED_COOKIES
    ]


def test_nobody_gets_a_cookie_for_reading(audit_town):
    """R24: neither a cookie nor an answer that varies by one."""
    client, wrong = Client(), []

    for name, address in public_addresses(audit_town):
        answer = read(client, address)
        if answer.cookies or "cookie" in answer.get("Vary", "").lower():
            wrong.append((name, answer.status_code, dict(answer.cookies), answer.get("Vary")))

    assert wrong == []


def test_public_pages_are_not_sent_twice(audit_town):
    """R24: the second time 304, without content."""
    client, wrong = Client(), []

    for name, address in public_addresses(audit_town):
        first = read(client, address)
        if first.status_code != 200 or name in NOT_KEPT or first.streaming:
            continue
        second = client.get(address, headers={"If-None-Match": first.get("ETag", "")})
        if (second.status_code, second.content) != (304, b""):
            wrong.append((name, second.status_code, first.get("ETag")))

    assert wrong == []


def test_the_same_page_is_the_same_for_everybody(audit_town):
    """Nothing personal, no token and no clock in what is kept for all."""
    pages = [
        {
            address: hashlib.sha256(Client().get(address).content).hexdigest()
            for address in ("/", "/termine/", "/en/")
        }
        for _ in range(2)
    ]

    assert pages[0] == pages[1]
