"""The read-only interface: what the description promises is what comes."""

import re
from datetime import date

import pytest

from accounts.roles import Role
from core.publicness import Publicness
from tests.factories import make_user
from tests.funding.making import make_call
from tests.partnerships.builders import make_city, make_partnership

pytestmark = pytest.mark.django_db
LISTS = ["/api/v1/partnerschaften", "/api/v1/aufrufe"]
KINDS = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}


@pytest.fixture
def head(client):
    client.force_login(make_user(role=Role.HEAD))
    return client


def fits(value, schema, known):
    """Whether a JSON value is as a schema says; the part of JSON Schema that our description uses."""
    if "$ref" in schema:
        return fits(value, known[schema["$ref"].rpartition("/")[2]], known)
    if "anyOf" in schema:
        return any(fits(value, one, known) for one in schema["anyOf"])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if value is None:
        return "null" in kinds
    if not any(isinstance(value, KINDS[kind]) for kind in kinds if kind != "null"):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return False
    if isinstance(value, list):
        return len(value) <= schema.get("maxItems", len(value)) and all(
            fits(one, schema["items"], known) for one in value
        )
    if isinstance(value, dict):
        return set(value) == set(schema["required"]) == set(schema["properties"]) and all(
            fits(value[name], schema["properties"][name], known) for name in value
        )
    return True


def promised(client, path, status, media_type):
    document = client.get("/api/v1/openapi.json").json()
    schema = document["paths"][path]["get"]["responses"][status]["content"][media_type]["schema"]
    return schema, document["components"]["schemas"]


def make_every_kind():
    make_partnership(city=make_city(slug="nevers", name="Nevers", wikidata="Q166997", geonames=2990474))
    make_partnership(city=make_city(slug="uman", name="Uman", name_local="Умань"), signed_on=None, teaser="")
    make_call(title_de="Bürger", deadline_model="single-stage", unconfirmed_deadline=date(2026, 10, 1))
    make_call(deadlines=[], opening=None, budget_amount=100, budget_scope="shared", budget_shared_with=3)
    make_call(kind="manual", is_for_us=True, programme="", programme_name="", url="https://example.org/")


@pytest.mark.parametrize("path", LISTS)
def test_every_answer_is_as_the_description_says(client, path):
    make_every_kind()
    schema, known = promised(client, path, "200", "application/json")

    answer = client.get(path)

    assert answer["Content-Type"] == "application/json"
    assert answer.json()["data"]
    assert fits(answer.json(), schema, known)


@pytest.mark.parametrize("path", LISTS)
def test_the_check_of_answers_can_fail(client, path):
    make_every_kind()
    schema, known = promised(client, path, "200", "application/json")
    content = client.get(path).json()

    wrong = [content | {"mehr": 1}, content | {"next": 7}, content | {"data": [{}]}]

    assert [fits(one, schema, known) for one in wrong] == [False, False, False]


def test_the_description_is_openapi_and_names_only_what_exists(client, settings):
    document = client.get("/api/v1/openapi.json").json()

    assert document["openapi"] == "3.1.0"
    assert {"title", "version"} <= set(document["info"])
    assert document["servers"] == [{"url": settings.SITE_URL}]
    assert sorted(document["paths"]) == sorted(LISTS)
    names = [path["get"]["operationId"] for path in document["paths"].values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("path", "make"), [(LISTS[0], make_partnership), (LISTS[1], make_call)])
def test_pages_follow_each_other_until_every_row_was_there_once(client, settings, path, make):
    made = [make().slug for _row in range(5)]
    seen, address = [], f"{path}?anzahl=2"

    while address:
        answer = client.get(address)
        seen += [row["id"] for row in answer.json()["data"]]
        following = answer.json()["next"]
        assert answer.get("Link") == (f'<{following}>; rel="next"' if following else None)
        address = following.removeprefix(settings.SITE_URL) if following else ""

    assert seen == made


def test_a_row_that_comes_while_somebody_reads_moves_no_other(client, settings):
    first, second = make_call(), make_call()
    page = client.get("/api/v1/aufrufe?anzahl=1").json()
    third = make_call()

    rest = client.get(page["next"].removeprefix(settings.SITE_URL).replace("anzahl=1", "anzahl=9"))

    assert page["data"][0]["id"] == first.slug
    assert [row["id"] for row in rest.json()["data"]] == [second.slug, third.slug]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        "anzahl=0",
        "anzahl=101",
        "anzahl=-1",
        "anzahl=zehn",
        "anzahl=1e2",
        "anzahl=%C2%B2",
        "anzahl=" + "9" * 400,
        "nach=-1",
        "nach=abc",
        "nach=9223372036854775808",
        "nach=1%20OR%201=1",
        "nach=%D9%A1",
    ],
)
def test_a_wrong_parameter_is_answered_in_words(client, path, query):
    schema, known = promised(client, path, "400", "application/problem+json")

    answer = client.get(f"{path}?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert fits(answer.json(), schema, known)
    assert answer.json()["detail"].startswith(query.split("=")[0])
    assert "ETag" not in answer


@pytest.mark.parametrize(
    "query", ["publicness=internal", "source__key=x", "staff_note__contains=a", "order=pk"]
)
@pytest.mark.parametrize("path", LISTS)
def test_nobody_can_ask_by_the_names_of_columns_R06(client, path, query):
    make_every_kind()

    assert client.get(f"{path}?{query}").json() == client.get(path).json()


def test_the_largest_number_ends_the_list(client):
    make_call()

    assert client.get(f"/api/v1/aufrufe?nach={2**63 - 1}").json()["data"] == []


@pytest.mark.parametrize("level", sorted(set(Publicness) - {Publicness.PUBLIC}))
def test_only_public_rows_even_for_staff_R04(head, level):
    make_call(publicness=level)
    make_partnership(publicness=level)

    assert [head.get(path).json()["data"] for path in LISTS] == [[], []]


@pytest.mark.parametrize("address", ["/api/v1/geheim", "/api/v1/aufrufe/1", "/api/v1/oparl/x"])
def test_what_does_not_exist_is_told_as_json(client, settings, address):
    answer = client.get(address)

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert f"{settings.SITE_URL}/api/v1/openapi.json" in answer.json()["detail"]
