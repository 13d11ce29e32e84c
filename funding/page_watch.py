"""Pages without a feed: fetched, reduced to their visible text, compared; a person reads the difference."""

import difflib
from datetime import timedelta

from django.db import transaction

from funding import outside
from funding.feed_errors import FeedChanged
from funding.health import note_good
from funding.models import FeedRun, PageChange
from funding.sedia.texts import visible_text

WHOLE_AT_LEAST = timedelta(hours=24)
LONGEST_TEXT = 200_000
LONGEST_DIFF = 50_000


def watch(source, run, meter, now):
    """Ask for the page, unless it says that it has not changed; once a day it is read whole."""
    is_stale = source.fetched_whole_at is None or now - source.fetched_whole_at >= WHOLE_AT_LEAST
    question = outside.page_question(
        source.address,
        etag="" if is_stale else source.etag,
        last_modified="" if is_stale else source.last_modified,
    )
    answer = meter.ask(question, size=outside.PAGE)
    with transaction.atomic():
        if answer.is_unchanged:
            note_good(source, run, FeedRun.State.COMPLETE, now, cause="not-modified")
            return
        text = _text(answer)
        _compare(source, run, text, now)
        source.page_text, source.fetched_whole_at = text, now
        source.etag, source.last_modified = answer.etag[:300], answer.last_modified[:100]
        note_good(source, run, FeedRun.State.COMPLETE, now)


def difference(before, after):
    """The lines that went and came, with a line of context, as people read a diff."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
    kept = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    return "\n".join(kept)[:LONGEST_DIFF]


def _text(answer):
    try:
        html = answer.body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FeedChanged("The page is not UTF-8.", cause="encoding") from error
    text = visible_text(html)[:LONGEST_TEXT]
    if not text.strip():
        raise FeedChanged("The page shows no text.", cause="empty")
    return text


def _compare(source, run, text, now):
    run.total, run.rows = len(text), len(text.splitlines())
    if source.page_text and source.page_text != text:
        run.changed = 1
        PageChange.objects.create(source=source, at=now, diff=difference(source.page_text, text))
