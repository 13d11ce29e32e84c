"""The demo town: facts as the sources name them, invented rows marked, removed without trace."""

import csv
from datetime import date

import pytest
from django.core.files.storage import default_storage

from accounts.roles import Role
from partnerships import demo, states
from partnerships.models import (
    Partnership,
    PartnershipDocument,
    PartnershipEvent,
    PartnershipLink,
    PartnershipText,
)
from places.models import City, CityFigure, CityName
from tests.factories import make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
NINE = ["austin", "haringey", "maastricht", "nevers", "norwich", "novara", "petah-tikva", "uman", "varazdin"]
TABLES = (
    Partnership,
    PartnershipDocument,
    PartnershipEvent,
    PartnershipLink,
    PartnershipText,
    City,
    CityFigure,
    CityName,
)


def counts():
    return [table.objects.count() for table in TABLES]


def test_nine_public_partner_towns_and_one_home():
    assert demo.seed(TODAY) == 9

    public = Partnership.objects.filter(publicness="public")
    assert sorted(public.values_list("slug", flat=True)) == NINE
    assert City.objects.home().get().name == "Koblenz"


def test_seeding_twice_changes_nothing():
    demo.seed(TODAY)
    once = counts()

    demo.seed(TODAY)

    assert counts() == once


def test_everything_real_has_a_source_and_everything_invented_a_mark():
    demo.seed(TODAY)

    for table in (PartnershipEvent, PartnershipLink):
        assert not table.objects.filter(source_title="").exists()
    assert list(Partnership.objects.filter(is_example=True).values_list("slug", "publicness")) == [
        ("beispielstadt", "internal")
    ]
    assert list(PartnershipDocument.objects.values_list("is_example", flat=True)) == [True]
    assert not PartnershipEvent.objects.filter(source_title="Beispiel", is_example=False).exists()


def test_an_invented_state_of_a_real_town_says_so_and_is_no_open_data(client):
    demo.seed(TODAY)

    haringey = Partnership.objects.get(slug="haringey")
    features = {one["id"]: one for one in client.get("/daten/partnerschaften.geojson").json()["features"]}

    assert (haringey.state_word, haringey.is_example) == ("ruhend (Beispiel)", False)
    assert Partnership.objects.filter(state_is_example=True).count() == 1
    assert (features["haringey"]["properties"]["state"], features["nevers"]["properties"]["state"]) == (
        None,
        "active",
    )


def test_whoever_decides_on_a_state_makes_it_real():
    demo.seed(TODAY)
    haringey = Partnership.objects.get(slug="haringey")

    states.make_move(haringey, "reactivate", by=make_user(role=Role.HEAD))

    haringey.refresh_from_db()
    assert (haringey.state, haringey.state_is_example) == (Partnership.State.ACTIVE, False)


def test_every_town_has_its_text_in_three_languages():
    demo.seed(TODAY)

    for slug in NINE:
        texts = PartnershipText.objects.filter(partnership__slug=slug)
        assert sorted(texts.values_list("language", flat=True)) == ["de", "en", "fr"]
        assert all(text.profile and len(text.teaser) <= 200 for text in texts)


def test_removal_leaves_no_row_and_no_file():
    demo.seed(TODAY)

    demo.remove()

    assert counts() == [0] * len(TABLES)
    assert default_storage.listdir("partnerships")[1] == []


def test_removal_leaves_what_people_have_made():
    demo.seed(TODAY)
    own = City.objects.create(slug="trier", name="Trier", country_id="DE", lat="49.75", lon="6.64")
    Partnership.objects.create(city=own, slug="trier")

    demo.remove()

    assert Partnership.objects.get().slug == "trier"


def test_dates_agree_with_the_collected_facts(shared_data):
    demo.seed(TODAY)
    with (shared_data / "twinnings/koblenz_partners.csv").open(encoding="utf-8") as file:
        given = {row["wikidata"]: row for row in csv.DictReader(file) if row["date_signed"]}

    for signing in PartnershipEvent.objects.filter(kind="signing").select_related("partnership__city"):
        row = given.get(signing.partnership.city.wikidata)
        if row:
            assert str(signing.happened_on) == row["date_signed"]
            assert signing.is_checked is ("UNVERIFIED" not in row["sources"])
    assert len(given) == 8
