"""Real services for the kill tests: a Redis, a database, a source of calls and a worker, killed at will."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psycopg2
import pytest
from celery import Celery

from tests.funding.recorded import make_answer
from tests.runtime.copies import OWN_SETTINGS, REPO, eventually, free_port

VISIBILITY_TIMEOUT = 10
WORKER = (
    "celery -A config worker --pool prefork --concurrency 1 --loglevel INFO --without-gossip --without-mingle"
)


class Redis:
    """A Redis that writes every command to disk, as in production."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, free_port(), None
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        if not shutil.which("redis-server"):
            pytest.skip("no redis-server on this machine: install Debian's package redis-server")
        self.process = subprocess.Popen(
            ["redis-server", *f"--port {self.port} --bind 127.0.0.1 --dir {self.folder}".split(),
             "--save", "", "--appendonly", "yes", "--appendfsync", "always"],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        assert eventually(self.answers)
        return self

    def answers(self):
        return self.ask(b"PING\r\n") == b"+PONG\r\n"

    def ask(self, command):
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                connection.sendall(command)
                return connection.recv(100)
        except OSError:
            return b""

    def kill(self):
        self.process.kill()
        self.process.wait()


class Source:
    """The portal's search, which can be made to hold its answer back."""

    def __init__(self):
        self.rows, self.asked, self.may_answer = [], threading.Event(), threading.Event()
        self.may_answer.set()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"127.0.0.1:{self.server.server_port}"

    def hold_back(self):
        self.asked.clear()
        self.may_answer.clear()

    def handler(self):
        source = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                question = self.rfile.read(int(self.headers["Content-Length"]))
                source.asked.set()
                source.may_answer.wait(30)
                body = make_answer() if b'"de"' in question else make_answer(*source.rows)
                try:
                    self.send_response(200)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:  # the worker is dead, as it should be
                    return

            def log_message(self, *_):
                """Silence."""

        return Handler

    def stop(self):
        self.may_answer.set()
        self.server.shutdown()
        self.server.server_close()


class Installation:
    """A portal with these services, seen from outside: its settings, its worker, its rows."""

    def __init__(self, database_url, redis, source, folder):
        self.database_url, self.redis, self.source, self.folder = database_url, redis, source, folder
        self.worker = None
        self.celery = Celery(broker=redis.url)
        self.celery.conf.update(broker_transport_options={"global_keyprefix": "sb:"})

    @property
    def environment(self):
        kept = {name: value for name, value in os.environ.items() if name not in OWN_SETTINGS}
        return kept | {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis.url,
            "DATA_DIR": str(self.folder),
            "FEED_SEARCH_URL": f"http://{self.source.address}/search",
            "FEED_ALLOWED": self.source.address,
            "FEED_PAUSE": "0",
            "TASK_TIME_LIMIT": str(VISIBILITY_TIMEOUT // 2),
            "BROKER_VISIBILITY_TIMEOUT": str(VISIBILITY_TIMEOUT),
            "BROKER_RESTORE_INTERVAL": "1",
        }

    def manage(self, *arguments):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=REPO, env=self.environment, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def query(self, statement, *parameters):
        session = psycopg2.connect(self.database_url)
        session.autocommit = True
        try:
            with session.cursor() as cursor:
                cursor.execute(statement, parameters)
                return cursor.fetchall() if cursor.description else []
        finally:
            session.close()

    def value(self, statement, *parameters):
        return self.query(statement, *parameters)[0][0]

    def server_pid(self):
        home = Path(self.database_url.rpartition("host=")[2]).parent
        try:
            return int((home / "data" / "postmaster.pid").read_text().split("\n")[0])
        except (FileNotFoundError, ValueError):
            return None

    def start_worker(self):
        with (self.folder / "worker.txt").open("a") as output:
            self.worker = subprocess.Popen(
                [sys.executable, "-m", *WORKER.split()],
                cwd=REPO, env=self.environment, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip

    def kill_worker(self):
        os.killpg(self.worker.pid, signal.SIGKILL)
        self.worker.wait()

    def kill_child(self):
        """Only the process that does the work, as the kernel does when memory runs out."""
        children = f"/proc/{self.worker.pid}/task/{self.worker.pid}/children"
        with open(children) as file:
            for pid in file.read().split():
                os.kill(int(pid), signal.SIGKILL)

    def send(self, task, *arguments):
        return self.celery.send_task(task, args=arguments).id

    def said(self):
        return (self.folder / "worker.txt").read_text()[-4000:]

    def runs(self):
        """(state, cause) of every run, the oldest first."""
        return self.query("SELECT state, cause FROM funding_feedrun ORDER BY id")

    def messages(self):
        """How many tasks the broker still holds, in the queue or handed out."""
        counts = [self.redis.ask(f"{command} {key}\r\n".encode()) for command, key in
                  (("LLEN", "sb:celery"), ("HLEN", "sb:unacked"))]  # fmt: skip
        return sum(int(count.strip(b":\r\n") or 0) for count in counts)
