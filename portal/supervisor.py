"""Web server, worker and timetable as children: started and ended together, restarted one by one."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

LONGEST_PAUSE = 30
QUIET = 60  # a part that lived this long has recovered
# How long each order may take before the next one: finish your work, drop it, end at once.
ORDERS = ((signal.SIGTERM, 5), (signal.SIGQUIT, 3), (signal.SIGKILL, 5))
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class Part:
    """One child with its own process group."""

    def __init__(self, name, command, *, folder, environment):
        self.name = name
        self.command = command
        self.folder = folder
        self.environment = environment
        self.process = None
        self.began = 0
        self.failures = 0
        self.next_start = 0

    def start(self):
        parent = os.getpid()
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=lambda: end_with(parent),
        )
        self.began = time.monotonic()

    @property
    def lives(self):
        return self.process is not None and self.process.poll() is None

    def look_after(self):
        """Restart the part when it has ended, later each time it fails again. True if it was started."""
        if self.lives:
            return False
        now = time.monotonic()
        if not self.next_start:
            signal_group(self.process.pid, signal.SIGKILL)  # what a killed leader left behind
            self.failures = 0 if now - self.began > QUIET else self.failures + 1
            self.next_start = now + min(0.25 * 2**self.failures, LONGEST_PAUSE)
        if now < self.next_start:
            return False
        self.next_start = 0
        self.start()
        return True


class Supervisor:
    """Keeps the parts alive until somebody asks to stop; `record` names them for the next start."""

    def __init__(self, parts, record, *, look_after_database):
        self.parts = parts
        self.record = Path(record)
        self.look_after_database = look_after_database
        self.stopping = False
        self.parent = os.getppid()
        self.under_make = catches_interrupt(self.parent)

    def stop(self, *_):
        self.stopping = True

    def start(self, is_ready, patience):
        """Start the first part, and the others once it is ready: starting all at once takes everybody longer.

        False when the first part has ended, when asked to stop, or out of patience.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)
        first, *others = self.parts
        self.begin(first)
        deadline = time.monotonic() + patience
        while not is_ready():
            if time.monotonic() > deadline or self.asked_to_stop() or not first.lives:
                return False
            time.sleep(0.05)
        for part in others:
            self.begin(part)
        return True

    def begin(self, part):
        part.start()
        self.write_record()

    def run(self, say):
        while not self.asked_to_stop():
            time.sleep(0.2)
            self.look_after_database()
            for part in self.parts:
                code = None if part.lives else part.process.returncode
                if part.look_after():
                    say(part.name, code)
                    self.write_record()

    def asked_to_stop(self):
        return self.stopping or self.make_was_interrupted()

    def make_was_interrupted(self):
        """GNU make, interrupted alone, gives its handler back and waits for us instead of telling us."""
        return self.under_make and os.getppid() == self.parent and not catches_interrupt(self.parent)

    def end(self):
        by_pid = {part.process.pid: part for part in self.parts if part.lives}
        end_processes(list(by_pid), lambda pid: not by_pid[pid].lives)
        self.record.unlink(missing_ok=True)

    def write_record(self):
        running = {part.process.pid: started_at(part.process.pid) for part in self.parts if part.lives}
        fresh = self.record.with_suffix(".new")
        fresh.write_text(json.dumps(running))
        fresh.replace(self.record)


def catches_interrupt(pid):
    """Whether this process is a make that handles SIGINT."""
    try:
        if Path(f"/proc/{pid}/comm").read_text().strip() not in ("make", "gmake"):
            return False
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) & 1 << signal.SIGINT - 1)


def end_with(parent):
    """Between fork and exec: have the kernel end this child when its parent is killed."""
    if _libc:
        _libc.prctl(1, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def end_leftovers(record):
    """End what an earlier start left running. True if there was something. A pid that now belongs to another
    process is recognised by its start time and left alone."""
    try:
        noted = json.loads(Path(record).read_text())
    except (FileNotFoundError, ValueError):
        return False
    born = {int(pid): start for pid, start in noted.items()}
    alive = [pid for pid, start in born.items() if start is not None and started_at(pid) == start]
    end_processes(alive, lambda pid: started_at(pid) != born[pid])
    Path(record).unlink(missing_ok=True)
    return bool(alive)


def end_processes(pids, gone):
    """Ask each process group to end, with more pressure as time passes."""
    for order, patience in ORDERS:
        pids = [pid for pid in pids if not gone(pid)]
        for pid in pids:
            signal_group(pid, order)
        deadline = time.monotonic() + patience
        while pids and time.monotonic() < deadline:
            time.sleep(0.02)
            pids = [pid for pid in pids if not gone(pid)]


def signal_group(pid, order):
    try:
        os.killpg(pid, order)
    except (ProcessLookupError, PermissionError):
        return


def started_at(pid):
    """The kernel's start time of a process (field 22 of its stat line), or None when it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else int(fields[19])
