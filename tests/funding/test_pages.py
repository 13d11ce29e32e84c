"""The pages of funding: what everybody reads, in how many queries, and what strange addresses get."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from core.publicness import Publicness
from funding import finding, pages
from funding.models import Call, CallChange
from tests.factories import make_user
from tests.funding import recorded
from tests.funding.making import make_call, make_source, poll_rows
from tests.funding.recorded import needs_recordings

pytestmark = pytest.mark.django_db
LIST = "/foerderung/aufrufe/"


def now():
    return timezone.now().replace(microsecond=0)


def make_open(days=30, **more):
    return make_call(now=now(), opening=date(2026, 1, 1), deadlines=[now() + timedelta(days=days)], **more)


def titles(response):
    return [card["title"] for card in response.context["cards"]]


def found(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200
    return titles(response)


def count_queries(client, address, django_assert_max_num_queries, most):
    with django_assert_max_num_queries(most) as captured:
        assert client.get(address).status_code == 200
    return len(captured.captured_queries)


@pytest.mark.parametrize("address", [LIST, f"{LIST}?q=call", f"{LIST}?sortierung=neu", "/foerderung/"])
def test_pages_take_at_most_six_queries_whatever_they_show(client, django_assert_max_num_queries, address):
    numbers = []
    for more in (1, 4, 45):
        for _ in range(more):
            make_open(is_for_us=True)
        client.get(address)  # warms what is kept for the process
        numbers.append(
            count_queries(
                client, f"{address}{'&' if '?' in address else '?'}x={more}", django_assert_max_num_queries, 6
            )
        )

    assert len(set(numbers)) == 1


def test_a_call_page_takes_at_most_six_queries(client, django_assert_max_num_queries):
    call = make_open(strands=["43437872"])
    client.get(LIST)

    count_queries(client, call.get_absolute_url(), django_assert_max_num_queries, 6)


@pytest.mark.parametrize("identifier", ["CERV-2026-CITIZENS-TOWN-TT", "CERV-2026-OTHER"])
def test_a_closed_call_page_takes_at_most_six_queries(client, django_assert_max_num_queries, identifier):
    call = make_open(-1, identifier=identifier, strands=["43437872"])
    client.get(LIST)

    count_queries(client, call.get_absolute_url(), django_assert_max_num_queries, 6)


def test_a_closed_call_says_when_the_next_one_is_expected_and_asks_nobody_to_follow(client):
    call = make_open(-1, identifier="CERV-2026-CITIZENS-TOWN-TT")
    client.force_login(make_user())

    html = client.get(call.get_absolute_url()).text

    assert pages.next_call(call, date(2026, 11, 24)) == {"words": "April/Mai 2027", "call": None}
    assert "Diesem Aufruf folgen" not in html and "Frist in den Kalender" not in html


def test_a_closed_call_leads_to_the_next_one_that_is_there():
    call = make_open(-1, identifier="CERV-2026-CITIZENS-TOWN-TT")
    following = make_open(30, identifier="CERV-2027-CITIZENS-TOWN-TT")

    assert pages.next_call(call, date(2027, 5, 1)) == {"words": "", "call": following}


def test_a_closed_call_of_no_yearly_family_promises_nothing():
    assert pages.next_call(make_open(-1), date(2026, 11, 24)) is None


def test_a_foreign_text_says_so_under_headings_in_the_language_of_the_reader(client):
    call = make_open()
    call.texts.update(sections=[["Expected Outcome", "<p>Peace</p>"], ["Annex", "<p>More</p>"]])

    html = client.get(call.get_absolute_url()).text

    assert "Diesen Text gibt es bisher nur auf Englisch." in html
    assert "<h3>Erwartete Ergebnisse</h3>" in html and '<h3 lang="en">Annex</h3>' in html
    assert "nur auf Englisch" not in client.get(f"/en{call.get_absolute_url()}").text


def test_the_list_shows_open_and_announced_calls_by_their_deadline(client):
    make_open(60, title="Late")
    make_open(10, title="Soon")
    make_open(-1, title="Over")
    make_call(
        now=now(),
        opening=now().date() + timedelta(days=9),
        deadlines=[now() + timedelta(days=90)],
        title="To come",
    )

    assert found(client) == ["Soon", "Late", "To come"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "closed"}, ["Over"]),
        ({"status": "open"}, ["Town", "Film"]),
        ({"programm": "43251814"}, ["Film"]),
        ({"bereich": "43437872"}, ["Town"]),
        ({"fuer_uns": "on"}, ["Town"]),
        ({"frist": "14"}, ["Town"]),
        ({"sortierung": "neu"}, ["Film", "Town"]),
    ],
)
def test_each_filter_narrows_the_list(client, query, expected):
    make_open(10, title="Town", strands=["43437872"], is_for_us=True)
    make_open(60, title="Film", programme="43251814")
    make_open(-1, title="Over")

    assert found(client, **query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "status=zzz&programm=1&bereich=%27&frist=abc&sortierung=password",
        "nach=999999999999999999999_1",
        "nach=-1_0",
        "nach=abc",
        "q=%22%22%26%7C%21%28%29%3A%2A",
        "q=" + "a" * 3000,
        "page=-1",
        "source__claim__startswith=a",
    ],
)
def test_strange_filters_are_answered_with_the_whole_list(client, query):
    make_open()

    assert client.get(f"{LIST}?{query}").status_code == 200


def test_unknown_filter_values_change_nothing(client):
    make_open(title="Only")

    assert found(client, status="zzz", programm="1", sortierung="password") == ["Only"]


@pytest.mark.parametrize(
    "words", ["Städtepartnerschaft", "stadtepartnerschaften", "Staedtepartnerschaft", "twinning"]
)
def test_search_understands_german_and_english_and_folds_umlauts(client, words):
    make_open(title="Town Twinning", title_de="Städtepartnerschaften", words_en="twinned towns")
    make_open(title="Cinema")

    response = client.get(LIST, {"q": words})

    assert response.context["count_text"] == "1 Aufruf gefunden"


def test_search_finds_by_identifier_and_leaves_out_excluded_words(client):
    make_open(identifier="CERV-2026-DATA", title="Data protection")
    make_open(title="Data for schools", identifier="ERASMUS-2026-SCHOOL")

    assert "1 Aufruf gefunden" in client.get(LIST, {"q": "CERV-2026-DATA"}).context["count_text"]
    assert "1 Aufruf gefunden" in client.get(LIST, {"q": "data -schools"}).context["count_text"]


def test_found_words_are_marked_and_markup_of_a_title_stays_text(client):
    make_open(title="<script>Youth</script> exchange")

    html = client.get(LIST, {"q": "exchange"}).content.decode()

    assert "<mark>exchange</mark>" in html
    assert "&lt;script&gt;Youth" in html and "<script>Youth" not in html


def test_a_hit_in_the_title_ranks_before_one_in_the_text(client):
    make_open(10, title="Culture", words_en="some youth work")
    make_open(60, title="Youth")

    response = client.get(LIST, {"q": "youth"})

    assert ["Youth" in str(title) for title in titles(response)] == [True, False]


@pytest.mark.parametrize(
    "query", [{}, {"sortierung": "neu"}, {"q": "call"}, {"q": "call", "sortierung": "frist"}]
)
def test_paging_shows_every_call_exactly_once(client, query):
    for number in range(45):
        make_open(10 + number // 10, title=f"call {number}")
    seen, address = [], f"{LIST}?{'&'.join(f'{k}={v}' for k, v in query.items())}"
    while address:
        response = client.get(address)
        seen += [card["url"] for card in response.context["cards"]]
        address = response.context["more_url"]

    assert (len(seen), len(set(seen))) == (45, 45)


def test_the_count_is_capped_and_says_so(client, monkeypatch):
    monkeypatch.setattr(finding, "MOST_COUNTED", 3)
    for _ in range(5):
        make_open()

    assert client.get(LIST).context["count_text"] == "mehr als 3 Aufrufe"


def test_htmx_gets_only_the_results(client):
    make_open(title="Only")

    part = client.get(LIST, headers={"HX-Request": "true"}).content.decode()

    assert 'id="results"' in part and "<html" not in part


def test_list_stays_below_100_kilobytes(client):
    for _ in range(25):
        make_open(title="x" * 300, teaser="y" * 400, strands=["43437872", "43437677"], is_for_us=True)

    assert len(client.get(LIST).content) < 100_000


def test_what_is_not_public_answers_404_and_staff_see_it(client):
    call = make_open(publicness=Publicness.INTERNAL)
    assert client.get(call.get_absolute_url()).status_code == 404
    assert client.get(f"{call.get_absolute_url()}frist.ics").status_code == 404
    assert found(client) == []

    client.force_login(make_user(role=Role.CASE_OFFICER))

    assert client.get(call.get_absolute_url()).status_code == 200


def test_the_staff_note_reaches_nobody_else(client):
    call = make_open(staff_note="CANARY", publicness=Publicness.PUBLIC)

    client.force_login(make_user(role=Role.ASSOCIATION_ADMIN))

    assert b"CANARY" not in client.get(call.get_absolute_url()).content


def test_a_proposal_is_shown_to_staff_only(client):
    call = make_open()
    CallChange.objects.create(
        call=call, at=now(), weight="news", field="summary_de", after="CANARY", proposal="open"
    )
    assert b"CANARY" not in client.get(call.get_absolute_url()).content

    client.force_login(make_user(role=Role.HEAD))

    assert b"CANARY" in client.get(call.get_absolute_url()).content


@needs_recordings
def test_the_page_of_town_twinning_says_who_how_much_until_when(client):
    raw = recorded.records("cerv-2026-citizens-town-tt.history.jsonl")[-1]
    poll_rows(make_source(), raw, now=datetime(2026, 6, 27, 6, tzinfo=UTC))

    html = client.get("/foerderung/aufrufe/cerv-2026-citizens-town-tt/").content.decode()

    for words in (
        "23. September 2026, 17:00 Uhr",
        "Brüsseler Zeit",
        "Mindestens 50 Menschen",
        "6.000.000 Euro",
        "Gefördert wird mit Pauschalen",
        "Evaluation period",
        "Calculator",
        "© Europäische Union, Funding &amp; Tenders Portal, CC BY 4.0",
    ):
        assert words in html, words


@needs_recordings
def test_a_shared_pot_is_called_a_shared_pot(client):
    raw = recorded.record_of("traps.jsonl", "EUAF-2026-TA-01")
    poll_rows(make_source(), raw, now=datetime(2026, 5, 7, 6, tzinfo=UTC))

    html = client.get(Call.objects.get().get_absolute_url()).content.decode()

    assert "gemeinsamer Topf" in html


@needs_recordings
def test_two_stages_are_named_and_the_next_one_counts(client):
    raw = recorded.record_of("traps.jsonl", "LIFE-2026-STRAT-CLIMA-SIP-two-stage")
    poll_rows(make_source(), raw, now=datetime(2026, 7, 1, 6, tzinfo=UTC))

    html = client.get(Call.objects.get().get_absolute_url()).content.decode()

    assert "Stufe 1" in html and "Stufe 2" in html


def test_an_announced_extension_is_shown_as_unconfirmed(client):
    call = make_open(10, unconfirmed_deadline=date(2030, 6, 25))

    assert "25. Juni 2030" in client.get(call.get_absolute_url()).content.decode()
    assert "Verlängerung angekündigt, noch nicht bestätigt" in client.get(LIST).content.decode()


def test_the_calendar_file_names_the_zone(client):
    call = make_open(title="Town")

    content = client.get(f"{call.get_absolute_url()}frist.ics").content.decode()

    assert "DTSTART;TZID=Europe/Brussels:" in content and "BEGIN:VTIMEZONE" in content


def test_public_pages_are_answered_304_until_something_changes(client):
    source = make_source()
    poll_rows(source, recorded.make_raw())
    etag = client.get(LIST)["ETag"]
    assert client.get(LIST, headers={"If-None-Match": etag}).status_code == 304

    poll_rows(source, recorded.make_raw(title=["Renamed"]))

    assert client.get(LIST, headers={"If-None-Match": etag}).status_code == 200


def test_status_flips_exactly_at_the_deadline():
    moment = datetime(2027, 3, 28, 15, tzinfo=UTC)  # 17:00 in Brussels on the day of summer time
    call = make_call(deadlines=[moment])

    states = [
        (
            call.status_at(at),
            Call.objects.in_status(at, "open").count(),
            Call.objects.in_status(at, "closed").count(),
        )
        for at in (moment - timedelta(seconds=2), moment, moment + timedelta(seconds=1))
    ]

    assert states == [("open", 1, 0), ("closed", 0, 1), ("closed", 0, 1)]


def test_a_call_without_deadline_is_to_be_checked_on_the_portal():
    call = make_call(deadlines=[])

    assert (call.status_at(now()), Call.objects.in_status(now(), "unknown").count()) == ("unknown", 1)
