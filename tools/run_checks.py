"""Format, lint, import directions and migrations: all quiet, or the run fails."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
CHECKS = (
    (PROGRAMS / "ruff", "format", "--check", "."),
    (PROGRAMS / "ruff", "check", "."),
    (PROGRAMS / "lint-imports",),
    (sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"),
    (sys.executable, "manage.py", "check", "--fail-level", "WARNING"),
)


def main():
    failed = []
    with tempfile.TemporaryDirectory(prefix="sb-") as data:
        for command in CHECKS:
            began = time.monotonic()
            name = " ".join(Path(str(command[0])).name if part is command[0] else part for part in command)
            print(f"== {name}", flush=True)
            if subprocess.run(command, cwd=ROOT, env=environment(data)).returncode:
                failed.append(name)
            print(f"   {time.monotonic() - began:.1f} s", flush=True)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def environment(data):
    return os.environ | {"DATA_DIR": data, "STAEDTEBRUECKE_TESTING": "1"}


if __name__ == "__main__":
    main()
