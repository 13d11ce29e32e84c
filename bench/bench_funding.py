#!/usr/bin/env python3
"""Call feed: take-over of many records (first and second run), list, search and call page.

    DATABASE_URL=postgres://HOST/SCRATCH python -m bench.bench_funding [--rows 20000] [--keep]

Works in its own database, which must be empty or made by an earlier run; prints one line per measurement and
its ratio to a floor measured in the same run: the bare SQL of the page, reading the digests, COPY of the rows.
"""

import argparse
import io
import json
import os
import random
import statistics
import time
from datetime import datetime

import django
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("STAEDTEBRUECKE_TESTING", "1")
os.environ.setdefault("DATABASE_STATEMENT_TIMEOUT", "120s")
django.setup()

from funding.models import Call, FeedRun, FeedSource, RawRecord  # noqa: E402
from funding.reading import read_rows  # noqa: E402
from funding.spelling import refresh_words, suggestions  # noqa: E402
from funding.takeover import take_over  # noqa: E402

WORDS = [
    "town",
    "twinning",
    "youth",
    "exchange",
    "culture",
    "climate",
    "energy",
    "school",
    "network",
    "citizen",
    "europe",
    "memory",
    "heritage",
    "sport",
    "music",
    "digital",
    "democracy",
    "youth",
    "work",
    "equality",
    "rights",
    "values",
    "meeting",
    "partner",
    "region",
    "city",
    "bridge",
    "language",
]
PROGRAMMES = ["43251589", "43353764", "43251814", "43252405", "43254037", "43252386"]
NEW, AGAIN = "2026-06-01T06:00:00+00:00", "2026-06-02T06:00:00+00:00"


def words(rnd, number):
    return " ".join(rnd.choices(WORDS, k=number))


def raw_record(number, rnd):
    """About 5.5 kB, like the average of the search answers."""
    day = f"2027-{rnd.randint(1, 12):02}-{rnd.randint(1, 28):02}"
    identifier = f"CERV-2027-X-{number:05}"
    actions = [{"plannedOpeningDate": "2026-05-06", "deadlineDates": [day]}]
    pot = {
        "1": [
            {"action": f"{identifier} - CERV-LS", "budgetYearMap": {"2027": str(rnd.randint(10**5, 10**7))}}
        ]
    }
    html = "".join(f"<p>{words(rnd, 60)}</p>" for _ in range(8))
    return {
        "reference": f"{70_000_000 + number}TOPICSen",
        "metadata": {
            "DATASOURCE": ["SEDIA"], "language": ["en"], "type": ["1"], "status": ["31094502"],
            "identifier": [identifier], "title": [words(rnd, 8).capitalize()],
            "frameworkProgramme": [rnd.choice(PROGRAMMES)],
            "programmeDivision": ["43437872"] if rnd.random() < 0.05 else [],
            "actions": [json.dumps(actions)], "budgetOverview": [json.dumps({"budgetTopicActionMap": pot})],
            "deadlineDate": [f"{day}T00:00:00.000+0000"], "descriptionByte": [html],
            "topicConditions": [f"<h4>Call document</h4>{html[:600]}"], "keywords": rnd.sample(WORDS, 5),
        },
    }  # fmt: skip


def timed(work, repeat=1):
    """Median and 95th percentile in milliseconds."""
    spans = []
    for _ in range(repeat):
        started = time.perf_counter()
        work()
        spans.append((time.perf_counter() - started) * 1000)
    return statistics.median(spans), sorted(spans)[int(len(spans) * 0.95) - 1 if len(spans) > 1 else 0]


def line(name, value, floor=None, unit="ms", **more):
    ratio = {"floor": round(floor, 2), "ratio": round(value / floor, 2)} if floor else {}
    print(json.dumps({"what": name, unit: round(value, 2), **ratio, **more}), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--keep", action="store_true", help="leave the rows for a look")
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    source = take_overs(options.rows)
    pages(options.rows)
    if not options.keep:
        Call.objects.all().delete()
        RawRecord.objects.all().delete()
        source.delete()


def take_overs(rows):
    """First load, the same again, and one in a hundred changed."""
    Call.objects.all().delete()
    RawRecord.objects.all().delete()
    FeedSource.objects.filter(key="bench").delete()
    source = FeedSource.objects.create(key="bench", name="Bench", kind="recorded")
    rnd = random.Random(5)
    raw = [raw_record(number, rnd) for number in range(rows)]
    size = sum(len(json.dumps(row)) for row in raw) / 1e6
    line("feed", size, unit="MB", rows=rows)

    def run(records, moment):
        known = dict(Call.objects.exclude(fingerprint="").values_list("fingerprint", "pk"))
        reading = read_rows(records, known)
        with transaction.atomic():
            now = datetime.fromisoformat(moment)
            row = FeedRun.objects.create(source=source, started_at=now)
            take_over(row, reading, now=now, is_quiet=True)
            row.state, row.finished_at = "complete", now
            row.save()
        return row

    parse = timed(lambda: read_rows(raw, {}))[0]
    line("parse all", parse / 1000, unit="s")
    floor = timed(lambda: copy_floor(raw))[0]
    first = timed(lambda: run(raw, NEW))[0]
    line("first take-over (parse + write)", first / 1000, (parse + floor) / 1000, unit="s",
         full_text_s=round(timed(full_text)[0] / 1000, 2))  # fmt: skip
    written = rows_written()
    digests = timed(lambda: list(Call.objects.values_list("fingerprint", "pk")))[0]
    again = timed(lambda: run(raw, AGAIN))[0]
    line("second take-over, nothing changed", again / 1000, unit="s", rows_written=rows_written() - written,
         reading_digests_ms=round(digests, 1))  # fmt: skip
    for row in raw[::100]:
        row["metadata"]["title"] = [row["metadata"]["title"][0] + " renamed"]
    changed = timed(lambda: run(raw, AGAIN))[0]
    line("one in a hundred changed", changed / 1000, unit="s", rows_written=rows_written() - written)
    return source


def copy_floor(raw):
    """COPY of the bare rows into a table without index: what writing costs at least."""
    lines = io.StringIO(
        "".join(f"{row['reference']}\t{json.dumps(row)}\n".replace("\\", "\\\\") for row in raw)
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS bench_floor (reference text, raw text)")
        cursor.execute("TRUNCATE bench_floor")
        cursor.cursor.copy_expert("COPY bench_floor FROM STDIN", lines)


def full_text():
    """What PostgreSQL needs for the index words of the English texts alone, which no COPY can save."""
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT sum(length(to_tsvector('funding_en', words_en))) FROM funding_call")
        cursor.execute("RESET max_parallel_workers_per_gather")


def rows_written():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(
            "SELECT n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_user_tables WHERE relname = 'funding_call'"
        )
        return cursor.fetchone()[0]


def pages(rows):
    """Pages through the whole stack, against the bare SQL of a page of twenty rows."""
    line("list of words", timed(refresh_words)[0] / 1000, unit="s")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    line("spelling of a word", *timed(lambda: suggestions("patrner"), 100)[:1])

    def bare():
        list(
            Call.objects.filter(publicness="public")
            .order_by("sort_deadline", "pk")
            .values_list("pk", "title")[:20]
        )

    floor = timed(bare, 50)[0]
    client = Client()
    call = Call.objects.order_by("pk")[rows // 2]
    line("floor: one query of twenty rows", floor)
    for name, address in (
        ("list", "/foerderung/aufrufe/"),
        ("list, status and programme", "/foerderung/aufrufe/?status=open&programm=43251589"),
        ("list, for us", "/foerderung/aufrufe/?fuer_uns=on"),
        ("list, page far down", "/foerderung/aufrufe/?nach=1820000000000000_1"),
        ("search, frequent word", "/foerderung/aufrufe/?q=youth"),
        ("search, two words", "/foerderung/aufrufe/?q=bridge+memory"),
        ("search, a slip of the pen", "/foerderung/aufrufe/?q=patrner"),
        ("search, by deadline", "/foerderung/aufrufe/?q=youth&sortierung=frist"),
        ("call", call.get_absolute_url()),
        ("overview", "/foerderung/"),
    ):
        client.get(address)
        median, high = timed(lambda address=address: client.get(address), 30)
        size = len(client.get(address).content)
        line(name, median, floor, p95=round(high, 2), kB=round(size / 1000, 1))


if __name__ == "__main__":
    main()
