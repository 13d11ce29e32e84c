"""manage.py as a process of its own, with settings of its own."""

import os
import subprocess
import sys

from tests.runtime.copies import OWN_SETTINGS, REPO


def manage(*arguments, **settings):
    """Run a command; the finished process with its output."""
    environment = {name: value for name, value in os.environ.items() if name not in OWN_SETTINGS}
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=REPO, env=environment | settings, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def succeed(*arguments, **settings):
    """Run a command that must succeed; the last line of what it says."""
    done = manage(*arguments, **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip().rpartition("\n")[2]
