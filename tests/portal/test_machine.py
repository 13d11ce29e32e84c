"""Addresses for other programs: health, security.txt, crawlers, feeds, the catalogue, calendars."""

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import icalendar
import pytest
import time_machine
from django.db import DatabaseError
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from accounts.roles import Role
from core.publicness import Publicness
from notices.actions import notify
from partnerships.dates_out import calendar_events
from portal import readiness
from tests.factories import make_user
from tests.funding.making import make_call, make_source
from tests.partnerships.builders import make_city, make_event, make_partnership

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
PUBLIC = [
    "/.well-known/security.txt",
    "/sicherheit.txt",
    "/robots.txt",
    "/sitemap.xml",
    "/feeds/foerderung.xml",
    "/feeds/partnerschaften.xml",
    "/daten/partnerschaften.geojson",
    "/daten/partnerschaften.csv",
    "/daten/aufrufe.csv",
    "/daten/catalog.jsonld",
    "/api/v1/openapi.json",
    "/api/v1/partnerschaften",
    "/api/v1/aufrufe",
]
FOR_SCRIPTS = [address for address in PUBLIC if address.startswith(("/feeds", "/daten", "/api"))]
CANARY = "CANARY-nicht-öffentlich"


def make_rows(number):
    for _row in range(number):
        make_partnership()
        make_call(is_for_us=True)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_kept_by_caches_and_knows_nobody_R24(client, address):
    make_rows(1)

    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})

    assert first.status_code == 200
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not first.cookies
    assert "Cookie" not in first.get("Vary", "")


@pytest.mark.parametrize("address", PUBLIC)
def test_five_rows_cost_the_same_three_questions_as_one(client, address, django_assert_max_num_queries):
    make_rows(1)
    with django_assert_max_num_queries(3) as one:
        client.get(address)

    make_rows(4)
    with django_assert_max_num_queries(3) as five:
        client.get(address)

    assert len(one) == len(five)


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("level", sorted(set(Publicness) - {Publicness.PUBLIC}))
def test_nothing_but_public_rows_leaves_R04(client, address, level):
    make_partnership(city=make_city(slug="canary", name=CANARY), publicness=level)
    make_call(title=CANARY, slug="canary", identifier=CANARY, is_for_us=True, publicness=level)

    answer = client.get(address).content

    assert CANARY.encode() not in answer
    assert b"/canary/" not in answer


@pytest.mark.parametrize("address", PUBLIC)
def test_signed_in_people_get_an_answer_that_no_cache_keeps(client, address):
    client.force_login(make_user(role=Role.CASE_OFFICER))

    assert client.get(address)["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_for_reading_refuse_to_be_written_to(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", FOR_SCRIPTS)
def test_scripts_of_other_websites_may_read_open_data(client, address):
    assert client.get(address)["Access-Control-Allow-Origin"] == "*"


def test_security_txt_is_valid_for_half_a_year_whenever_it_is_asked_R46(client, settings):
    with time_machine.travel(datetime(2031, 3, 1, 12, tzinfo=UTC)):
        lines = client.get("/.well-known/security.txt").text.splitlines()

    assert lines == [
        f"Contact: mailto:{settings.CITY['security_email']}",
        "Expires: 2031-08-28T00:00:00Z",
        "Preferred-Languages: de, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
        f"Policy: {settings.SITE_URL}/sicherheit.txt",
    ]


def test_the_policy_names_the_times_of_an_answer_R46(client, settings):
    text = client.get("/sicherheit.txt").text

    assert text.count(settings.CITY["security_email"]) == 2
    assert all(words in text for words in ("48 Stunden", "7 Tagen", "30 Tagen"))


def test_crawlers_are_told_where_the_pages_are_and_where_people_are(client, settings):
    lines = client.get("/robots.txt").text.splitlines()

    assert lines[0] == "User-agent: *"
    assert {"Disallow: /konto/", "Disallow: /en/konto/", "Disallow: /fr/konto/"} <= set(lines)
    assert lines[-1] == f"Sitemap: {settings.SITE_URL}/sitemap.xml"


def test_every_page_of_the_sitemap_exists_in_every_language(client, settings):
    make_partnership(city=make_city(slug="nevers", name="Nevers"))
    make_call(slug="aufruf", is_for_us=True)

    entries = ElementTree.fromstring(client.get("/sitemap.xml").content).findall(f"{SITEMAP}url")

    addresses = [entry.find(f"{SITEMAP}loc").text.removeprefix(settings.SITE_URL) for entry in entries]
    assert {"/", "/en/", "/fr/partnerschaften/nevers/", "/foerderung/aufrufe/aufruf/"} <= set(addresses)
    assert [address for address in addresses if client.get(address).status_code != 200] == []
    for entry in entries:
        languages = [link.get("hreflang") for link in entry.findall(f"{XHTML}link")]
        assert languages == ["de", "en", "fr"]


def entries_of(client, name):
    feed = ElementTree.fromstring(client.get(f"/feeds/{name}.xml").content)
    assert {child.tag for child in feed} >= {ATOM + name for name in ("id", "title", "updated", "author")}
    return feed.findall(f"{ATOM}entry")


def test_the_feed_of_calls_brings_the_newest_first(client, settings):
    make_call(title="Alt", slug="alt", first_seen_at=datetime(2026, 5, 1, tzinfo=UTC))
    make_call(title="Neu", slug="neu", first_seen_at=datetime(2026, 6, 1, tzinfo=UTC))

    entries = entries_of(client, "foerderung")

    assert [entry.find(f"{ATOM}title").text for entry in entries] == ["Neu", "Alt"]
    assert entries[0].find(f"{ATOM}link").get("href") == f"{settings.SITE_URL}/foerderung/aufrufe/neu/"
    assert len({entry.find(f"{ATOM}id").text for entry in entries}) == 2


def test_a_feed_stays_readable_whatever_a_title_holds(client):
    make_call(title="Bell\x07 & <b>Brücke</b> \u202e🌉")

    assert entries_of(client, "foerderung")[0].find(f"{ATOM}title").text == "Bell & <b>Brücke</b> \u202e🌉"


def test_the_feed_of_partnerships_brings_checked_events(client):
    town = make_partnership(city=make_city(slug="nevers", name="Nevers"), signed_on="1963-06-24")
    make_event(town, kind="renewal", happened_on="2013", is_checked=False)

    titles = [entry.find(f"{ATOM}title").text for entry in entries_of(client, "partnerschaften")]

    assert titles == ["Nevers: Unterzeichnung"]


def test_a_feed_that_nobody_offers_is_not_found(client):
    assert client.get("/feeds/geheim.xml").status_code == 404


def test_the_catalogue_names_only_addresses_that_answer(client, settings):
    make_city(slug="koblenz", name="Koblenz", is_home=True, ags="07111000")

    catalogue = client.get("/daten/catalog.jsonld")

    found = catalogue.json()
    files = [file for dataset in found["dcat:dataset"] for file in dataset["dcat:distribution"]]
    addresses = [file["dcat:accessURL"]["@id"].removeprefix(settings.SITE_URL) for file in files]
    assert catalogue["Content-Type"] == "application/ld+json"
    assert found["@type"] == "dcat:Catalog"
    assert {client.get(address).status_code for address in addresses} == {200}
    assert all(
        dataset["dcatde:politicalGeocodingURI"]["@id"].endswith("/municipalityKey/07111000")
        for dataset in found["dcat:dataset"]
    )


@pytest.mark.parametrize("wanted", ["dct:title", "dct:description", "dcat:theme", "dct:publisher"])
def test_every_data_set_of_the_catalogue_says_what_it_must(client, wanted):
    for dataset in client.get("/daten/catalog.jsonld").json()["dcat:dataset"]:
        assert dataset[wanted]
        for file in dataset["dcat:distribution"]:
            assert file["dct:license"]["@id"].startswith("http://dcat-ap.de/def/licenses/")
            assert file["dcatde:licenseAttributionByText"]


def calendar_of(client, name):
    return icalendar.Calendar.from_ical(client.get(f"/kalender/{name}.ics").content)


def test_deadlines_stand_in_the_calendar_at_five_in_brussels_with_its_zone(client):
    deadline = datetime(2027, 10, 31, 16, tzinfo=UTC)  # the day on which summer time ends
    make_call(deadlines=[deadline], is_for_us=True)

    calendar = calendar_of(client, "foerderfristen")

    (event,) = calendar.events
    assert (event["dtstart"].params["TZID"], event["dtstart"].dt.hour) == ("Europe/Brussels", 17)
    assert calendar.get_missing_tzids() == set()


@time_machine.travel(date(2026, 11, 22))
def test_anniversaries_are_whole_days_and_only_of_signings_that_are_known_to_the_day(client):
    make_partnership(city=make_city(slug="varazdin", name="Varaždin"), signed_on="2007-05-11")
    make_partnership(city=make_city(slug="maastricht", name="Maastricht"), signed_on="1981")
    make_partnership(city=make_city(slug="intern", name="Intern"), publicness=Publicness.INTERNAL)

    (event,) = calendar_of(client, "jubilaeen").events

    assert str(event["summary"]) == "20 Jahre Partnerschaft mit Varaždin"
    assert event["dtstart"].dt == date(2027, 5, 11)


def test_a_private_calendar_holds_the_anniversaries_that_its_owner_may_see():
    make_partnership(city=make_city(name="Intern"), signed_on="2007-05-11", publicness=Publicness.INTERNAL)

    assert calendar_events(make_user(role=Role.BUSINESS)) == []
    assert len(calendar_events(make_user(role=Role.CASE_OFFICER))) == 1


def test_health_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.json(), answer["Cache-Control"]) == (200, {"status": "ok"}, "no-store")


def test_ready_names_database_migrations_broker_mails_and_sources(client):
    now = timezone.now()
    make_source(key="cerv", last_good_at=now - timedelta(hours=2))
    make_source(key="aus", is_enabled=False)
    notify("barrier-answer", [make_user()], key="1", title="Titel", due_at=now - timedelta(minutes=5))

    answer = client.get("/readyz")

    found = answer.json()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert found["checks"] == {"database": "ok", "migrations": "ok", "broker": "ok"}
    assert (found["status"], found["maintenance"]) == ("ok", False)
    assert found["notices"]["waiting"] == 1
    assert 300 <= found["notices"]["oldest_seconds"] < 330
    (source,) = found["sources"]
    assert (source["key"], source["health"]) == ("cerv", "green")
    assert 7200 <= source["last_good_seconds"] < 7230


def test_ready_tells_no_secret(client, settings):
    text = client.get("/readyz").text

    assert settings.DATABASES["default"]["NAME"] not in text
    assert settings.SECRET_KEY not in text
    assert str(settings.DATA_DIR) not in text


def test_without_its_migrations_the_portal_is_not_ready(client):
    MigrationRecorder.Migration.objects.filter(app="notices").delete()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (503, "unavailable")
    assert answer.json()["checks"]["migrations"] == "1 missing"


def test_without_a_broker_the_portal_is_not_ready(client, settings):
    settings.REDIS_URL = settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": "sb:"}

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["checks"]["broker"]) == (503, "unavailable")


def test_without_a_writable_queue_the_portal_is_not_ready(client, settings, tmp_path):
    settings.REDIS_URL = ""
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_in": str(tmp_path / "weg")}

    assert client.get("/readyz").json()["checks"]["broker"] == "unavailable"


def test_without_a_database_the_answer_is_503_and_no_trace(client, monkeypatch):
    def away():
        raise DatabaseError("connection refused: host db.example.org")

    monkeypatch.setattr(readiness, "migrations", away)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["checks"]["database"]) == (503, "unavailable")
    assert "db.example.org" not in answer.text
