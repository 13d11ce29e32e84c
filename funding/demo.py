"""The demo town's funding: real sources, real recorded calls, and one invented call marked "Beispiel"."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.conditional import touch
from core.models import JournalEntry
from core.publicness import Publicness
from funding import manual, ticking
from funding.actions import follow
from funding.models import Call, FeedSource, RawRecord
from funding.polling import take_recorded
from funding.programmes import CERV, WATCHED
from funding.sedia.dates import read_instant
from funding.sedia.jsontext import loads
from funding.sedia.labels import PROGRAMMES
from funding.sedia.parse import parse_record
from funding.spelling import refresh_words
from funding.takeover import raw_key
from funding.telling import CHANGED, DEADLINE, NEW
from funding.wording import BRUSSELS
from notices.models import Notice

RECORDS = Path(__file__).parent / "data" / "recorded_calls.jsonl"
RECORDED = "aufgezeichnet"
REGRANTING, WHOLE_FILE = "cerv-weiterleitung", "gesamtdatei"
PAGES = (
    ("seite-kontaktstelle-cerv", "Kontaktstelle CERV: Aufrufe", "https://www.kontaktstelle-cerv.de/aufrufe"),
    (
        "seite-kommission-cerv",
        "Europäische Kommission: CERV",
        "https://commission.europa.eu/funding-tenders/find-funding/eu-funding-programmes/"
        "citizens-equality-rights-and-values-programme_en",
    ),
)
EXAMPLE = "BEISPIEL-BEGEGNUNG"
DAYS_LEFT = 45
FOLLOWING_ROLES = ("association_admin", "case_officer")
SATURDAY = 5
SOURCE_KEY = ("datasource", "reference", "language")
TOPICS = (NEW, CHANGED, DEADLINE)


def seed(today, people=None):
    """Build everything that is not there yet; `people` maps a role to its demo account."""
    _sources()
    _recorded_calls()
    _invented_call(today, people or {})
    ticking.tick_status(timezone.now())
    refresh_words()
    touch("funding")


@transaction.atomic
def remove():
    """Take back what `seed` has made and what its sources have brought since; what people have made stays."""
    sources = FeedSource.objects.filter(key__in=_keys())
    calls = Call.objects.filter(source__in=sources).exclude(pk__in=_made_by_people())
    _remove_traces(calls)
    kept = [raw_key(key) for key in Call.objects.exclude(pk__in=calls).values_list(*SOURCE_KEY)]
    ours = Q(run=None) | Q(run__source__in=sources)
    RawRecord.objects.filter(ours).exclude(key__in=kept).delete()
    calls.delete()
    empty = sources.filter(calls=None)
    _forget("funding.feedsource", empty)
    empty.delete()
    refresh_words()
    touch("funding")


def _keys():
    """The keys of the sources that `seed` makes."""
    watched, pages = (key for key, _code, _times in WATCHED), (key for key, _name, _address in PAGES)
    return [*watched, *pages, REGRANTING, WHOLE_FILE, RECORDED, manual.KEY]


def _made_by_people():
    """Calls that staff entered, wrote something about, or that a real person follows or has worked on."""
    wrote = Q(staff_note__gt="") | Q(staff_fields__len__gt=0) | Q(for_us_choice__isnull=False)
    by_staff = Q(kind=Call.Kind.MANUAL) | Q(is_publicness_chosen=True) | wrote
    worked_on = JournalEntry.objects.filter(object_kind="funding.call", by__is_example=False)
    by_name = Q(follows__person__is_example=False) | Q(pk__in=[int(pk) for pk in _objects(worked_on)])
    return Call.objects.filter(Q(by_staff, is_example=False) | by_name).values("pk")


def _objects(entries):
    return entries.values_list("object_pk", flat=True)


def _remove_traces(calls):
    _forget("funding.call", calls)
    gone = {str(pk) for pk in calls.values_list("pk", flat=True)}
    told = Notice.objects.filter(topic__in=TOPICS).values_list("pk", "key")
    Notice.objects.filter(pk__in=[pk for pk, key in told if key.split(":")[1] in gone]).delete()


def _forget(kind, rows):
    keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
    JournalEntry.objects.filter(object_kind=kind, object_pk__in=keys).delete()


def _sources():
    for key, code, times in WATCHED:
        short, german, _english = PROGRAMMES[code]
        name = short if short == german else f"{short}: {german}"
        _source(key, name, FeedSource.Kind.PROGRAMME, programme=code, times=list(times))
    _source(
        REGRANTING,
        "CERV: Weiterleitung von Mitteln",
        FeedSource.Kind.CASCADE,
        programme=CERV,
        times=["05:50"],
    )
    _source(
        WHOLE_FILE,
        "Gesamtdatei des EU-Portals",
        FeedSource.Kind.REFERENCE,
        address=settings.FEEDS["reference_url"],
        times=["03:30"],
        weekday=SATURDAY,
    )
    for key, name, address in PAGES:
        _source(key, name, FeedSource.Kind.PAGE, address=address, times=["06:10"])
    _source(RECORDED, "Aufgezeichnete Antworten", FeedSource.Kind.RECORDED)
    manual.manual_source()


def _source(key, name, kind, **more):
    defaults = {
        "name": name,
        "kind": kind,
        "next_run_at": timezone.now() if more.get("times") else None,
        **more,
    }
    return FeedSource.objects.get_or_create(key=key, defaults=defaults)[0]


def _recorded_calls():
    """Each record as if it had come in the scan in which it was first seen; nobody is told of the past."""
    sources = {
        source.programme: source for source in FeedSource.objects.filter(kind=FeedSource.Kind.PROGRAMME)
    }
    other = FeedSource.objects.get(key=RECORDED)
    due = dict(FeedSource.objects.values_list("pk", "next_run_at"))
    lines = [(line, loads(line)) for line in RECORDS.read_text(encoding="utf-8").splitlines()]
    for line, row in sorted(lines, key=lambda pair: _seen_at(pair[1])):
        record = parse_record(row["record"]).record
        if RawRecord.objects.filter(key=raw_key(record.source_key), digest=record.digest).exists():
            continue
        source = sources.get(record.programme.code, other)
        take_recorded(source, [line.encode()], now=_seen_at(row), is_quiet=True)
        FeedSource.objects.filter(pk=source.pk).update(next_run_at=due[source.pk])


def _seen_at(row):
    return read_instant(row["provenance"]["first_seen_in_scan"])


def _invented_call(today, people):
    """A call with a deadline ahead, whatever today is, so that reminders and days left can be seen."""
    call = Call.objects.filter(identifier=EXAMPLE, is_example=True).first()
    if call is None:
        deadline = datetime.combine(today + timedelta(days=DAYS_LEFT), time(17), BRUSSELS)
        call = manual.enter(_example(today), deadline=deadline, by=None, is_example=True, is_quiet=True)
    for role in FOLLOWING_ROLES:
        if people.get(role):
            follow(call, by=people[role])


def _example(today):
    return Call(
        identifier=EXAMPLE,
        title="Jugendbegegnungen zwischen Partnerstädten",
        programme_name="Beispielprogramm",
        opening=today - timedelta(days=10),
        summary_de=(
            "Beispiel: Gefördert werden Begegnungen von Jugendlichen aus mindestens zwei Partnerstädten."
            " Vereine und Schulen stellen den Antrag gemeinsam mit der Stadt."
        ),
        budget_amount=Decimal(120000),
        is_for_us=True,
        publicness=Publicness.PUBLIC,
    )
