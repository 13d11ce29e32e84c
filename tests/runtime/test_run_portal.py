"""`make run` as a newcomer, a careless person and a failing machine meet it."""

import os
import signal
import socket
import urllib.request

import pytest
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from portal.management.commands.run_portal import prepare_database
from tests.runtime.copies import Portal, copy_tree, eventually

pytestmark = [pytest.mark.slow, pytest.mark.startup]


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    return copy_tree(tmp_path_factory.mktemp("copy") / "tree")


@pytest.fixture(scope="module")
def portal(tree, tmp_path_factory):
    """One portal for the tests that do not end it."""
    started = Portal(tree, tmp_path_factory.mktemp("a") / "var").start()
    yield started
    started.process.terminate()
    started.process.wait(30)
    started.remove()


@pytest.fixture(scope="module")
def prepared(tree, tmp_path_factory):
    """A portal for the tests that end it: its data folder is made by the first, the others start quickly."""
    ended = Portal(tree, tmp_path_factory.mktemp("b") / "var")
    yield ended
    ended.remove()


@pytest.fixture
def other(prepared):
    yield prepared
    if prepared.process:
        prepared.kill_everything()
        prepared.process.wait(30)


@pytest.fixture
def make_portal(tree, tmp_path):
    made = []

    def make(name="var", **more):
        made.append(Portal(tree, tmp_path / name, **more))
        return made[-1]

    yield make
    for each in made:
        each.remove()


def test_it_answers_and_says_where(portal):
    assert portal.status() == 200
    assert f"http://127.0.0.1:{portal.port}/" in portal.text()


def test_it_does_not_say_what_it_runs_on(portal):
    """R39: the name of the server comes from gunicorn itself, not from Django."""
    with urllib.request.urlopen(f"http://127.0.0.1:{portal.port}/healthz", timeout=5) as answer:
        assert answer.headers.get_all("Server") == ["portal"]


def test_a_port_that_is_no_number_is_refused_in_words(make_portal):
    code, said = make_portal(port="abc").run().ended()

    assert code != 0
    assert "PORT ist „abc“: Geben Sie eine Zahl von 1 bis 65535 an." in said
    assert "Traceback" not in said


def test_two_copies_run_side_by_side_and_sigterm_leaves_nothing(portal, other):
    other.start()
    assert (portal.status(), other.status()) == (200, 200)

    other.process.send_signal(signal.SIGTERM)

    assert other.process.wait(20) in (0, -signal.SIGTERM)
    assert eventually(other.is_gone, 3), (other.processes(), other.sockets())
    assert portal.status() == 200


def test_interrupt_leaves_nothing(other):
    other.start()

    os.killpg(other.process.pid, signal.SIGINT)

    other.process.wait(20)
    assert eventually(other.is_gone, 3), (other.processes(), other.sockets())


@pytest.mark.parametrize(
    "part",
    ["gunicorn", "config worker", "config beat", "postgres_keeper", "bin/postgres -D"],
)
def test_a_killed_part_comes_back(portal, part):
    assert eventually(lambda: portal.find(part))
    killed = portal.find(part)

    os.kill(killed, signal.SIGKILL)

    assert eventually(lambda: portal.find(part) not in (None, killed)), portal.text()
    assert eventually(lambda: portal.status("/partnerschaften/") == 200), portal.text()


@pytest.mark.parametrize("what", ["supervisor", "everything"])
def test_after_kill_9_the_next_start_cleans_up_and_works(other, what):
    other.start()
    if what == "everything":
        other.kill_everything()
        assert (other.data / "postgres" / "data" / "postmaster.pid").exists()
    else:
        os.kill(other.find("run_portal"), signal.SIGKILL)
    other.process.wait(20)

    other.start()

    assert other.status("/partnerschaften/") == 200


def test_second_start_on_the_same_folder_is_refused(portal):
    code, said = Portal(portal.tree, portal.data, port=portal.port + 1).run().ended()

    assert code != 0
    assert "läuft das Portal schon" in said
    assert "Traceback" not in said


def test_taken_port_is_named(make_portal):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = make_portal(port=port).run().ended()

    assert code != 0
    assert f"Der Port {port} ist belegt" in said
    assert "Traceback" not in said


def test_folder_that_cannot_be_written_is_named(make_portal, tmp_path):
    (tmp_path / "file").write_text("no folder")
    portal = make_portal()
    portal.data = tmp_path / "file" / "var"

    code, said = portal.run().ended()

    assert code != 0
    assert f"Der Datenordner {portal.data} lässt sich nicht beschreiben" in said
    assert "Traceback" not in said


def test_folder_of_a_newer_version_is_refused(make_portal):
    portal = make_portal()
    portal.data.mkdir()
    (portal.data / "version").write_text("99.1\n")

    code, said = portal.run().ended()

    assert code != 0
    assert "von der neueren Fassung 99.1 geschrieben" in said
    assert "Traceback" not in said


@pytest.mark.django_db
def test_database_of_a_newer_version_is_refused(tmp_path):
    MigrationRecorder(connection).record_applied("core", "9000_x")

    with pytest.raises(CommandError, match=r"neueren Fassung .* \(core\.9000_x\)"):
        prepare_database(unseeded=tmp_path / "unseeded")
