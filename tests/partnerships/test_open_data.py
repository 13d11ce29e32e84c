"""GeoJSON and CSV."""

import csv
import io

import orjson
import pytest
from django.test import RequestFactory

from accounts.roles import Role
from core.exports import harmless
from core.people import AnonymousPerson
from core.publicness import Publicness
from partnerships import demo, views
from tests.factories import make_user
from tests.partnerships.builders import make_city, make_partnership

pytestmark = pytest.mark.django_db


def fetch(user):
    request = RequestFactory().get("/daten/partnerschaften.geojson")
    request.user = user
    return views.geojson(request)


def test_geojson_holds_points_in_the_order_longitude_latitude():
    make_partnership(city=make_city(slug="nevers", name="Nevers", lat="46.98956", lon="3.15900"))

    response = fetch(AnonymousPerson())

    found = orjson.loads(response.content)
    assert response["Content-Type"] == "application/geo+json"
    assert found["type"] == "FeatureCollection"
    assert found["features"][0]["geometry"] == {"type": "Point", "coordinates": [3.159, 46.98956]}
    assert found["features"][0]["properties"]["since"] == "1963-06-24"


def test_geojson_shows_what_its_reader_may_see_R04():
    make_partnership(city=make_city(slug="nevers", name="Nevers"), publicness=Publicness.INTERNAL)

    assert b"Nevers" not in fetch(AnonymousPerson()).content
    assert b"Nevers" not in fetch(make_user(role=Role.PARTNER_CITY)).content
    assert b"Nevers" in fetch(make_user(role=Role.CASE_OFFICER)).content


def test_csv_has_one_line_per_partnership_and_obeys_the_filter(client):
    make_partnership(city=make_city(slug="nevers", name="Nevers"))
    make_partnership(city=make_city(slug="novara", name="Novara"), signed_on="1991-09")
    make_partnership(city=make_city(slug="geheim", name="Geheim"), publicness=Publicness.INTERNAL)

    lines = list(
        csv.reader(
            io.StringIO(client.get("/partnerschaften/partnerschaften.csv").text.lstrip("\ufeff")),
            delimiter=";",
        )
    )
    some = client.get("/partnerschaften/partnerschaften.csv?q=novara").text

    assert [line[0] for line in lines] == ["Stadt", "Nevers", "Novara"]
    assert lines[2][2] == "1991-09"
    assert "Nevers" not in some


@pytest.mark.parametrize("text", ["=1+1", "+49", "-2", "@cmd", "\tx", "\rx"])
def test_no_cell_is_taken_for_a_formula_R31(text):
    assert harmless(text) == f"'{text}"


def test_the_shipped_tables_have_no_formula_either():
    tables = [demo.rows_of(name) for name in ("cities", "events", "links", "topics")]
    cells = [row[name] for rows in tables for row in rows for name in row if name not in ("lat", "lon")]

    assert [cell for cell in cells if cell != harmless(cell)] == []
