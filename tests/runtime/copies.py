"""A copy of the tree and portals that run from it, for the tests that start and kill real processes."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", "node_modules", "*.lock")
# What the test run has set for itself must not reach the portals.
OWN_SETTINGS = ("DATABASE_URL", "REDIS_URL", "STAEDTEBRUECKE_TESTING", "DJANGO_SETTINGS_MODULE", "DATA_DIR")


def copy_tree(target):
    return Path(shutil.copytree(REPO, target, ignore=NOT_COPIED))


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def eventually(question, patience=30):
    """True as soon as the question is answered with yes."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.05)
    return False


class Portal:
    """`make run` in a copy of the tree, with a data folder and a port of its own."""

    def __init__(self, tree, data, port=None):
        self.tree = tree
        self.data = data
        self.port = port or free_port()
        self.output = data.with_suffix(".txt")
        self.process = None

    def start(self):
        self.run()
        assert eventually(lambda: "bereit" in self.text() or self.process.poll() is not None, 60), self.text()
        assert self.process.poll() is None, self.text()
        return self

    def run(self):
        environment = {name: value for name, value in os.environ.items() if name not in OWN_SETTINGS}
        environment |= {"PORT": str(self.port), "DATA_DIR": str(self.data), "VENV": sys.prefix}
        environment |= {"FEED_ENABLED": "0"}
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                ["make", "run", f"PYTHON={sys.executable}"],
                cwd=self.tree, env=environment, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        return self

    def ended(self):
        """Wait for the end; the exit code and what was said."""
        return self.process.wait(30), self.text()

    def text(self):
        return self.output.read_text()[-4000:]

    def status(self, path="/"):
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            asking.request("GET", path)
            return asking.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            asking.close()

    def processes(self):
        """Every process that has this data folder in its command line, environment or working directory."""
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and (command := self.command_of(entry)) is not None:
                found[int(entry.name)] = command
        return found

    def places(self):
        """The data folder, and where the cluster really is when its account cannot reach that folder."""
        return {str(self.data), str((self.data / "postgres").resolve())}

    def command_of(self, entry):
        try:
            command = (entry / "cmdline").read_bytes()
            known = command + (entry / "environ").read_bytes() + os.fsencode(os.readlink(entry / "cwd"))
        except OSError:
            return None
        is_ours = any(os.fsencode(place) in known for place in self.places())
        return command.replace(b"\0", b" ").decode() if command and is_ours else None

    def find(self, words):
        """The oldest process whose command holds these words."""
        matching = [pid for pid, command in self.processes().items() if words in command]
        return min(matching) if matching else None

    def sockets(self):
        lines = Path("/proc/net/unix").read_text().splitlines()
        files = [path for place in self.places() for path in Path(place).rglob("*")]
        return [line for line in lines for place in self.places() if place in line] + [
            path for path in files if path.is_socket()
        ]

    def remove(self):
        """End it, whatever the test has left, and take away what lies outside the data folder."""
        self.kill_everything()
        if self.process:
            self.process.wait(30)
        home = (self.data / "postgres").resolve()
        if home.is_dir() and not home.is_relative_to(self.data):
            shutil.rmtree(home)

    def kill_everything(self):
        for pid in self.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def is_gone(self):
        return not self.processes() and not self.sockets()
