"""German texts of the Commission's translation service, only for new or changed calls that are for us."""

import logging

from django.db import transaction

from core.conditional import touch
from core.texts import teaser
from funding import history, mapping
from funding.feed_errors import FeedError
from funding.models import Call, CallChange, CallText
from funding.outside import search_question
from funding.scans import TOPIC
from funding.sedia.envelope import parse_search_answer
from funding.sedia.parse import parse_record

logger = logging.getLogger(__name__)
MOST = 5


def fetch_german(run, meter):
    """Second questions of a run; a failure here costs nothing but the translation."""
    if not (run.new or run.changed):
        return
    calls = Call.objects.filter(
        source=run.source, is_for_us=True, kind=Call.Kind.TOPIC, changed_at__gte=run.started_at
    ).whole()
    for call in calls.order_by("sort_deadline", "pk")[:MOST]:
        question = search_question(identifier=call.identifier, type=TOPIC, statuses=(), language="de")
        try:
            rows = parse_search_answer(meter.ask(question).body).results
        except FeedError as error:
            logger.warning("no German text", extra={"call": call.identifier, "cause": error.cause})
            return
        _take_best(call, rows, run)


def _take_best(call, rows, run):
    for row in rows:
        record = parse_record(row).record
        if record is not None and record.language == "de" and record.identifier == call.identifier:
            store_german(call, record, run=run, now=run.started_at)
            return


@transaction.atomic
def store_german(call, record, *, run, now):
    """Keep a machine translation beside the master text; our own German title stays and is compared."""
    CallText.objects.update_or_create(
        call=call, language="de", defaults={"is_machine_translated": True, **mapping.text_values(record)}
    )
    if "title_de" in call.staff_fields:
        if record.title not in (call.title_de, call.title) and not _was_offered(call, record.title):
            row = history.proposal(call, "title_de", record.title, run=run, now=now)
            history.replace_open_proposals([row])
            CallChange.objects.bulk_create([row])
    else:
        call.title_de = record.title if record.title != call.title else ""
    call.teaser_de = teaser(mapping.teaser_of(record), 300)
    call.save(update_fields=["title_de", "teaser_de"])
    touch("funding")


def _was_offered(call, title):
    return call.changes.filter(field="title_de", after=title).exclude(proposal="").exists()
