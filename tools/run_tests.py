"""Every test, on a PostgreSQL of its own that is gone afterwards.

With DATABASE_URL set, that server is used instead; with REDIS_URL set, the tests that need Redis run too.
"""

import os
import signal
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config.embedded import throwaway_cluster  # noqa: E402


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    own = os.environ.get("DATABASE_URL")
    with nullcontext(own) if own else throwaway_cluster() as url:
        environment = os.environ | {"DATABASE_URL": url, "STAEDTEBRUECKE_TESTING": "1"}
        pytest = subprocess.Popen([sys.executable, "-m", "pytest", *arguments()], cwd=ROOT, env=environment)
        try:
            return pytest.wait()
        except KeyboardInterrupt:
            return pytest.wait()
        finally:
            pytest.terminate()
            pytest.wait()


def arguments():
    """Two workers unless the caller wants it otherwise; tests/conftest.py says what stays together."""
    given = sys.argv[1:]
    if any(argument.startswith("-n") for argument in given):
        return given
    return ["-n", str(min(2, os.cpu_count() or 1)), "--dist", "loadscope", "--no-loadscope-reorder", *given]


if __name__ == "__main__":
    sys.exit(main())
