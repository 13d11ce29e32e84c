"""The page of one partnership: facts with their sources, and nothing that nobody has checked."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from core.conditional import touch
from core.publicness import Publicness
from partnerships import demo, profile
from partnerships.models import Partnership, PartnershipLink, PartnershipText
from places.loading import load_countries
from places.models import Country
from tests.partnerships.builders import make_city, make_event, make_partnership, make_text

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def koblenz():
    demo.seed(TODAY)


def facts(slug):
    partnership = Partnership.objects.with_summary("de").with_profile().get(slug=slug)
    return {fact.label: fact for fact in profile.facts_of(partnership, list(partnership.events.all()), TODAY)}


def test_nevers_shows_its_signing_with_the_source(client, koblenz):
    fact = facts("nevers")["Partnerschaft seit"]

    assert (fact.value, fact.source) == (
        "24. Juni 1963",
        "Blick aktuell, Artikel 23568; Rhein-Zeitung, Artikel 1806543",
    )
    assert "24. Juni 1963" in client.get("/partnerschaften/nevers/").text


def test_the_page_asks_to_get_in_touch_and_leads_to_its_sections(client, koblenz):
    html = client.get("/partnerschaften/nevers/").text

    assert html.count('href="mailto:partnerstaedte@example.org"') == 2
    for anchor in ("ueberblick", "fakten", "geschichte", "mitmachen", "dokumente", "foerderung"):
        assert f'href="#{anchor}"' in html and f'id="{anchor}"' in html


def test_varazdin_will_be_twenty_in_170_days(koblenz):
    assert facts("varazdin")["Nächstes Jubiläum"].value == "11. Mai 2027: 20 Jahre (noch 170 Tage)"


@pytest.mark.parametrize(
    ("slug", "distance"),
    [
        ("maastricht", "145 km"),
        ("nevers", "496 km"),
        ("norwich", "504 km"),
        ("novara", "552 km"),
        ("haringey", "557 km"),
        ("varazdin", "787 km"),
        ("uman", "1.635 km"),
        ("petah-tikva", "3.025 km"),
        ("austin", "8.448 km"),
    ],
)
def test_distances_stand_on_the_pages(client, koblenz, slug, distance):
    assert f"{distance} Luftlinie" in client.get(f"/partnerschaften/{slug}/").text


def test_unchecked_facts_are_not_shown_as_facts(client, signed_in, koblenz):
    haringey = client.get("/partnerschaften/haringey/").text
    nevers = client.get("/partnerschaften/nevers/").text

    assert "1969" not in haringey
    assert "Das Datum ist noch nicht geprüft." in haringey
    assert "43.988" not in nevers
    staff = signed_in(Role.CASE_OFFICER)
    staff_page = staff.get("/partnerschaften/haringey/").text
    assert "1969" in staff_page
    assert "noch nicht geprüft" in staff_page
    assert "43.988" not in staff.get("/partnerschaften/nevers/").text


def test_a_figure_says_as_of_when_and_according_to_whom(koblenz):
    uman, austin = (
        facts("uman")["Einwohnerinnen und Einwohner"],
        facts("austin")["Einwohnerinnen und Einwohner"],
    )

    assert (uman.value, uman.as_of, uman.source) == (
        "rund 83.000",
        "März 2025",
        "Blick aktuell, 17. März 2025",
    )
    assert (austin.value, austin.source, austin.licence) == ("974.447", "GeoNames", "CC BY 4.0")
    assert austin.as_of == "ohne Angabe, abgerufen am 22. November 2026"


def test_hebrew_names_stand_in_their_own_script_and_direction(client, koblenz):
    assert '<bdi lang="he" dir="rtl">פתח תקווה</bdi>' in client.get("/partnerschaften/petah-tikva/").text
    assert '<bdi lang="uk" dir="ltr">Умань</bdi>' in client.get("/partnerschaften/uman/").text


@pytest.mark.parametrize(
    ("iso2", "begin"),
    [
        ("FR", "Ja, "),
        ("UA", "Ja, "),
        ("GB", "Nein, "),
        ("US", "Nein, "),
        ("MD", "Das ist noch nicht geprüft."),
    ],
)
def test_funding_is_said_in_words(iso2, begin):
    load_countries()

    (line,) = profile.funding_of(Country.objects.get(pk=iso2), TODAY)

    assert line.sentence.startswith(begin)
    assert bool(line.source) is (iso2 != "MD")


def test_when_the_strands_differ_there_are_two_answers():
    load_countries()
    kosovo = Country.objects.get(pk="XK")
    kosovo.facts.filter(strand="43437677").delete()

    twinning, networks = profile.funding_of(kosovo, TODAY)

    assert twinning.sentence.startswith("Ja, ")
    assert networks.sentence.startswith("Das ist noch nicht geprüft.")


def test_the_next_funding_period_is_not_promised():
    load_countries()

    (line,) = profile.funding_of(Country.objects.get(pk="FR"), date(2028, 1, 1))

    assert line.sentence == "Das ist noch nicht geprüft. Fragen Sie uns."


def test_a_missing_translation_shows_the_german_text_and_says_so(client):
    make_partnership(city=make_city(slug="nevers"), teaser="Fluss und Wein.")

    page = client.get("/en/partnerschaften/nevers/").text

    assert '<p class="lead" lang="de">Fluss und Wein.</p>' in page


def test_a_translation_that_is_behind_says_so(client):
    partnership = make_partnership(city=make_city(slug="nevers"))
    make_text(partnership, language="fr", teaser="Rivières et vin.", translated_from=1)

    fresh = client.get("/fr/partnerschaften/nevers/")
    PartnershipText.objects.filter(language="de").update(version=2)
    touch("partnerships")
    stale = client.get("/fr/partnerschaften/nevers/")

    assert (fresh.context["text_is_stale"], stale.context["text_is_stale"]) == (False, True)
    assert "Rivières et vin." in stale.text


@pytest.mark.parametrize("slug", ["gibt-es-nicht", "beispielstadt"])
def test_hidden_and_missing_partnerships_answer_alike_R04(client, koblenz, slug):
    response = client.get(f"/partnerschaften/{slug}/")

    assert response.status_code == 404
    assert "beispielstadt" not in response.text.lower().replace(f"/{slug}/", "")


CANARIES = {
    "note": "CANARY-partnership-internal_note-public",
    "event": "CANARY-partnershipevent-note_de-unchecked",
    "link": "CANARY-partnershiplink-title-unchecked",
    "document": "CANARY-partnershipdocument-title-internal",
    "hidden": "CANARY-partnershiptext-teaser-internal",
}
PAGES = [
    "/partnerschaften/",
    "/partnerschaften/?ansicht=tabelle",
    "/partnerschaften/?q=CANARY",
    "/partnerschaften/partnerschaften.csv",
    "/partnerschaften/offen/",
    "/en/partnerschaften/offen/",
    "/partnerschaften/verborgen/",
]


@pytest.fixture
def canaries():
    shown = make_partnership(city=make_city(slug="offen", name="Offen"), internal_note=CANARIES["note"])
    make_event(shown, note_de=CANARIES["event"], is_checked=False)
    PartnershipLink.objects.create(partnership=shown, kind="page", title=CANARIES["link"], source_title="x")
    shown.documents.create(title=CANARIES["document"], file="x.pdf", filename="x.pdf", size=1, sha256="0")
    make_partnership(
        city=make_city(slug="verborgen"), publicness=Publicness.INTERNAL, teaser=CANARIES["hidden"]
    )


@pytest.mark.parametrize(
    "role",
    [None, *(role for role in Role if role not in (Role.CASE_OFFICER, Role.HEAD, Role.STEERING_TEAM))],
)
def test_no_page_leaks_a_canary_to_people_outside_R04(client, signed_in, canaries, role):
    browser = signed_in(role) if role else client

    seen = {page: browser.get(page).content for page in PAGES}

    assert [
        page
        for page, content in seen.items()
        if b"CANARY" in content.replace(b'value="CANARY"', b"").replace(b"q=CANARY", b"")
    ] == []


def test_staff_see_every_canary_and_the_steering_team_the_note(signed_in, canaries):
    staff, steering = signed_in(Role.CASE_OFFICER), signed_in(Role.STEERING_TEAM)

    page = staff.get("/partnerschaften/offen/").text
    steering_page = steering.get("/partnerschaften/offen/").text

    assert [name for name in ("note", "event", "link", "document") if CANARIES[name] not in page] == []
    assert [name for name, text in CANARIES.items() if text in steering_page] == ["note"]


def test_a_profile_costs_six_queries_however_much_there_is_to_tell(client):
    partnership = make_partnership(city=make_city(slug="nevers"))
    counts = []
    for number in (1, 5, 50):
        for index in range(number):
            make_event(partnership, happened_on=f"{1900 + number + index}-0{number % 9 + 1}")
            PartnershipLink.objects.create(
                partnership=partnership,
                kind="page",
                title=f"Seite {number} {index}",
                source_title="x",
                is_checked=True,
            )
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/partnerschaften/nevers/").status_code == 200
        counts.append(len(queries))

    assert counts == [6, 6, 6]


def test_foreign_markup_in_a_profile_is_harmless(client):
    partnership = make_partnership(city=make_city(slug="nevers"), teaser="<script>alert(1)</script>")
    partnership.texts.update(profile="<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))\n\n# Titel")

    page = client.get("/partnerschaften/nevers/").text

    assert "<script>alert" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert page.count("<h1") == 1
