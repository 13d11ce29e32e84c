"""`make run` as a newcomer, a careless person and a failing machine meet it."""

import os
import signal
import socket
import urllib.request

import psycopg2
import pytest

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


def test_two_copies_run_side_by_side_and_sigterm_leaves_nothing(portal, make_portal):
    second = make_portal().start()
    assert (portal.status(), second.status()) == (200, 200)

    second.process.send_signal(signal.SIGTERM)

    assert second.process.wait(20) in (0, -signal.SIGTERM)
    assert eventually(second.is_gone, 3), (second.processes(), second.sockets())
    assert portal.status() == 200


def test_interrupt_leaves_nothing(make_portal):
    portal = make_portal().start()

    os.killpg(portal.process.pid, signal.SIGINT)

    portal.process.wait(20)
    assert eventually(portal.is_gone, 3), (portal.processes(), portal.sockets())


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
def test_after_kill_9_the_next_start_cleans_up_and_works(make_portal, what):
    portal = make_portal().start()
    if what == "everything":
        portal.kill_everything()
        assert (portal.data / "postgres" / "data" / "postmaster.pid").exists()
    else:
        os.kill(portal.find("run_portal"), signal.SIGKILL)
    portal.process.wait(20)

    portal.start()

    assert portal.status("/partnerschaften/") == 200


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


def test_database_of_a_newer_version_is_refused(make_portal):
    portal = make_portal().start()
    address = f"host={portal.data}/postgres/socket user=staedtebruecke dbname=staedtebruecke"
    with psycopg2.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9000_x', now())")
    connection.close()
    portal.process.terminate()
    portal.process.wait(20)

    code, said = portal.run().ended()

    assert code != 0
    assert "core.9000_x" in said
    assert "Traceback" not in said
