"""A real town on a real server for a real browser: one per test process, built once.

The server is started as in production (gunicorn, hashed static files), on a database of its own
beside the test database, filled by `seed_demo`.
"""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from tests.browser.town import Town

REPO = Path(__file__).resolve().parents[2]
READY_SECONDS = 60
PREPARE = """
from django.core.management import call_command
from portal.static_files import collect_when_changed
call_command("migrate", verbosity=0)
call_command("seed_demo")
collect_when_changed()
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def fresh_database(name):
    """An empty database beside the test database; yields its address."""
    base = settings.DATABASES["default"]
    where = {
        "host": base["HOST"],
        "port": base["PORT"] or 5432,
        "user": base["USER"],
        "password": base["PASSWORD"],
    }
    admin = psycopg2.connect(dbname="postgres", **{key: value for key, value in where.items() if value})
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    login = base["USER"] + (f":{base['PASSWORD']}" if base["PASSWORD"] else "")
    place = f"{base['HOST']}:{base['PORT'] or 5432}" if not base["HOST"].startswith("/") else ""
    query = f"?host={base['HOST']}" if base["HOST"].startswith("/") else ""
    try:
        yield f"postgres://{login}@{place}/{name}{query}"
    finally:
        with admin.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.close()


def wait_until_ready(address, process, log):
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(log.read_text()[-3000:])
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server at {address} does not answer: {log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def town(tmp_path_factory):
    """The address of a running demo town, and how to sign in there."""
    folder, port = tmp_path_factory.mktemp("town"), free_port()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "only")
    with fresh_database(f"browser_{os.getpid()}_{worker}") as database:
        environment = os.environ | {
            "DATABASE_URL": database,
            "DATA_DIR": str(folder),
            "PORT": str(port),
            "STAEDTEBRUECKE_MODE": "embedded",
            "STAEDTEBRUECKE_TESTING": "0",
            "FEED_ENABLED": "0",
            "RELAXED_THROTTLES": "1",
            "LOG_LEVEL": "WARNING",
        }
        environment.pop("REDIS_URL", None)
        prepare = [sys.executable, "-W", "ignore", "manage.py", "shell", "--no-imports", "-c", PREPARE]
        subprocess.run(prepare, cwd=REPO, env=environment, check=True, stdout=subprocess.DEVNULL)
        log = folder / "server.log"
        server = [sys.executable, "-m", "gunicorn", "-w", "1", "--threads", "4", "-b", f"127.0.0.1:{port}"]
        with log.open("w") as out:
            process = subprocess.Popen(
                [*server, "config.wsgi"], cwd=REPO, env=environment, stdout=out, stderr=out
            )
        try:
            wait_until_ready(f"http://127.0.0.1:{port}", process, log)
            yield Town(f"http://127.0.0.1:{port}", environment)
        finally:
            process.terminate()
            process.wait(10)
