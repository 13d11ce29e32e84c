"""The mails of the demo, read from the files that Django's filebased backend writes."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

BETWEEN_MAILS = b"\n" + b"-" * 79 + b"\n"
MOST_FILES = 200
NAME = re.compile(r"(?P<stem>[0-9]{8}-[0-9]{6}-[0-9]+)\.(?P<number>[0-9]{1,4})")


class NoSuchMail(LookupError):
    """No file, or not so many mails in it."""


@dataclass(frozen=True)
class StoredMail:
    name: str
    at: datetime
    sender: str
    to: str
    subject: str
    headers: list
    text: str
    html: str


def newest(folder):
    """All mails, newest first."""
    files = sorted(Path(folder).glob("*.log"), reverse=True)[:MOST_FILES] if Path(folder).is_dir() else []
    found = [_read(f"{file.stem}.{number}", raw) for file in files for number, raw in enumerate(_split(file))]
    return sorted(found, key=lambda stored: (stored.at, stored.name), reverse=True)


def one(folder, name):
    """A mail by the name that newest() gave it; raises NoSuchMail."""
    match = NAME.fullmatch(name)
    file = Path(folder) / f"{match['stem']}.log" if match else None
    if file is None or not file.is_file():
        raise NoSuchMail(name)
    raw = _split(file)
    if int(match["number"]) >= len(raw):
        raise NoSuchMail(name)
    return _read(name, raw[int(match["number"])])


def _split(file):
    return [part for part in file.read_bytes().split(BETWEEN_MAILS) if part.strip()]


def _read(name, raw):
    message = email.message_from_bytes(raw.strip() + b"\n", policy=email.policy.default)
    return StoredMail(
        name=name,
        at=parsedate_to_datetime(message["Date"]),
        sender=message["From"],
        to=message["To"],
        subject=message["Subject"] or "",
        headers=list(message.items()),
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _body(message, kind):
    part = message.get_body(preferencelist=(kind,))
    return part.get_content() if part else ""
