"""What no honest person sends: odd characters, wrong pages, foreign hosts, forged redirects. Never a 500."""

import re
from html.parser import HTMLParser
from urllib.parse import quote, urlencode, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from portal.audit import SIGN_IN_WORDS
from tests.audit_town import Visitor

pytestmark = pytest.mark.django_db
# What errors must not tell (R39)
TRACES = re.compile(rb"Traceback|psycopg|/site-packages/|\.py\"|Django/|DoesNotExist")
NAUGHTY = (
    "", " ", "\t\n", "\x00", "a\x00b", "\ud800", "a\udfffb", "\u200b", "\u202eevil\u202c", "\u2066x\u2069",
    "\ufeff", "\ufffe", "\U0001f600" * 50, "\U0001f468\u200d\U0001f469\u200d\U0001f467", "Z" + "\u0300" * 200,
    "ß" * 300, "İıſ", "Ω≈ç√∫˜µ≤", "שלום", "مرحبا", "田中さん", "x" * 3000, "-1",
    "0", "1e400", "NaN", "Infinity",
    "9" * 40, "1/0", "0x7f", "١٢٣", "２", "²", "true",
    "null", "undefined", "None", "[]", "{}", "%", "%%s", "%00",
    "%ff", "%c0%ae", "{{7*7}}", "${7*7}",
    "{% include 'x' %}", "../../../../etc/passwd", "C:\\con", "|id", "$(id)",
    "`id`", "' OR 1=1--", "\"; DROP TABLE x;--", "') UNION SELECT NULL--",
    "1;select pg_sleep(9)", "\\", "'", "\"",
    "<script>alert(1)</script>", "\"><svg onload=alert(1)>", "javascript:alert(1)",
    "=1+1", "@SUM(1)", "\r\nX-A: b",
    "foo & bar | !baz:*", "<->", "2027-02-30", "0000-00-00",
)  # fmt: skip
LISTS = {
    "partnerships:list": ("q", "land", "stand", "art", "thema", "ansicht", "page", "nach"),
    "partnerships:csv": ("q", "land"),
    "funding:list": ("q", "programm", "status", "frist", "sortierung", "nach", "page"),
    "portal:search": ("q", "page"),
    "portal:report_barrier": ("seite",),
    "api_partnerships": ("limit", "offset"),
    "api_calls": ("limit", "offset"),
}


def honest(text):
    """As a browser would send it; half characters become broken bytes."""
    return quote(text.encode("utf-8", "surrogatepass"))


def is_refused_or_answered(answer):
    return answer.status_code in (200, 302, 400, 404, 413, 414, 422, 429) and not TRACES.search(
        answer.read_all
    )


@pytest.mark.parametrize("name", LISTS)
def test_no_parameter_of_a_public_page_breaks_it(audit_town, name):
    """R27, R35, R39"""
    visitor, broken = Visitor(audit_town, "anonymous"), []

    for text in NAUGHTY:
        query = "&".join(f"{parameter}={honest(text)}" for parameter in LISTS[name])
        answer = visitor.ask("GET", f"{reverse(name)}?{query}")
        if not is_refused_or_answered(answer):
            broken.append((text[:30], answer.status_code, answer.get("Location", "")))

    assert not broken, broken


def test_odd_text_in_the_public_form_is_kept_or_refused_in_words(audit_town):
    """R35, R39"""
    visitor, broken = Visitor(audit_town, "anonymous"), []

    for text in NAUGHTY:
        fields = {"page": text, "text": text or "x", "email": text}
        body = "&".join(f"{name}={honest(value)}" for name, value in fields.items())
        answer = visitor.ask(
            "POST", reverse("portal:report_barrier"), body, content_type="application/x-www-form-urlencoded"
        )
        if not is_refused_or_answered(answer):
            broken.append((text[:30], answer.status_code, answer.get("Location", "")))

    assert not broken, broken


@pytest.mark.parametrize("page", ["-1", "0", "1000000000", "abc", "1.5", "", "٣"])
@pytest.mark.parametrize("name", ["partnerships:list", "funding:list", "portal:search"])
def test_a_page_that_is_not_there_is_a_page(audit_town, name, page):
    """R35"""
    answer = Visitor(audit_town, "anonymous").ask("GET", f"{reverse(name)}?{urlencode({'page': page})}")

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/partnerschaften/gibt-es-nicht/",
        "/foerderung/aufrufe/gibt-es-nicht/",
        "/partnerschaften/a/b/c/",
        "/en/nowhere/",
        "/fr/nulle-part/",
        "/kalender/gibt-es-nicht.ics",
        "/feeds/gibt-es-nicht.xml",
        "/konto/verwaltung/99999999999999999999/",
        "/.env",
        "/wp-login.php",
        "/admin/",
        "/static/../config/settings.py",
    ],
)
def test_unknown_addresses_tell_nothing(audit_town, path):
    """R39: for somebody who has signed in too."""
    for role in ("anonymous", str(Role.HEAD)):
        answer = Visitor(audit_town, role).ask("GET", path)

        assert answer.status_code in (302, 404) and not TRACES.search(answer.read_all)


@pytest.mark.parametrize(
    "path", ["/partnerschaften/%ff/", "/%c0%af", "/partnerschaften/?q=%ff%fe", "/suche/?q=%"]
)
def test_broken_encodings_are_answered(audit_town, path):
    """R35"""
    assert Visitor(audit_town, "anonymous").ask("GET", path).status_code in (200, 400, 404)


FORBIDDEN_LOOKUPS = (
    "user__password__startswith=p", "city__country__iso2__contains=F", "internal_note__contains=CANARY",
    "staff_note__icontains=CANARY", "owner__email__contains=a", "o=internal_note", "order_by=-internal_note",
    "publicness=internal", "sort=staff_note", "state__regex=.*",
)  # fmt: skip


@pytest.mark.parametrize("name", ["partnerships:list", "partnerships:csv", "funding:list", "api_calls"])
def test_lookups_that_nobody_offers_change_nothing(audit_town, name):
    """R06"""
    visitor = Visitor(audit_town, "anonymous")
    slugs = re.compile(rb"pruef(?:stadt|aufruf)-[a-z-]+")
    plain = sorted(set(slugs.findall(visitor.ask("GET", reverse(name)).read_all)))

    for lookup in FORBIDDEN_LOOKUPS:
        answer = visitor.ask("GET", f"{reverse(name)}?{lookup}")
        if answer.status_code == 200:
            assert sorted(set(slugs.findall(answer.read_all))) == plain, lookup


FOREIGN = (
    "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "http:evil.example", "https:///evil.example",
    "javascript:alert(1)", "data:text/html,x", "//evil%E3%80%82example",
    "https://testserver@evil.example/", "https://testserver.evil.example/",
    "/%09/evil.example", "id", "portal:home",
)  # fmt: skip


@pytest.mark.parametrize("target", FOREIGN)
def test_no_sign_in_leads_to_another_host(audit_town, target):
    """R28: neither abroad nor to a 500."""
    email = audit_town.people[str(Role.CITIZEN)].email
    visitor = Visitor(audit_town, "anonymous")
    data = {"login": email, "password": SIGN_IN_WORDS, "next": target}
    answers = [
        visitor.ask("POST", "/konto/login/", data),
        Visitor(audit_town, str(Role.CITIZEN)).ask("GET", f"/konto/login/?next={quote(target)}"),
        Visitor(audit_town, str(Role.CITIZEN)).ask("POST", f"/konto/logout/?next={quote(target)}", {}),
    ]

    for answer in answers:
        where = answer.get("Location", "")
        assert answer.status_code < 500
        parts = urlsplit(where)
        assert (parts.scheme, parts.netloc) == ("", "") and not where.startswith(("//", "/\\", "\\")), where


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver:80@evil.example", ""]
)
def test_a_host_that_is_not_ours_is_refused(host):
    """R45"""
    answer = (
        Client().get("/impressum/", headers={"host": host})
        if host
        else Client().get("/impressum/", HTTP_HOST=" ")
    )

    assert answer.status_code == 400 and b"evil" not in answer.content


XSS = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg/onload=alert(1)>",
    "[x](javascript:alert(1))", "<a href=\"data:text/html,x\">x</a>", "<iframe srcdoc=x>", "{{constructor}}",
    "![x](x\" onerror=\"alert(1))", "<style>*{x:y}</style>", "<math><mi//xlink:href=\"data:x,\">",
)  # fmt: skip


class Live(HTMLParser):
    """Collects what a browser would run."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag in ("iframe", "style", "math", "object", "embed") or tag == "script" and "src" not in given:
            self.found.append(tag)
        for name, value in attributes:
            leads = (value or "").strip().lower()
            if (
                name.startswith("on")
                or name in ("href", "src")
                and leads.startswith(("javascript:", "data:"))
            ):
                self.found.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("text", XSS)
def test_what_people_write_is_never_taken_for_markup(audit_town, text):
    """R26: in names, notes, texts, barriers, notices."""
    town = audit_town
    partnership = town.objects["partnership", "active", "public"]
    partnership.texts.update(teaser=text[:200], profile=text)
    type(partnership).objects.filter(pk=partnership.pk).update(internal_note=text)
    call = town.objects["call", "open", "public"]
    type(call).objects.filter(pk=call.pk).update(title=text, title_de=text, summary_de=text, staff_note=text)
    organisation = town.organisations["pruef-association-a"]
    type(organisation).objects.filter(pk=organisation.pk).update(name=text, about=text)
    barrier = town.objects["barrier", "new"]
    type(barrier).objects.filter(pk=barrier.pk).update(text=text, page=text)
    visitor = Visitor(town, str(Role.HEAD))
    pages = (
        partnership.get_absolute_url(), call.get_absolute_url(), organisation.get_absolute_url(),
        reverse("portal:barrier", args=[barrier.pk]), reverse("partnerships:edit", args=[partnership.slug]),
        reverse("funding:edit", args=[call.slug]), reverse("funding:list"), reverse("partnerships:list"),
        f"{reverse('portal:search')}?{urlencode({'q': text})}", reverse("feed", args=["foerderung"]),
    )  # fmt: skip

    for page in pages:
        answer = visitor.ask("GET", page)
        assert answer.status_code in (200, 404), (page, answer.status_code, answer.get("Location"))
        assert Live(answer.read_all.decode()).found == [], page
