"""C1, C2, C5, C9, D1: workers, broker and database die in the middle of a poll.

No call is lost, no notice is doubled, and the run that was cut off is visible as failed and repeated.
"""

import json
import os
import signal
from datetime import UTC, datetime, timedelta

import psycopg2
import pytest

from config.embedded import throwaway_cluster
from tests.funding.recorded import make_raw
from tests.runtime.copies import eventually
from tests.runtime.services import VISIBILITY_TIMEOUT, Installation, Redis, Source

pytestmark = [
    pytest.mark.services,
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get("REDIS_URL"), reason="REDIS_URL is not set: run .ci/run for these"),
]
POLL = "funding.tasks.poll"
FIRST, ALL = 9, 13  # not so many new ones that they wait in quarantine
PREPARE = """
from accounts.models import User
from funding.models import CallFollow, FeedSource
FeedSource.objects.all().delete()
programme = {"kind": "sedia_programme", "programme": "43251589", "times": ["05:30"]}
FeedSource.objects.create(key="cerv", name="CERV", **programme)
person, _ = User.objects.get_or_create(email="neugierig@example.org", defaults={"name": "Neugierig"})
CallFollow.objects.get_or_create(person=person, call=None)
"""


def raw_call(number):
    """An open call for twinned towns."""
    today = datetime.now(UTC).date()
    opening, deadline = str(today - timedelta(days=30)), str(today + timedelta(days=60 + number))
    return make_raw(
        reference=f"5105{number:04}TOPICSen",
        identifier=[f"CERV-2027-CITIZENS-TOWN-TT-{number:02}"],
        startDate=[f"{opening}T00:00:00.000+0000"],
        deadlineDate=[f"{deadline}T00:00:00.000+0000"],
        actions=[json.dumps([{"plannedOpeningDate": opening, "deadlineDates": [deadline]}])],
    )


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("services")
    (folder / "redis").mkdir()
    redis, source = Redis(folder / "redis").start(), Source()
    try:
        with throwaway_cluster() as url:
            made = Installation(url, redis, source, folder)
            made.manage("migrate", "--verbosity=0")
            yield made
    finally:
        source.stop()
        redis.kill()


@pytest.fixture
def town(installation):
    """The source has been polled once and knows the first calls; all are there now. A worker is waiting."""
    installation.redis.ask(b"FLUSHALL\r\n")
    installation.query("TRUNCATE funding_feedsource, funding_call, notices_notice, funding_rawrecord CASCADE")
    installation.manage("shell", "--no-imports", "-c", PREPARE)
    installation.source.rows = [raw_call(number) for number in range(FIRST)]
    installation.manage("poll_calls", "cerv")
    installation.source.rows = [raw_call(number) for number in range(ALL)]
    installation.start_worker()
    yield installation
    installation.source.may_answer.set()
    installation.kill_worker()


def source_of(town):
    return town.value("SELECT id FROM funding_feedsource")


def make_due(town):
    town.query("UPDATE funding_feedsource SET next_run_at = now() - interval '1 second'")


def has_finished(town):
    def second_run_is_complete():
        runs = town.runs()
        return len(runs) > 1 and runs[-1][0] == "complete"

    return second_run_is_complete


def assert_all_taken_over_once(town):
    calls = town.query("SELECT reference, count(*) FROM funding_call GROUP BY 1 ORDER BY 1")
    notices = town.query(
        "SELECT key, person_id, count(*) FROM notices_notice GROUP BY 1, 2 HAVING count(*) > 1"
    )
    told = town.value("SELECT count(*) FROM notices_notice WHERE topic = 'call-new'")

    assert calls == [(f"5105{number:04}TOPICSen", 1) for number in range(ALL)]
    assert (notices, told) == ([], ALL - FIRST)
    assert town.value("SELECT count(*) FROM funding_feedsource WHERE claimed_until IS NOT NULL") == 0


def test_without_a_fault_everything_is_taken_over_once(town):
    town.send(POLL, source_of(town))

    assert eventually(has_finished(town)), town.said()
    assert town.runs() == [("complete", ""), ("complete", "")]
    assert_all_taken_over_once(town)


def test_C1_worker_killed_while_it_waits_for_the_source(town):
    town.source.hold_back()
    town.send(POLL, source_of(town))
    assert town.source.asked.wait(20), town.said()

    town.kill_worker()
    town.source.may_answer.set()
    assert town.runs()[-1] == ("running", "")
    town.start_worker()

    assert eventually(has_finished(town), VISIBILITY_TIMEOUT + 30), town.said()
    assert town.runs() == [("complete", ""), ("failed", "aborted"), ("complete", "")]
    assert_all_taken_over_once(town)


def test_C1_worker_killed_in_the_middle_of_taking_over(town):
    session = psycopg2.connect(town.database_url)
    session.cursor().execute("LOCK TABLE notices_notice IN EXCLUSIVE MODE")
    town.send(POLL, source_of(town))
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    assert eventually(lambda: town.value(waiting) > 0), town.said()

    town.kill_worker()
    session.rollback()
    session.close()
    assert eventually(lambda: town.value("SELECT count(*) FROM funding_call") == FIRST)
    town.start_worker()

    assert eventually(has_finished(town), VISIBILITY_TIMEOUT + 30), town.said()
    assert town.runs() == [("complete", ""), ("failed", "aborted"), ("complete", "")]
    assert_all_taken_over_once(town)


def test_C2_pool_child_killed_gives_the_task_back_at_once(town):
    town.source.hold_back()
    town.send(POLL, source_of(town))
    assert town.source.asked.wait(20), town.said()

    town.kill_child()
    town.source.may_answer.set()

    assert eventually(has_finished(town), VISIBILITY_TIMEOUT - 2), town.said()
    assert town.runs() == [("complete", ""), ("failed", "aborted"), ("complete", "")]
    assert_all_taken_over_once(town)


def test_C4_a_task_delivered_twice_changes_nothing_the_second_time(town):
    source = source_of(town)
    town.send(POLL, source)
    assert eventually(has_finished(town)), town.said()

    town.send(POLL, source)

    assert eventually(lambda: len(town.runs()) == 3 and has_finished(town)()), town.said()
    assert town.query("SELECT new, changed, unchanged FROM funding_feedrun ORDER BY id DESC LIMIT 1") == [
        (0, 0, ALL)
    ]
    assert_all_taken_over_once(town)


def test_C5_broker_killed_in_the_middle_of_a_poll(town):
    town.source.hold_back()
    town.send(POLL, source_of(town))
    assert town.source.asked.wait(20), town.said()

    town.redis.kill()
    town.source.may_answer.set()
    assert eventually(has_finished(town)), town.said()
    town.redis.start()

    assert eventually(lambda: town.messages() == 0, VISIBILITY_TIMEOUT + 30), town.said()
    assert eventually(has_finished(town)), town.said()
    assert_all_taken_over_once(town)


def test_C5_tasks_wait_through_a_restart_of_the_broker_and_the_worker_comes_back(town):
    town.kill_worker()
    town.send(POLL, source_of(town))
    town.redis.kill()
    town.redis.start()
    assert town.messages() == 1
    town.start_worker()
    assert eventually(has_finished(town)), town.said()

    town.redis.kill()
    town.redis.start()
    town.send(POLL, source_of(town))

    assert eventually(lambda: len(town.runs()) == 3 and has_finished(town)()), town.said()
    assert_all_taken_over_once(town)


def test_C9_a_broker_that_has_lost_everything_is_filled_again_from_the_database(town):
    town.kill_worker()
    make_due(town)
    town.send(POLL, source_of(town))
    town.redis.ask(b"FLUSHALL\r\n")
    town.start_worker()

    town.send("funding.tasks.poll_due")  # what the timetable does every five minutes

    assert eventually(has_finished(town)), town.said()
    assert_all_taken_over_once(town)


def test_D1_database_restarted_in_the_middle_of_a_poll(town):
    town.source.hold_back()
    town.send(POLL, source_of(town))
    assert town.source.asked.wait(20), town.said()

    restart_database(town)
    town.source.may_answer.set()

    assert eventually(has_finished(town), VISIBILITY_TIMEOUT + 30), town.said()
    assert town.runs() == [("complete", ""), ("failed", "aborted"), ("complete", "")]
    assert_all_taken_over_once(town)


def restart_database(town):
    """As an administrator does: fast shutdown; its keeper starts it again."""
    before = town.server_pid()
    os.kill(before, signal.SIGINT)
    assert eventually(lambda: town.server_pid() not in (None, before))
    assert eventually(lambda: is_open(town))


def is_open(town):
    try:
        return town.value("SELECT true")
    except psycopg2.OperationalError:
        return False
