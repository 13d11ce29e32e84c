"""What every test may use; the services come from outside (see tools/run_tests.py)."""

import os
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from xdist.scheduler import LoadScopeScheduling

from tests.audit_town import audit_town, built_town  # noqa: F401  (fixtures)

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # synchronous Playwright beside the ORM

REPO = Path(__file__).resolve().parent.parent
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def repo():
    return REPO


@pytest.fixture(scope="session")
def shared_data():
    """The folder of recorded real data beside the checkout."""
    folder = Path(os.environ.get("SHARED_DATA", REPO.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"recorded data not found: set SHARED_DATA or put it at {folder}")
    return folder


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="session")
def browser_type_launch_args():
    if not CHROMIUM:
        pytest.skip("no Chromium: install Debian's package chromium-headless-shell, or chromium")
    return {"executable_path": CHROMIUM, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def connections_closed():
    connections.close_all()


@pytest.fixture(scope="session")
def playwright(connections_closed, playwright):
    """Playwright; its event loop gives Django other connections, so none may stay open before and after."""
    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def browser_context_args():
    return {"locale": "de-DE", "timezone_id": "Europe/Berlin", "reduced_motion": "reduce"}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """The tests of a file stay in one worker, for they share its fixtures; the long walk goes role by role.

    pytest-xdist's own groups do nothing from pytest 9.2 on (its issue 1386).
    """
    return ByFile(config, log)


class ByFile(LoadScopeScheduling):
    def _split_scope(self, nodeid):
        file = nodeid.split("::")[0]
        return nodeid if file.endswith("test_every_page.py") else file


def pytest_collection_modifyitems(items):
    """Mark what a test needs, and order: the longest files first, the walk over all pages last.

    The walk is shared out role by role, so that the workers end together.
    """
    items.sort(key=how_late)
    for item in items:
        if re.search(r"tests/browser/", str(item.path)):
            item.add_marker(pytest.mark.browser)
        if not asks_a_service(item):
            item.add_marker(pytest.mark.pure)


def how_late(item):
    if item.path.name == "test_every_page.py":
        return 2
    return 0 if item.path.parent.name in ("tests", "runtime", "browser") else 1


def asks_a_service(item):
    """Whether the outcome may depend on which PostgreSQL and Redis are there."""
    markers = {marker.name for marker in item.iter_markers()}
    return bool(markers & {"django_db", "services"} or set(item.fixturenames) & {"db", "django_db_setup"})


def pytest_configure():
    assert settings.TESTING
    if settings.REDIS_URL:  # clearing a cache empties its whole Redis database: one for each process
        number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
        server = settings.REDIS_URL.rsplit("/", 1)[0]
        settings.CACHES["default"]["LOCATION"] = f"{server}/{13 - number % 12}"
