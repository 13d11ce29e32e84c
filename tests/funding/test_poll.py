"""One poll from the claim to the closed run: whole answers, faults, two workers, retries."""

import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from funding import claims
from funding.actions import poll_by_id, poll_due
from funding.feed_errors import FeedChanged, FeedRefused, FeedUnavailable
from funding.fetch import Fetched
from funding.models import Call, FeedRun, FeedSource, PageChange
from funding.polling import poll, take_recorded
from funding.schedule import next_slot, retry_at
from tests.funding.making import JUNE, Answers, make_source, poll_rows
from tests.funding.recorded import make_answer, make_raw
from tests.funding.test_takeover import neighbours

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def poll_with(source, *answers, now=JUNE):
    return poll(source, fetch=Answers(*answers), now=now)


def test_an_incomplete_answer_is_asked_for_four_times():
    source, fetch = make_source(), Answers(make_answer(*neighbours(1), total=2))

    run = poll(source, fetch=fetch, now=JUNE)

    assert (len(fetch.questions), run.requests, run.state) == (4, 4, FeedRun.State.INCOMPLETE)


def test_the_union_of_incomplete_tries_is_taken_over():
    one, two = neighbours(2)

    poll_with(make_source(), make_answer(one, total=2), make_answer(two, total=2))

    assert Call.objects.count() == 2


def test_a_programme_beyond_one_page_is_asked_page_by_page():
    rows = neighbours(130)
    pages = [make_answer(*rows[:100], total=130), make_answer(*rows[100:], total=130, pageNumber=2)]

    run = poll_with(make_source(), *pages)

    assert (run.state, run.new, run.requests) == (FeedRun.State.COMPLETE, 130, 2)


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (b"", "not-json"),
        (b"null", "envelope"),
        (b"[]", "envelope"),
        (b'{"results": []}', "envelope"),
        (make_answer(warnings=["w"]), "warnings"),
        (make_answer(make_raw(), pageNumber=2), "page-not-echoed"),
        (make_answer(), "suspicious"),
    ],
)
def test_f08_an_empty_or_strange_answer_imports_nothing_and_closes_nothing(body, cause):
    source = make_source()
    poll_rows(source, *neighbours(5))

    run = poll_with(source, body, now=JUNE + DAY)

    assert (run.state, run.cause) == (FeedRun.State.REJECTED, cause)
    assert Call.objects.filter(not_listed_since=None, missed_scans=0).count() == 5


def test_f08_a_drop_of_more_than_thirty_percent_is_not_believed():
    source = make_source()
    poll_rows(source, *neighbours(10))

    run = poll_rows(source, *neighbours(6), now=JUNE + DAY)

    assert (run.cause, run.excerpt, Call.objects.filter(missed_scans__gt=0).count()) == (
        "suspicious",
        "drop:10->6",
        0,
    )


def test_f08_an_empty_answer_is_not_believed_of_a_source_that_has_calls_but_was_never_asked():
    source = make_source()
    take_recorded(source, [json.dumps(make_raw()).encode()], now=JUNE, is_quiet=True)

    runs = [poll_with(source, make_answer(), now=JUNE + days * DAY) for days in (1, 2)]

    assert [(run.state, run.excerpt) for run in runs] == [("rejected", "total-zero")] * 2
    assert Call.objects.filter(not_listed_since=None, missed_scans=0).count() == 1


def test_an_empty_answer_is_believed_when_every_call_we_have_is_over():
    source = make_source()
    take_recorded(source, [json.dumps(make_raw()).encode()], now=JUNE, is_quiet=True)

    run = poll_with(source, make_answer(), now=JUNE + 200 * DAY)

    assert run.state == FeedRun.State.COMPLETE


def test_every_failed_run_leaves_a_row_and_the_source_turns_red_after_three():
    source, healths = make_source(), []
    for hour in range(3):
        poll_with(source, FeedUnavailable("down", cause="connection"), now=JUNE + timedelta(hours=hour))
        healths.append(FeedSource.objects.get().health)

    source.refresh_from_db()
    assert healths == ["yellow", "yellow", "red"]
    assert (source.failing_since, FeedRun.objects.filter(state="failed", cause="connection").count()) == (
        JUNE,
        3,
    )


def test_a_good_run_makes_a_source_well_again():
    source = make_source()
    poll_with(source, FeedUnavailable("down", cause="connection"))

    poll_rows(source, make_raw(), now=JUNE + DAY)

    source.refresh_from_db()
    assert (source.health, source.failures, source.failing_since) == ("green", 0, None)


def test_f04_retry_after_is_kept_and_capped_at_a_day():
    source = make_source()

    poll_with(source, FeedUnavailable("busy", cause="http-503", retry_after=7200))

    source.refresh_from_db()
    assert timedelta(hours=2) <= source.next_run_at - JUNE <= timedelta(hours=2, seconds=30)
    assert retry_at(1, JUNE, retry_after=10**7, chance=lambda: 0) == JUNE + DAY


def test_retries_come_after_one_five_and_fifteen_minutes_then_at_the_next_slot():
    waits = [retry_at(number, JUNE, chance=lambda: 0) for number in (1, 2, 3, 4)]

    assert waits == [JUNE + timedelta(minutes=m) for m in (1, 5, 15)] + [None]


def test_slots_are_german_times_also_across_summer_time():
    before, after = datetime(2027, 3, 27, 6, tzinfo=UTC), datetime(2027, 3, 28, 6, tzinfo=UTC)

    assert next_slot(["05:30"], before) == datetime(2027, 3, 28, 3, 30, tzinfo=UTC)
    assert next_slot(["05:30", "13:30"], after) == datetime(2027, 3, 28, 11, 30, tzinfo=UTC)
    assert next_slot([], after) is None


def test_r29_a_refused_address_is_shown_and_not_tried_again_before_its_slot():
    source = make_source()

    run = poll_with(source, FeedRefused("not on the list", cause="not-allowed"))

    source.refresh_from_db()
    assert (run.state, run.retry_at) == (FeedRun.State.REFUSED, None)
    assert source.next_run_at == next_slot(source.times, JUNE)


def test_r29_no_source_leads_to_a_host_that_is_not_listed(settings):
    settings.FEEDS = settings.FEEDS | {"allowed": ["api.tech.ec.europa.eu:443"]}
    source = make_source(kind="page_watch", programme="", address="https://127.0.0.1:9/")

    run = poll(source, now=JUNE)

    assert run.state == FeedRun.State.REFUSED


def test_a_call_about_to_vanish_is_asked_for_by_its_identifier():
    source = make_source()
    poll_rows(source, make_raw(), *neighbours(5))
    poll_rows(source, *neighbours(5), now=JUNE + DAY)
    fetch = Answers(make_answer(*neighbours(5)), make_answer(make_raw(status=["31094503"])))

    run = poll(source, fetch=fetch, now=JUNE + 2 * DAY)

    call = Call.objects.get(identifier="CERV-2026-CITIZENS-TOWN-TT")
    assert (run.requests, call.not_listed_since, call.missed_scans, call.source_status) == (
        2,
        None,
        0,
        "closed",
    )
    assert b"CERV-2026-CITIZENS-TOWN-TT" in fetch.questions[1].body


def test_a_complete_answer_is_taken_over_even_if_the_question_for_one_call_fails():
    source = make_source()
    poll_rows(source, make_raw(), *neighbours(5))
    poll_rows(source, *neighbours(5), now=JUNE + DAY)
    answers = [make_answer(*neighbours(5)), FeedUnavailable("down", cause="connection")]

    run = poll_with(source, *answers, now=JUNE + 2 * DAY)

    call = Call.objects.get(identifier="CERV-2026-CITIZENS-TOWN-TT")
    assert (run.state, run.cause, call.missed_scans) == (FeedRun.State.COMPLETE, "", 2)


def cascade_row(number, **more):
    deadline = ["2026-09-23T15:00:00.000+0000"]
    return make_raw(f"{number}COMPETITIVE_CALLen", type=["8"], actions=[], deadlineDate=deadline, **more)


def test_asking_for_one_cascade_call_brings_no_sibling_of_the_same_identifier():
    source = make_source(kind="sedia_cascade")
    rest = [cascade_row(number, identifier=[f"OTHER-{number}"]) for number in range(2, 7)]
    poll_rows(source, cascade_row(1), *rest)
    poll_rows(source, *rest, now=JUNE + DAY)
    siblings = [cascade_row(number, status=["31094503"]) for number in (1, 98, 99)]

    poll_with(source, make_answer(*rest), make_answer(*siblings), now=JUNE + 2 * DAY)

    call = Call.objects.get(reference="1COMPETITIVE_CALLen")
    assert (Call.objects.count(), call.missed_scans, call.source_status) == (6, 0, "closed")


def test_a_german_text_is_asked_for_only_when_a_call_for_us_is_new_or_changed():
    source = make_source()
    german = make_raw(reference="51050034TOPICSde", language=["de"], title=["Städtepartnerschaften"])
    fetch = Answers(make_answer(make_raw()), make_answer(german), make_answer(make_raw()))
    first = poll(source, fetch=fetch, now=JUNE)

    second = poll(source, fetch=fetch, now=JUNE + DAY)

    call = Call.objects.get()
    assert (first.requests, second.requests, call.title_de) == (2, 1, "Städtepartnerschaften")
    assert call.texts.get(language="de").is_machine_translated


def test_c8_a_source_that_is_being_asked_is_left_alone():
    source = make_source()
    claims.claim(source, "first worker", now=JUNE)

    with pytest.raises(claims.Busy):
        poll_rows(source, make_raw())

    assert (FeedRun.objects.count(), Call.objects.count()) == (1, 0)


def test_the_run_of_a_killed_worker_is_seen_as_failed_and_the_poll_is_repeated():
    source = make_source(next_run_at=timezone.now())
    claims.claim(source, "killed worker", now=JUNE)
    FeedSource.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))

    run = poll_rows(source, make_raw(), now=JUNE + DAY)

    dead = FeedRun.objects.exclude(pk=run.pk).get()
    assert (dead.state, dead.cause, run.state, Call.objects.count()) == ("failed", "aborted", "complete", 1)


def test_a_task_delivered_again_after_its_worker_died_does_not_wait_for_the_term():
    source = make_source()
    claims.claim(source, "task 1", now=JUNE)

    run = poll(source, fetch=Answers(make_answer(make_raw())), now=JUNE, token="task 1")

    assert run.state == FeedRun.State.COMPLETE


def test_a_worker_that_comes_back_too_late_writes_nothing():
    source = make_source()

    def slow(question, **options):
        FeedSource.objects.update(claim="somebody else")
        return Fetched(200, question.url, {}, body=make_answer(make_raw()))

    run = poll(source, fetch=slow, now=JUNE)

    assert (run.state, run.cause, Call.objects.count()) == ("failed", "aborted", 0)


def test_an_unexpected_error_closes_the_run_frees_the_source_and_is_raised():
    source = make_source()

    def broken(question, **options):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        poll(source, fetch=broken, now=JUNE)

    source.refresh_from_db()
    assert (FeedRun.objects.get().state, source.claim) == ("failed", "")


@pytest.mark.django_db(transaction=True)
def test_c8_two_workers_at_once_poll_once():
    source, results, barrier = make_source(), [], threading.Barrier(2)

    def work():
        barrier.wait()
        try:
            poll(source, fetch=Answers(make_answer(make_raw())), now=JUNE)
            results.append("polled")
        except claims.Busy:
            results.append("busy")
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert Call.objects.count() == 1
    assert FeedRun.objects.filter(state="running").count() == 0
    assert sorted(results) in (["busy", "polled"], ["polled", "polled"])
    assert FeedRun.objects.count() == results.count("polled")


def test_only_due_sources_are_handed_out(settings):
    settings.FEEDS = settings.FEEDS | {"enabled": True}
    due = make_source(next_run_at=JUNE - DAY)
    make_source(next_run_at=JUNE + DAY)
    make_source(next_run_at=JUNE - DAY, is_enabled=False)
    make_source(next_run_at=JUNE - DAY, claimed_until=JUNE + DAY, claim="x")
    handed = []

    poll_due(enqueue=handed.append, now=JUNE)

    assert handed == [due.pk]


def test_a_source_that_is_switched_off_is_not_asked():
    source = make_source(is_enabled=False)

    assert (poll_by_id(source.pk), FeedRun.objects.count()) == (None, 0)


def page(text, etag="", status=200):
    return Fetched(status, "https://example.org", {"etag": etag}, body=f"<p>{text}</p>".encode())


def watched():
    return make_source(kind="page_watch", programme="", address="https://commission.europa.eu/cerv")


def test_a_watched_page_shows_what_changed_in_its_visible_text():
    source = watched()
    poll_with(source, page("Angekündigt"))

    poll_with(source, page("Offen"), now=JUNE + DAY)

    assert PageChange.objects.get().diff == "-Angekündigt\n+Offen"


def test_f21_not_modified_writes_nothing_and_a_whole_page_is_read_once_a_day():
    source, fetch = (
        watched(),
        Answers(page("Eins", etag='"a"'), page("", status=304), page("Zwei", etag='"a"')),
    )

    runs = [poll(source, fetch=fetch, now=JUNE + hours * timedelta(hours=1)) for hours in (0, 5, 25)]

    assert [question.etag for question in fetch.questions] == ["", '"a"', ""]
    assert [run.cause for run in runs] == ["", "not-modified", ""]
    assert PageChange.objects.get().diff == "-Eins\n+Zwei"


def test_a_watched_page_without_text_is_shown_as_changed_source():
    run = poll_with(watched(), page(""))

    assert (run.state, run.cause) == (FeedRun.State.REJECTED, "empty")


def test_feed_changed_keeps_its_excerpt_for_staff():
    run = poll_with(make_source(), FeedChanged("html", cause="html", excerpt="<html>Maintenance"))

    assert (run.excerpt, run.cause) == ("<html>Maintenance", "html")
