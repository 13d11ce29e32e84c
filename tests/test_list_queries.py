"""Lists ask the database as often for 50 rows as for one, and within their budget (design.md 6)."""

import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.roles import Function, Kind, Role
from core.journal import record
from funding.models import Call, CallChange, CallFollow, FeedRun, FeedSource, Quarantined
from notices import topics
from notices.models import Notice
from partnerships.models import Partnership, PartnershipDocument
from portal.models import BarrierReport
from portal.permission_table import table
from tests.factories import make_membership, make_organisation, make_user
from tests.partnerships.builders import make_event, make_partnership

pytestmark = pytest.mark.django_db
PUBLIC, DESK, ANY = 6, 10, 15
NOW = timezone.now()


def partnerships(number, person):
    for _ in range(number):
        make_partnership()


def of_one_partnership(number, person):
    """Events, documents and entries of the journal."""
    town = Partnership.objects.first() or make_partnership(slug="nevers")
    base = town.documents.count()
    for n in range(base, base + number):
        make_event(town, happened_on=str(1900 + n))
        PartnershipDocument.objects.create(
            partnership=town, title=f"Urkunde {n}", publicness="public", sha256=f"{n:064}", size=1,
            media_type="application/pdf", filename=f"{n}.pdf", file=f"{n}.pdf",
        )  # fmt: skip
        record("partnerships.profile_edited", town, by=make_user(), changes={"teaser": ["a", "b"]})


def calls(number, person):
    source = FeedSource.objects.get_or_create(key="liste", defaults={"name": "L", "kind": "manual"})[0]
    base, ahead = Call.objects.count(), NOW + datetime.timedelta(days=40)
    Call.objects.bulk_create(
        Call(source=source, datasource="liste", reference=str(n), language="de", slug=f"aufruf-{n}",
             kind=Call.Kind.MANUAL, identifier=f"A-{n}", title=f"Aufruf {n}", title_de=f"Aufruf {n}",
             deadlines=[ahead], next_deadline=ahead, last_deadline=ahead, sort_deadline=ahead,
             first_seen_at=NOW, changed_at=NOW, publicness="public", is_for_us=True)
        for n in range(base, base + number)
    )  # fmt: skip


def of_one_call(number, person):
    """What changed, what was announced, what the source proposes, and who wrote down what."""
    if not Call.objects.exists():
        calls(1, person)
    call = Call.objects.get()
    base = call.changes.count()
    for n in range(base, base + number):
        CallChange.objects.create(call=call, at=NOW, weight="material", field="title", before="a", after="b")
        CallChange.objects.create(
            call=call, at=NOW, weight="news", field="news", after="<p>Neu</p>", news_key=str(n)
        )
        record("funding.call_edited", call, by=make_user(), changes={"title": ["a", "b"]})


def followed_calls(number, person):
    calls(number, person)
    CallFollow.objects.all().delete()
    CallFollow.objects.bulk_create(CallFollow(person=person, call=call) for call in Call.objects.all())


def sources(number, person):
    for n in range(FeedSource.objects.count(), FeedSource.objects.count() + number):
        of_one_source(1, person, key=f"quelle-{n}")


def of_one_source(number, person, key="quelle"):
    """Runs, and rows that wait for a decision."""
    source = FeedSource.objects.get_or_create(key=key, defaults={"name": key, "kind": "manual"})[0]
    base = source.runs.count()
    for n in range(base, base + number):
        run = FeedRun.objects.create(source=source, state="complete", started_at=NOW, finished_at=NOW)
        Quarantined.objects.create(
            run=run, source=source, fingerprint=f"{n:064}", reason="unreadable", raw="{}", held_at=NOW
        )


def notices(number, person):
    base, topic = Notice.objects.count(), topics.all_topics()[0].name
    Notice.objects.bulk_create(
        Notice(person=person, topic=topic, key=f"k{n}", title="Neu", language="de")
        for n in range(base, base + number)
    )


def undelivered(number, person):
    notices(number, person)
    Notice.objects.update(state=Notice.State.DEAD, last_error="550")


def barriers(number, person):
    BarrierReport.objects.bulk_create(BarrierReport(text="Kontrast") for _ in range(number))


def organisations(number, person):
    for _ in range(number):
        make_organisation(name="Chor")


def own_memberships(number, person):
    for _ in range(number):
        make_membership(
            person=person, function=Function.MEMBER, organisation=make_organisation(kind=Kind.OTHER)
        )


def members(number, person):
    chor = Organisation.objects.filter(slug="chor").first() or make_organisation(slug="chor")
    for n in range(number):
        make_membership(organisation=chor, confirmed_at=None if n % 2 else NOW)


def memberships_of_somebody(number, person):
    anna = User.objects.filter(pk=4711).first() or make_user(pk=4711)
    for _ in range(number):
        make_membership(person=anna)


def devices(number, person):
    for _ in range(number):
        Client().force_login(person)


def people(number, person):
    for _ in range(number):
        make_user(role=Role.SCHOOL)


def requests(number, person):
    for _ in range(number):
        make_membership(confirmed_at=None, organisation=make_organisation())
        make_organisation(state=Organisation.State.PROPOSED)


def claims(number, person):
    """Sources' statements about our city, one case each, with runs and problems."""
    from tests.partnerships.claims.making import make_case

    for _ in range(number):
        make_case()


SLUG = {"slug": "nevers"}
# (address, its parts, parameters, role, what makes rows, budget)
LISTS = {
    "partnerships": ("partnerships:list", {}, "", None, partnerships, PUBLIC),
    "partnerships as a table": ("partnerships:list", {}, "?ansicht=tabelle", None, partnerships, PUBLIC),
    "partnerships as a file": ("partnerships:csv", {}, "", None, partnerships, PUBLIC),
    "partnerships as open data": ("partnerships_csv", {}, "", None, partnerships, PUBLIC),
    "partnerships as points": ("partnerships_geojson", {}, "", None, partnerships, PUBLIC),
    "partnerships by the interface": ("api_partnerships", {}, "", None, partnerships, PUBLIC),
    "a partnership": ("partnerships:detail", SLUG, "", None, of_one_partnership, PUBLIC),
    "a partnership for staff": ("partnerships:detail", SLUG, "", Role.HEAD, of_one_partnership, ANY),
    "editing a partnership": ("partnerships:edit", SLUG, "", Role.HEAD, of_one_partnership, ANY),
    "history of a partnership": ("partnerships:history", SLUG, "", Role.HEAD, of_one_partnership, ANY),
    "claims": ("claims:overview", {}, "", Role.HEAD, claims, ANY),
    "claims as a file": ("claims:csv", {}, "", Role.HEAD, claims, DESK),
    "imports of claims": ("claims:runs", {}, "", Role.HEAD, claims, ANY),
    "an import of claims": ("claims:run", {"pk": 4711}, "", Role.HEAD, claims, ANY),
    "a town of claims": ("claims:case", {"pk": 4711}, "", Role.HEAD, claims, ANY),
    "places of claims": ("claims:mentions", {}, "", Role.HEAD, claims, ANY),
    "cross-links": ("claims:links", {}, "?land=FR&schritte=3", Role.HEAD, claims, ANY),
    "calls": ("funding:list", {}, "", None, calls, PUBLIC),
    "calls of somebody": ("funding:list", {}, "", Role.CITIZEN, calls, DESK),
    "calls as open data": ("calls_csv", {}, "", None, calls, PUBLIC),
    "calls by the interface": ("api_calls", {}, "", None, calls, PUBLIC),
    "calls as a feed": ("feed", {"name": "foerderung"}, "", None, calls, PUBLIC),
    "calls as a calendar": ("calendar", {"name": "foerderfristen"}, "", None, calls, PUBLIC),
    "a call": ("funding:detail", {"slug": "aufruf-0"}, "", None, of_one_call, PUBLIC),
    "a call for staff": ("funding:detail", {"slug": "aufruf-0"}, "", Role.HEAD, of_one_call, ANY),
    "history of a call": ("funding:history", {"slug": "aufruf-0"}, "", Role.HEAD, of_one_call, ANY),
    "funding": ("funding:overview", {}, "", None, calls, PUBLIC),
    "sources": ("funding:sources", {}, "", Role.HEAD, sources, DESK),
    "a source": ("funding:source", {"key": "quelle"}, "", Role.HEAD, of_one_source, ANY),
    "start": ("portal:home", {}, "", None, calls, PUBLIC),
    "start with towns": ("portal:home", {}, "", None, partnerships, PUBLIC),
    "dates": ("portal:dates", {}, "", None, calls, PUBLIC),
    "dates of towns": ("portal:dates", {}, "", None, partnerships, PUBLIC),
    "feasts as a calendar": ("calendar", {"name": "jubilaeen"}, "", None, partnerships, PUBLIC),
    "catalogue": ("catalogue", {}, "", None, calls, PUBLIC),
    "sitemap": ("sitemap", {}, "", None, partnerships, PUBLIC),
    "search": ("portal:search", {}, "?q=Aufruf", None, calls, PUBLIC),
    "search for towns": ("portal:search", {}, "?q=Stadt", None, partnerships, PUBLIC),
    "what waits for staff": ("portal:my_area", {}, "", Role.HEAD, requests, DESK),
    "what I follow": ("portal:my_area", {}, "", Role.CITIZEN, followed_calls, DESK),
    "notices": ("notices:list", {}, "", Role.CITIZEN, notices, DESK),
    "undelivered": ("notices:delivery", {}, "", Role.HEAD, undelivered, DESK),
    "barriers": ("portal:barriers", {}, "", Role.HEAD, barriers, DESK),
    "organisations to join": ("accounts:choose", {}, "?q=Chor", Role.CITIZEN, organisations, DESK),
    "own organisations": ("accounts:organisations", {}, "", Role.CITIZEN, own_memberships, DESK),
    "members": ("accounts:organisation", {"slug": "chor"}, "", Role.HEAD, members, DESK),
    "people": ("accounts:people", {}, "", Role.ADMIN, people, DESK),
    "a person": ("accounts:person", {"pk": 4711}, "", Role.ADMIN, memberships_of_somebody, DESK),
    "requests": ("accounts:requests", {}, "", Role.HEAD, requests, DESK),
    "own devices": ("usersessions_list", {}, "", Role.CITIZEN, devices, DESK),
    "own calendars": ("notices:calendars", {}, "", Role.CITIZEN, notices, DESK),
}
# What shows one form, one object without rows of its own, or a text
WITHOUT_ROWS = """
    accounts:change_function accounts:decline_founding accounts:decline_joining accounts:delete_account
    accounts:demo accounts:edit_organisation accounts:end_granted accounts:end_membership accounts:found
    accounts:grant accounts:join accounts:leave accounts:overview accounts:own_data accounts:profile
    funding:calendar funding:edit funding:new notices:preferences notices:unsubscribe
    partnerships:document partnerships:document_add partnerships:event_add partnerships:text
    portal:accessibility portal:barrier portal:barrier_reported portal:contact portal:data
    portal:easy_language portal:exchange portal:imprint portal:licences portal:privacy
    portal:report_barrier portal:sign_language portal:strategy
    claims:upload
    api_unknown dev_mail dev_mail_detail gallery healthz openapi readyz robots security_policy security_txt
""".split()  # noqa: SIM905
FOREIGN = (
    "account_",
    "mfa_",
    "saml_",
    "openid_connect_",
    "socialaccount_",
    "konto/social/",
)  # allauth's forms


def test_every_page_is_measured_or_has_no_rows():
    readable = {name for name, line in table().items() if "GET" in line.methods}
    measured = {page for page, *_more in LISTS.values()}

    assert {name for name in readable - measured if not name.startswith(FOREIGN)} == set(WITHOUT_ROWS)


def queries_of(client, address):
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return [query["sql"] for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_one_five_and_fifty_rows(name):
    page, parts, parameters, role, make, budget = LISTS[name]
    client, person = Client(), make_user(role=role) if role else None
    if person:
        client.force_login(person)
    address, costs = reverse(page, kwargs=parts) + parameters, {}

    for number, more in ((1, 1), (5, 4), (50, 45)):
        make(more, person)
        if number == 1:
            client.get(address)  # whatever is read once per process
        costs[number] = queries_of(client, address)

    assert len(costs[1]) == len(costs[5]) == len(costs[50]), "\n".join(costs[50])
    assert len(costs[50]) <= budget, "\n".join(costs[50])
