"""Keep one PostgreSQL server running while somebody uses it, and stop it afterwards.

Runs as a process of its own, started by `config.embedded`, on the standard library alone. Users hold a shared
lock on `<home>/users`; the kernel gives it back however they end, `kill -9` included. The keeper waits for
the exclusive lock: once it has it, nobody is left, and the server is shut down cleanly. Should the keeper
itself be killed, the kernel tells the server to shut down (parent death signal).
"""

import argparse
import contextlib
import ctypes
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

MAJOR = 18
PATIENCE = 30  # seconds for starting or stopping
DATABASE = ROLE = "staedtebruecke"
SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "io_method": "sync",
    "max_wal_size": "512MB",
}
THROWAWAY_SETTINGS = {
    "max_connections": "120",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "2GB",
}


class NotStarted(Exception):
    """The server does not run; the sentence says why."""


class Server:
    """The server of one home folder, as the account that owns its files."""

    def __init__(self, options):
        self.home = Path(options.home)
        self.data = self.home / "data"
        self.log = self.home / "log"
        self.programs = Path(options.programs)
        self.socket = Path(options.socket_dir) / ".s.PGSQL.5432"
        self.throwaway = options.throwaway
        self.account = {}
        if options.uid is not None:
            self.account = {"user": options.uid, "group": options.gid, "extra_groups": []}
        self.process = None
        self.libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def run(self, program, *arguments, **more):
        """Run one of the server's programs to its end."""
        done = subprocess.run(  # noqa: S603
            [self.programs / program, *arguments], **self.account, **more, cwd=self.home, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={"LC_ALL": "C", "PATH": os.defpath},
        )  # fmt: skip
        if done.returncode:
            raise NotStarted(reason_in(done.stdout))

    def create(self):
        """A new cluster, complete or not there at all."""
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self.run(
            "initdb", "-D", fresh, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions", "--no-sync",
        )  # fmt: skip
        statements = f"CREATE ROLE {ROLE} LOGIN CREATEDB;\nCREATE DATABASE {DATABASE} OWNER {ROLE};\n"
        self.run("postgres", "--single", "-D", fresh, "postgres", input=statements)
        if not self.throwaway:
            self.run("initdb", "-D", fresh, "--sync-only")
        fresh.rename(self.data)

    def start(self):
        end_leftovers(self.data)
        for stale in (
            self.data / "postmaster.pid",
            self.socket,
            self.socket.with_name(f"{self.socket.name}.lock"),
        ):
            stale.unlink(missing_ok=True)
        if self.log.exists() and self.log.stat().st_size > 5_000_000:
            self.log.rename(self.home / "log.old")
        settings = SETTINGS | (THROWAWAY_SETTINGS if self.throwaway else {})
        settings["unix_socket_directories"] = str(self.socket.parent)
        written = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                [self.programs / "postgres", "-D", self.data, *(f"--{k}={v}" for k, v in settings.items())],
                **self.account, cwd=self.home, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={"LC_ALL": "C", "PATH": os.defpath, "TZ": "UTC"}, preexec_fn=self.end_with_parent,
            )  # fmt: skip
        self.wait_until_ready(written)

    def end_with_parent(self):
        """Between fork and exec: shut down fast (SIGINT) when the keeper is gone."""
        if self.libc:
            self.libc.prctl(1, signal.SIGINT)

    def wait_until_ready(self, written):
        deadline = time.monotonic() + PATIENCE
        while not accepts(self.socket, self.data):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                with self.log.open("rb") as log:
                    log.seek(written)
                    raise NotStarted(reason_in(log.read().decode(errors="replace")))
            time.sleep(0.01)

    def stop(self):
        """Shut down fast; at once when that takes too long."""
        for order in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self.process is None or self.process.poll() is not None:
                return
            self.process.send_signal(order)
            try:
                self.process.wait(PATIENCE / 2)
            except subprocess.TimeoutExpired:
                continue

    def clear(self):
        """Leave nothing behind that only a running server needs."""
        self.socket.unlink(missing_ok=True)
        if self.socket.parent.parent != self.home:
            shutil.rmtree(self.socket.parent, ignore_errors=True)
        if self.throwaway:
            shutil.rmtree(self.home, ignore_errors=True)


def accepts(path, data):
    """Whether the server of this data folder is ready for connections."""
    try:
        if not (data / "postmaster.pid").read_text().rstrip().endswith("ready"):
            return False
        with socket.socket(socket.AF_UNIX) as attempt:
            attempt.connect(str(path))
    except OSError:
        return False
    return True


def reason_in(output):
    """The line of PostgreSQL's output that says why."""
    if "No space left on device" in output:
        return "disk full"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error:" in line or "PANIC" in line]
    return (telling or lines or ["no message"])[-1]


def leftovers(data):
    """Server processes that still work in this data folder, from an earlier start that was killed."""
    found = []
    for pid in (entry for entry in os.listdir("/proc") if entry.isdigit()) if os.path.isdir("/proc") else ():
        try:
            program = os.readlink(f"/proc/{pid}/exe").removesuffix(" (deleted)")
            if program.endswith("/postgres") and os.readlink(f"/proc/{pid}/cwd") == str(data):
                found.append(int(pid))
        except OSError:  # ended meanwhile, or somebody else's
            continue
    return found


def end_leftovers(data):
    for order, patience in ((signal.SIGINT, 10), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        for pid in leftovers(data):
            try:
                os.kill(pid, order)
            except ProcessLookupError:
                continue
        deadline = time.monotonic() + patience
        while leftovers(data):
            if time.monotonic() > deadline:
                break
            time.sleep(0.02)
        else:
            return


class Keeper:
    def __init__(self, server, users):
        self.server = server
        self.users = users
        self.stopping = threading.Event()

    def stop(self, *_):
        self.stopping.set()
        process = self.server.process
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGINT)

    def stop_after_the_last_user(self):
        fcntl.flock(self.users, fcntl.LOCK_EX)
        self.stopping.set()
        self.users.write("stopping")
        self.users.flush()
        self.server.stop()

    def keep(self, announce):
        """Start, tell, restart after a crash; return when nobody is left."""
        self.server.start()
        announce("ready")
        threading.Thread(target=self.stop_after_the_last_user, daemon=True).start()
        crashes = 0
        while not self.stopping.is_set():
            began = time.monotonic()
            self.server.process.wait()
            if self.stopping.is_set():
                break
            crashes = 0 if time.monotonic() - began > 60 else crashes + 1
            if crashes > 5:
                raise NotStarted("the server ended six times in a row")
            time.sleep(0.1 * 2**crashes)
            self.server.start()
        self.server.stop()


def be_the_only_one(lock):
    """Take the keeper's lock; those who only look whether it is taken hold it for moments."""
    deadline = time.monotonic() + 2
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise NotStarted("another keeper is at work") from None
            time.sleep(0.01)


def announce(message):
    """One line for the process that waits for the start; later nobody listens any more."""
    with contextlib.suppress(BrokenPipeError):
        os.write(1, f"{message}\n".encode())


def read_options():
    parser = argparse.ArgumentParser()
    for name in ("--home", "--programs", "--socket-dir"):
        parser.add_argument(name, required=True)
    parser.add_argument("--uid", type=int)
    parser.add_argument("--gid", type=int)
    parser.add_argument("--throwaway", action="store_true")
    return parser.parse_args()


def main():
    server = Server(read_options())
    with (server.home / "keeper").open("w") as alone, (server.home / "users").open("w") as users:
        try:
            be_the_only_one(alone)
            keeper = Keeper(server, users)
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, keeper.stop)
            if not (server.data / "PG_VERSION").exists():
                server.create()
            keeper.keep(announce)
        except NotStarted as reason:
            announce(f"refused {reason}")
            server.stop()
            sys.exit(1)
        finally:
            server.clear()
            users.truncate(0)


if __name__ == "__main__":
    main()
