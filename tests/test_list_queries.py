"""Lists ask the database as often for 50 rows as for one, and within their budget (design.md 6)."""

import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from accounts.roles import Function, Kind, Role
from funding.models import Call, FeedSource
from notices import topics
from notices.models import Notice
from portal.models import BarrierReport
from tests.factories import make_membership, make_organisation, make_user
from tests.partnerships.builders import make_partnership

pytestmark = pytest.mark.django_db
PUBLIC, DESK, ANY = 6, 10, 15
NOW = timezone.now()


def partnerships(number, person):
    for _ in range(number):
        make_partnership()


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


def people(number, person):
    for _ in range(number):
        make_user(role=Role.SCHOOL)


def requests(number, person):
    for _ in range(number):
        make_membership(confirmed_at=None, organisation=make_organisation())
        make_organisation(state=Organisation.State.PROPOSED)


# (address, parameters, role, what makes rows, budget)
LISTS = {
    "partnerships": ("partnerships:list", "", None, partnerships, PUBLIC),
    "partnerships as a table": ("partnerships:list", "?ansicht=tabelle", None, partnerships, PUBLIC),
    "partnerships as a file": ("partnerships:csv", "", None, partnerships, PUBLIC),
    "calls": ("funding:list", "", None, calls, PUBLIC),
    "calls of somebody": ("funding:list", "", Role.CITIZEN, calls, DESK),
    "funding": ("funding:overview", "", None, calls, PUBLIC),
    "start": ("portal:home", "", None, calls, ANY),
    "search": ("portal:search", "?q=Aufruf", None, calls, ANY),
    "notices": ("notices:list", "", Role.CITIZEN, notices, DESK),
    "undelivered": ("notices:delivery", "", Role.HEAD, undelivered, DESK),
    "barriers": ("portal:barriers", "", Role.HEAD, barriers, DESK),
    "organisations to join": ("accounts:choose", "?q=Chor", Role.CITIZEN, organisations, DESK),
    "own organisations": ("accounts:organisations", "", Role.CITIZEN, own_memberships, DESK),
    "people": ("accounts:people", "", Role.ADMIN, people, DESK),
    "requests": ("accounts:requests", "", Role.HEAD, requests, DESK),
    "calls by the interface": ("api_calls", "", None, calls, PUBLIC),
    "partnerships by the interface": ("api_partnerships", "", None, partnerships, PUBLIC),
}


def queries_of(client, address):
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return [query["sql"] for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_one_five_and_fifty_rows(name):
    page, parameters, role, make, budget = LISTS[name]
    client, person = Client(), make_user(role=role) if role else None
    if person:
        client.force_login(person)
    address, costs = reverse(page) + parameters, {}
    client.get(address)  # whatever is read once per process

    for number, more in ((1, 1), (5, 4), (50, 45)):
        make(more, person)
        costs[number] = queries_of(client, address)

    assert len(costs[1]) == len(costs[5]) == len(costs[50]), "\n".join(costs[50])
    assert len(costs[50]) <= budget, "\n".join(costs[50])


def one_organisation():
    person = make_user(role=Role.HEAD)
    organisation = make_organisation()
    for confirmed_at in (NOW, None):
        make_membership(organisation=organisation, confirmed_at=confirmed_at)
    return person, organisation.get_absolute_url()


def own_organisation():
    person = make_user(role=Role.ASSOCIATION_ADMIN)
    return person, person.valid_memberships[0].organisation.get_absolute_url()


def one_person():
    person = make_membership().person
    return make_user(role=Role.ADMIN), reverse("accounts:person", args=[person.pk])


@pytest.mark.parametrize("make", [one_organisation, own_organisation, one_person])
def test_a_page_of_the_desk_stays_within_its_budget(make):
    client = Client()
    person, address = make()
    client.force_login(person)
    client.get(address)

    asked = queries_of(client, address)

    assert len(asked) <= DESK, "\n".join(asked)
