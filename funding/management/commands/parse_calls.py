"""Show what the parser makes of recorded answers, without a database."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from funding.feed_errors import FeedError
from funding.sedia.recordings import read_recording
from funding.sedia.status import computed_status


class Command(BaseCommand):
    help = (
        "Parse recorded answers of the EU portal search: one JSON line per record in the order delivered, "
        "then one line that counts them (on stderr). Nothing is stored."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="PATH", help="search answer, or one record per line")
        parser.add_argument("--at", type=moment, metavar="ISO", help="moment of the status, UTC without zone")

    def handle(self, *args, paths, at, **options):
        at = at or datetime.now(UTC)
        counts = Counter()
        for path in paths:
            for outcome in read(path):
                counts[outcome.outcome] += 1
                self.stdout.write(json.dumps(as_line(outcome, at)))
        summary = ", ".join(f"{counts[kind]} {kind}" for kind in ("call", "archive", "quarantine"))
        self.stderr.write(f"{counts.total()} records: {summary}")


def moment(text):
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def read(path):
    try:
        return read_recording(Path(path).read_bytes())
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    except FeedError as error:
        raise CommandError(f"{path}: {error} ({error.cause})") from error


def as_line(outcome, at):
    line = {"outcome": outcome.outcome, "reason": outcome.reason or None}
    return line | (_fields(outcome.record, at) if outcome.record else dict.fromkeys(FIELDS))


FIELDS = (
    "source_key", "identifier", "call_identifier", "title", "programme", "strand", "kind", "is_archive",
    "opening", "deadlines", "deadline_model", "computed_status", "source_status", "budget", "lump_sum",
    "unconfirmed_deadline", "url",
)  # fmt: skip


def _fields(record, at):
    shown = {name: getattr(record, name) for name in FIELDS if name != "computed_status"}
    return shown | {
        "source_key": list(record.source_key),
        "programme": {"code": record.programme.code, "label": record.programme.label},
        "strand": list(record.strand),
        "opening": _iso(record.opening),
        "deadlines": [f"{deadline.at:%Y-%m-%dT%H:%M:%SZ}" for deadline in record.deadlines],
        "computed_status": computed_status(record, at),
        "budget": _budget(record.budget),
        "unconfirmed_deadline": _iso(record.unconfirmed_deadline),
    }


def _iso(day):
    return day.isoformat() if day else None


def _budget(budget):
    if budget is None:
        return None
    return {
        "amount": _number(budget.amount),
        "currency": budget.currency,
        "scope": budget.scope,
        "shared_with": budget.shared_with,
        "years": {year: _number(amount) for year, amount in budget.years},
    }


def _number(amount):
    return int(amount) if amount == amount.to_integral_value() else float(amount)
