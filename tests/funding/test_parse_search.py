"""What we ask the portal, in the only form in which it answers rightly."""

import json
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qs, urlsplit

import pytest

from funding.sedia.labels import programme
from funding.sedia.search import CASCADE, SearchQuery, build_request, index_instant
from tests.funding.recorded import FOLDER, needs_recordings


def parts_of(request):
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + request.body)
    return {part.get_param("name", header="content-disposition"): part for part in message.iter_parts()}


def query_of(**wanted):
    parts = parts_of(build_request(SearchQuery(**wanted)))
    return json.loads(parts["query"].get_payload())["bool"]["must"], json.loads(parts["sort"].get_payload())


def test_every_part_says_that_it_is_json_and_none_is_a_file():
    parts = parts_of(build_request(SearchQuery("43251589")))

    assert set(parts) == {"query", "languages", "sort"}
    assert {part.get_content_type() for part in parts.values()} == {"application/json"}
    assert [part.get_filename() for part in parts.values()] == [None] * 3
    assert json.loads(parts["languages"].get_payload()) == ["en"]


def test_one_programme_open_or_forthcoming_from_the_main_index():
    must, sort = query_of(programme="43251589")

    assert must == [
        {"terms": {"type": ["1"]}},
        {"terms": {"DATASOURCE": ["SEDIA"]}},
        {"terms": {"status": ["31094501", "31094502"]}},
        {"terms": {"frameworkProgramme": ["43251589"]}},
    ]
    assert sort == {"field": "identifier", "order": "ASC"}


def test_cascade_calls_sort_by_the_key_they_all_have():
    must, sort = query_of(programme="43251589", type=CASCADE)

    assert must[0] == {"terms": {"type": ["8"]}}
    assert sort == {"field": "callccm2Id", "order": "ASC"}


def test_one_call_of_any_status_by_identifier_and_one_strand():
    must, _ = query_of(statuses=(), identifier="CERV-2026-DATA", divisions=("43437872",))

    assert must[2:] == [
        {"terms": {"programmeDivision": ["43437872"]}},
        {"terms": {"identifier": ["CERV-2026-DATA"]}},
    ]


def test_ranges_are_in_the_form_the_index_compares():
    since = datetime.fromisoformat("2026-09-21T02:00:00+02:00")

    must, _ = query_of(ingested_since=since)

    assert index_instant(since) == "2026-09-21T00:00:00.000+0000"
    assert must[-1] == {"range": {"esDA_IngestDate": {"gte": "2026-09-21T00:00:00.000+0000"}}}


def test_address_asks_for_full_pages_and_says_who_asks():
    request = build_request(SearchQuery(page_number=2), url="http://127.0.0.1:9/search", user_agent="Test/1")

    address = urlsplit(request.url)
    assert f"{address.scheme}://{address.netloc}{address.path}" == "http://127.0.0.1:9/search"
    assert parse_qs(address.query) == {
        "apiKey": ["SEDIA"],
        "text": ["***"],
        "pageSize": ["100"],
        "pageNumber": ["2"],
    }
    assert (request.method, request.headers["User-Agent"]) == ("POST", "Test/1")


def test_same_question_is_the_same_bytes():
    query = SearchQuery("43251589", ingested_since=datetime(2026, 1, 1, tzinfo=UTC))

    assert build_request(query).body == build_request(query).body


@needs_recordings
@pytest.mark.parametrize("day", ["2026-03-13", "2026-06-26", "2026-06-27"])
def test_programmes_of_the_recorded_facets_are_known(day):
    facets = json.loads((FOLDER / "facets" / f"facets_{day}.json").read_text())["facets"]

    unknown = {v["rawValue"] for v in facets["frameworkProgramme"] if not programme(v["rawValue"]).label}

    assert unknown == set()
