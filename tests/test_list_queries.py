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
from core.desk import number_waiting
from core.journal import record
from funding.models import Call, CallChange, CallFollow, FeedRun, FeedSource, Quarantined
from notices import topics
from notices.models import Notice
from partnerships.models import (
    Agreement,
    ContactEvent,
    GoodPractice,
    NetworkMembership,
    Partnership,
    PartnershipDocument,
    Reminder,
    StateChange,
    Task,
    YearlyReport,
)
from portal.models import BarrierReport
from portal.permission_table import table
from tests.factories import make_membership, make_organisation, make_user
from tests.partnerships.builders import make_encounter, make_event, make_partnership
from tests.partnerships.claims.making import make_case
from tests.partnerships.contacts import rows as contact_rows
from tests.partnerships.encounters.rows import (
    ENCOUNTER_LISTS,
    ENCOUNTERS_WITHOUT_ROWS,
)
from tests.partnerships.reports.builders import make_encounter as make_counted

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PUBLIC, DESK, ANY = 6, 10, 15
STAFF_PAPER = 20  # a file that is made on demand, not a page
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


def encounters(number, person):
    """Held encounters of one town, with costs, agreements and a report of their year."""
    town = Partnership.objects.filter(slug="nevers").first() or make_partnership(slug="nevers")
    YearlyReport.objects.get_or_create(year=2026)
    for n in range(number):
        make_counted(town, cost_total=n)
        Agreement.objects.create(
            partnership=town, title=f"Urkunde {n}", signed_on="2026", publicness="public"
        )


def networks(number, person):
    base = NetworkMembership.objects.count()
    for n in range(base, base + number):
        NetworkMembership.objects.create(network=f"Netz {n}", publicness="public", fee=n)


def practices(number, person):
    base = GoodPractice.objects.count()
    for n in range(base, base + number):
        town = make_partnership().city
        GoodPractice.objects.create(title=f"Praxis {n}", slug=f"praxis-{n}", publicness="public", city=town)


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


def tasks(number, person):
    town = Partnership.objects.first() or make_partnership(slug="nevers")
    Task.objects.bulk_create(
        Task(title=f"Brief {n}", due_on=NOW.date(), partnership=town, owner=person) for n in range(number)
    )


def file_of_a_partnership(number, person):
    """Everything that the file of one partnership shows."""
    tasks(number, person)
    town = Partnership.objects.get()
    for n in range(number):
        day = NOW.date() - datetime.timedelta(days=n)
        make_encounter(town, ends_on=day)
        ContactEvent.objects.create(partnership=town, happened_on=day, subject="Anruf")
        Agreement.objects.create(partnership=town, title="Urkunde")
        StateChange.objects.create(partnership=town, before="dormant", after="active", happened_on=day)


def reminders(number, person):
    for n in range(number):
        Reminder.objects.create(person=person, partnership=make_partnership(), days=7 + n)


def papers(number, person):
    file_of_a_partnership(number, person)
    town = Partnership.objects.get()
    town.associations.add(*(make_organisation() for _ in range(number)))


def claims(number, person):
    """Sources' statements about our city, one case each, with runs and problems."""
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
    "papers of a partnership": ("partnerships:papers", SLUG, "", Role.HEAD, papers, ANY),
    "file of a partnership": ("partnerships:file", SLUG, "", Role.HEAD, file_of_a_partnership, ANY),
    "what helps next": ("work:overview", {}, "", Role.HEAD, partnerships, DESK),
    "anniversaries": ("work:anniversaries", {}, "", Role.HEAD, partnerships, DESK),
    "tasks": ("work:tasks", {}, "", Role.HEAD, tasks, DESK),
    "reminders": ("work:reminders", {}, "", Role.HEAD, reminders, DESK),
    "tasks on the desk": ("portal:my_area", {}, "", Role.HEAD, tasks, DESK),
    "history of a partnership": ("partnerships:history", SLUG, "", Role.HEAD, of_one_partnership, ANY),
    "a town with a file": ("partnerships:detail", SLUG, "", None, encounters, PUBLIC),
    "reports": ("reports:list", {}, "", Role.HEAD, encounters, ANY),
    "a report": ("reports:detail", {"year": 2026}, "", Role.HEAD, encounters, ANY),
    "a report as a file": ("reports:file", {"year": 2026, "kind": "docx"}, "", Role.HEAD, encounters, ANY),
    "figures": ("reports:figures", {}, "?jahr=2026", Role.HEAD, encounters, ANY),
    "figures of a town": ("reports:figures_of_one", SLUG, "?jahr=2026", Role.HEAD, encounters, ANY),
    "encounters behind figures": ("reports:rows", {}, "", Role.HEAD, encounters, ANY),
    "activities": ("reports:activities", {}, "?jahr=2026", None, encounters, PUBLIC),
    "activities as a file": ("reports:activities_file", {"kind": "xlsx"}, "", None, encounters, PUBLIC),
    "register": ("reports:register", {"kind": "csv"}, "", None, partnerships, PUBLIC),
    "register of staff": ("reports:register_internal", {"kind": "csv"}, "", Role.HEAD, partnerships, ANY),
    "profile as a paper": ("reports:steckbrief", SLUG, "", None, encounters, ANY),
    "profile of staff": ("reports:steckbrief_internal", SLUG, "", Role.HEAD, encounters, STAFF_PAPER),
    "networks": ("networks:list", {}, "", None, networks, PUBLIC),
    "networks of staff": ("networks:list", {}, "", Role.HEAD, networks, ANY),
    "good practices": ("networks:practices", {}, "", None, practices, PUBLIC),
    "a good practice": ("networks:practice", {"slug": "praxis-0"}, "", None, practices, PUBLIC),
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
    "contacts": ("contacts:list", {}, "?q=a", Role.HEAD, contact_rows.people, DESK),
    "a contact": ("contacts:person", {"pk": 4712}, "", Role.HEAD, contact_rows.of_one_person, ANY),
    "contact log": ("contacts:log", {}, "", Role.HEAD, contact_rows.entries, DESK),
    "a line of the log": ("contacts:log_entry", {"pk": 4713}, "", Role.HEAD, contact_rows.of_one_entry, DESK),
    "writing the log": ("contacts:log_add", {}, "", Role.HEAD, contact_rows.people, DESK),
    "changing the log": ("contacts:log_edit", {"pk": 4713}, "", Role.HEAD, contact_rows.of_one_entry, ANY),
    "duplicates": ("contacts:duplicates", {}, "", Role.HEAD, contact_rows.people, DESK),
    "contacts to take away": ("contacts:export", {}, "", Role.HEAD, contact_rows.people, DESK),
    "warnings of contacts": ("portal:my_area", {}, "", Role.HEAD, contact_rows.people, ANY),
    "start": ("portal:home", {}, "", None, calls, PUBLIC),
    "start with towns": ("portal:home", {}, "", None, partnerships, PUBLIC),
    "dates": ("portal:dates", {}, "", None, calls, PUBLIC),
    "dates of towns": ("portal:dates", {}, "", None, partnerships, PUBLIC),
    "feasts as a calendar": ("calendar", {"name": "jubilaeen"}, "", None, partnerships, PUBLIC),
    "catalogue": ("catalogue", {}, "", None, calls, PUBLIC),
    "sitemap": ("sitemap", {}, "", None, partnerships, PUBLIC),
    "search": ("portal:search", {}, "?q=Aufruf", None, calls, PUBLIC),
    "search for towns": ("portal:search", {}, "?q=Stadt", None, partnerships, PUBLIC),
    "what waits for staff": ("portal:my_area", {}, "", Role.HEAD, requests, ANY),
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
    **ENCOUNTER_LISTS,
    "own calendars": ("notices:calendars", {}, "", Role.CITIZEN, notices, DESK),
}
# What shows one form, one object without rows of its own, or a text
WITHOUT_ROWS = """
    accounts:change_function accounts:decline_founding accounts:decline_joining accounts:delete_account
    accounts:demo accounts:edit_organisation accounts:end_granted accounts:end_membership accounts:found
    accounts:grant accounts:join accounts:leave accounts:overview accounts:own_data accounts:profile
    funding:calendar funding:edit funding:new notices:preferences notices:unsubscribe
    partnerships:agreement_add partnerships:agreement_edit partnerships:document partnerships:document_add
    partnerships:event_add partnerships:state partnerships:text work:task work:task_add
    networks:edit networks:leave networks:network networks:new networks:practice_drop networks:practice_edit
    networks:practice_new networks:practice_propose networks:practice_rate reports:edit reports:new
    contacts:answer contacts:basis_add contacts:basis_inform contacts:basis_revoke contacts:confirm
    contacts:consent_file contacts:create contacts:edit contacts:function_add contacts:function_edit
    contacts:function_end contacts:merge contacts:move contacts:own
    portal:accessibility portal:barrier portal:barrier_reported portal:contact portal:data
    portal:easy_language portal:exchange portal:imprint portal:licences portal:privacy
    portal:report_barrier portal:sign_language portal:strategy
    claims:upload api_unknown dev_mail dev_mail_detail gallery healthz openapi readyz robots
    security_policy security_txt
    claims:upload
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

    assert {name for name in readable - measured if not name.startswith(FOREIGN)} == {
        *WITHOUT_ROWS,
        *ENCOUNTERS_WITHOUT_ROWS,
    }


def queries_of(client, address, person=None):
    cache.clear()
    if person and address != reverse("portal:my_area"):
        number_waiting(person)  # kept for a minute, so that it costs no query on most pages
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
        costs[number] = queries_of(client, address, person)

    assert len(costs[1]) == len(costs[5]) == len(costs[50]), "\n".join(costs[50])
    assert len(costs[50]) <= budget, "\n".join(costs[50])
