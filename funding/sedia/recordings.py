"""Recorded answers on disk: a whole search answer, or one record per line."""

from funding.feed_errors import FeedChanged
from funding.sedia import jsontext
from funding.sedia.envelope import excerpt, parse_search_answer
from funding.sedia.parse import parse_record
from funding.sedia.records import Outcome, OutcomeKind


def read_recording(body):
    """Outcomes in the order delivered; FeedChanged when the file is neither of the two forms."""
    rows = _lines(body)
    if rows is None:
        rows = parse_search_answer(body).results
    return [_outcome(row) for row in rows]


def is_list_of_records(body):
    """Whether a file holds one record per line, rather than a search answer."""
    return _lines(body) is not None


def _lines(body):
    """One row per line, or None when the file is no such list; an unreadable line stays as text."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FeedChanged("The file is not UTF-8.", cause="encoding", excerpt=excerpt(body)) from error
    rows = [_row(line) for line in text.split("\n") if line.strip()]
    return [_unwrapped(row) for row in rows] if any(_is_record(row) for row in rows) else None


def _row(line):
    try:
        return jsontext.loads(line)
    except (ValueError, RecursionError):
        return line


def _unwrapped(row):
    return row["record"] if isinstance(row, dict) and "record" in row and "metadata" not in row else row


def _is_record(row):
    if isinstance(row, jsontext.Spoiled):
        row = row.rest
    return (
        isinstance(row, dict)
        and "results" not in row
        and bool({"record", "metadata", "reference"} & row.keys())
    )


def _outcome(row):
    if isinstance(row, str):
        return Outcome(OutcomeKind.QUARANTINE, jsontext.dumps(row), "not-json")
    return parse_record(row)
