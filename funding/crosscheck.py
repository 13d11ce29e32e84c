"""Once a week the whole file of the portal is compared with what we know of the watched programmes."""

import tempfile
from pathlib import Path

from django.db import transaction

from funding import outside
from funding.health import note_good
from funding.models import Call, FeedRun, FeedSource
from funding.reference_file import read_reference
from funding.sedia.records import Kind

MOST_NAMED = 200


def crosscheck(source, run, meter, now):
    """Fetch the file, unless it says that it has not changed, and report the differences."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "grantsTenders.json"
        question = outside.page_question(source.address, etag=source.etag, last_modified=source.last_modified)
        answer = meter.ask(question, size=outside.BULK, to_path=path)
        if answer.is_unchanged:
            note_good(source, run, FeedRun.State.COMPLETE, now, cause="not-modified")
            return
        report = compare(path, now)
    with transaction.atomic():
        run.total, run.rows, run.report = report["records"], report["records"], report
        source.etag, source.last_modified = answer.etag[:300], answer.last_modified[:100]
        source.fetched_whole_at = now
        note_good(source, run, FeedRun.State.COMPLETE, now)


def compare(path, now):
    """Which current calls of watched programmes only the file has, and which only we have."""
    programmes = set(
        FeedSource.objects.filter(kind=FeedSource.Kind.PROGRAMME).values_list("programme", flat=True)
    )
    there, records = {}, 0
    for record in read_reference(path, programmes=programmes):
        records += 1
        if not record.problem and record.kind is Kind.TOPIC and record.is_current(now):
            there[record.identifier.upper()] = record.title
    known = Call.objects.filter(kind=Call.Kind.TOPIC, programme__in=programmes)
    ours = dict(known.current(now).values_list("identifier", "title"))
    all_ours = {identifier.upper() for identifier in known.values_list("identifier", flat=True)}
    return {
        "records": records,
        "only_there": _named({key: title for key, title in there.items() if key not in all_ours}),
        "only_here": _named({key: title for key, title in ours.items() if key.upper() not in there}),
    }


def _named(found):
    return [[identifier, title] for identifier, title in sorted(found.items())][:MOST_NAMED]
