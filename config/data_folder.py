"""The data folder: may it be used, by whom was it written, who works in it."""

import errno
import fcntl
import os
import re
from contextlib import contextmanager
from pathlib import Path

from config.refusal import Refused

FOLDERS = ("run", "broker/queue", "broker/control", "mail", "media")
DISK_FULL = "Der Datenträger mit dem Ordner {} ist voll: Schaffen Sie Platz und starten Sie noch einmal."
NOT_WRITABLE = "Der Datenordner {} lässt sich nicht beschreiben: Wählen Sie mit DATA_DIR= einen anderen."
NEWER = (
    "Der Datenordner {} wurde von der neueren Fassung {} geschrieben: "
    "Nehmen Sie diese Fassung oder wählen Sie mit DATA_DIR= einen anderen Ordner."
)
IN_USE = (
    "Mit dem Datenordner {} läuft das Portal schon: "
    "Beenden Sie es dort oder wählen Sie mit DATA_DIR= einen anderen Ordner."
)


def version():
    """This version of the portal, as pyproject.toml names it."""
    project = Path(__file__).resolve().parent.parent / "pyproject.toml"
    return re.search(r'^version = "(.+)"$', project.read_text(), re.MULTILINE)[1]


def prepare(folder):
    """Make the folder if need be; refuse one that cannot be written or that a newer version has written."""
    with clear_reasons(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "not writable", str(folder))
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        mark = folder / "version"
        written_by = mark.read_text().strip() if mark.exists() else ""
    if as_numbers(written_by) > as_numbers(version()):
        raise Refused(NEWER.format(folder, written_by))


def mark(folder):
    """Say in the folder which version has written it, after the migrations have run."""
    fresh = folder / "version.new"
    fresh.write_text(version() + "\n")
    fresh.replace(folder / "version")


def as_numbers(text):
    """'0.10.2' as (0, 10, 2); what is not a number ends it."""
    numbers = []
    for part in text.split("."):
        if not part.isdecimal():
            break
        numbers.append(int(part))
    return tuple(numbers)


@contextmanager
def clear_reasons(folder):
    """Turn what the system refuses into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refused(DISK_FULL.format(folder)) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.ENOENT):
            raise Refused(NOT_WRITABLE.format(folder)) from error
        raise


@contextmanager
def held(folder):
    """The folder for this process alone; the kernel gives it back however the process ends."""
    with clear_reasons(folder), (folder / "run" / "portal.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(IN_USE.format(folder)) from error
        yield
