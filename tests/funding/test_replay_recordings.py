"""The checks of eu-feeds.md 8 over the recorded answers, through the whole take-over."""

from datetime import UTC, datetime

import pytest

from accounts.roles import Role
from funding.actions import follow
from funding.models import Call, CallChange, FeedRun
from funding.polling import recorded_pages, take_recorded
from funding.scans import scan_of_pages
from notices.models import Notice
from tests.factories import make_user
from tests.funding import recorded
from tests.funding.making import make_source, poll_rows
from tests.funding.recorded import make_answer, needs_recordings

pytestmark = [pytest.mark.django_db, needs_recordings]
TT = "CERV-2026-CITIZENS-TOWN-TT"


def at(day, hour=6):
    return datetime(2026, int(day[:2]), int(day[3:5]), hour, tzinfo=UTC)


def replay(source, day):
    """A recorded scan as if it had just come, page by page."""
    pages = [
        make_answer(*map(_with_strand, page.results), total=page.total, pageNumber=page.page_number)
        for page in recorded.scan(day)
    ]
    return take_recorded(source, pages, now=at(day))


def _with_strand(raw):
    """The recorded tables hold no strand: only the town calls of CERV are for us."""
    is_for_towns = "CITIZENS-TOWN" in raw["metadata"]["identifier"][0]
    raw["metadata"]["programmeDivision"] = ["43437872"] if is_for_towns else []
    return raw


def open_cerv(moment):
    return Call.objects.in_status(moment, "open").filter(identifier__startswith="CERV")


def test_the_flood_of_27_june_opens_no_call_and_tells_nobody():
    make_user(role=Role.CASE_OFFICER)
    source = make_source(kind="recorded", programme="")
    replay(source, "06-26")
    before = set(open_cerv(at("06-26")).values_list("pk", flat=True))

    run = replay(source, "06-27b")

    new = set(open_cerv(at("06-27b")).values_list("pk", flat=True)) - before
    assert (new, Notice.objects.count(), run.state) == (set(), 0, FeedRun.State.INCOMPLETE)


def test_town_twinning_stays_open_in_scans_that_lost_it():
    source = make_source(kind="recorded", programme="")
    states = []
    for day in ("05-12", "05-13", "05-14", "05-20"):
        run = replay(source, day)
        call = Call.objects.get(identifier=TT)
        states.append((run.state, call.status_at(at(day)), call.not_listed_since))

    incomplete, complete = FeedRun.State.INCOMPLETE, FeedRun.State.COMPLETE
    assert states == [
        (incomplete, "open", None),
        (incomplete, "open", None),
        (incomplete, "open", None),
        (complete, "open", None),
    ]


def test_scan_of_25_june_is_rejected_because_its_total_changes():
    run = replay(make_source(kind="recorded", programme=""), "06-25")

    assert (run.state, run.cause, run.excerpt) == ("rejected", "rejected", "total-changed:640/1814")
    assert Call.objects.count() == 0


def test_nine_states_of_town_twinning_bring_three_news_and_no_material_change():
    source = make_source()
    for number, raw in enumerate(recorded.records("cerv-2026-citizens-town-tt.history.jsonl")):
        poll_rows(source, raw, now=at("05-07").replace(hour=6 + number))

    later = CallChange.objects.filter(is_from_start=False)
    assert [later.filter(field="news").count(), later.exclude(field="news").count()] == [3, 0]


def test_seven_states_of_data_bring_an_announced_and_a_confirmed_extension():
    source = make_source()
    states = recorded.records("cerv-2026-data.history.jsonl")
    found = []
    for number, raw in enumerate(states):
        moment = at("05-07").replace(hour=6 + number)
        poll_rows(source, raw, now=moment)
        rows = CallChange.objects.filter(is_from_start=False, at=moment).order_by("field")
        found.append([(row.field, row.weight) for row in rows])

    deadlines = CallChange.objects.get(field="deadlines")
    assert found == [
        [],
        [("unconfirmed_deadline", "news")],
        [("deadlines", "material"), ("news", "news")],
        [],
        [],
        [],
        [],
    ]
    assert (deadlines.before, deadlines.after) == ("2026-05-28T15:00:00+00:00", "2026-06-25T15:00:00+00:00")


def test_followers_of_data_hear_of_the_announced_and_of_the_confirmed_extension():
    source, person = make_source(), make_user()
    states = recorded.records("cerv-2026-data.history.jsonl")
    poll_rows(source, states[0], now=at("05-07"))
    follow(Call.objects.get(), by=person)

    for day, raw in zip(("05-19", "05-22", "05-23"), states[1:4], strict=True):
        poll_rows(source, raw, now=at(day))

    texts = list(Notice.objects.order_by("pk").values_list("text", flat=True))
    assert len(texts) == 2
    assert "25. Juni 2026" in texts[0] and "noch nicht bestätigt" in texts[0]
    assert "Frist: bisher 28. Mai 2026, jetzt 25. Juni 2026" in texts[1]


@pytest.mark.parametrize("name", ["page-16_complete_legacy", "page-19_complete_last-page"])
def test_pages_of_the_old_index_open_nothing_of_cerv(name):
    source = make_source(kind="recorded", programme="")

    take_recorded(source, [recorded.page(f"2026-06-27_{name}.json")], now=at("06-27"))

    assert not Call.objects.in_status(at("06-27"), "open").filter(kind="topic").exists()


def test_deadlines_and_budgets_of_the_recordings():
    source = make_source(kind="recorded", programme="")
    take_recorded(source, [_lines("cerv-2026-citizens-town-tt.history.jsonl")], now=at("06-27"))
    take_recorded(source, [_lines("traps.jsonl")], now=at("06-27"))

    twinning = Call.objects.get(identifier=TT)
    shared = Call.objects.filter(identifier__startswith="EUAF-2026-TA").order_by("identifier")
    assert twinning.last_deadline == datetime(2026, 9, 23, 15, tzinfo=UTC)
    assert (twinning.budget_amount, twinning.budget_scope) == (6_000_000, "topic")
    assert [call.budget_scope for call in shared] == ["shared", "shared"]


def test_second_take_over_of_every_page_writes_no_call():
    source = make_source(kind="recorded", programme="")
    bodies = [recorded.page(name) for name in recorded.page_names() if "06-27" in name]
    first = take_recorded(source, bodies, now=at("06-27"))
    versions = _row_versions()

    second = take_recorded(source, bodies, now=at("06-28"))

    assert first.new > 0
    assert (second.new, second.changed, _row_versions()) == (0, 0, versions)


def test_every_row_of_a_page_is_accounted_for():
    source = make_source(kind="recorded", programme="")

    for name in recorded.page_names():
        body = recorded.page(name)
        rows = len(scan_of_pages(recorded_pages([body])[0]).rows)
        run = take_recorded(source, [body], now=at("06-27"))
        counted = run.new + run.changed + run.unchanged + run.archived + run.quarantined + run.held_back
        assert counted + run.report["repeats"] + run.report["dropped"] == rows


def _lines(name):
    return (recorded.FOLDER / "sedia" / "records" / name).read_bytes()


def _row_versions():
    """The hidden column that PostgreSQL changes whenever a row is written."""
    return list(Call.objects.extra(select={"xmin": "xmin::text"}).order_by("pk").values_list("pk", "xmin"))
