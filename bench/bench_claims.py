#!/usr/bin/env python3
"""Import of the recorded pairs of Wikipedia: first and second run against parsing and COPY of the same rows.

    DATABASE_URL=postgres://HOST/SCRATCH python -m bench.bench_claims --shared ../shared/data

Works in its own database, whose claims and gazetteer it fills; one line per measurement.
"""

import argparse
import io
import json
import os
import time
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection, transaction

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("STAEDTEBRUECKE_TESTING", "1")
os.environ.setdefault("DATABASE_STATEMENT_TIMEOUT", "120s")
django.setup()

from partnerships.claims import columns, graph, importing, reading  # noqa: E402
from partnerships.models import ClaimSource, ImportRun, TwinPlace  # noqa: E402


def timed(work):
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found


def line(name, seconds, floor=None, **more):
    ratio = {"floor": round(floor, 2), "ratio": round(seconds / floor, 1)} if floor else {}
    print(json.dumps({"what": name, "s": round(seconds, 3), **ratio, **more}), flush=True)


def copy_floor(table):
    """COPY of the bare rows into a table without index."""
    lines = io.StringIO("".join("\t".join(row.values.values()) + "\n" for row in table.rows))
    names = ", ".join(f"c{number} text" for number in range(len(table.headers)))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE bench_pairs ({names}) ON COMMIT DROP")
        cursor.cursor.copy_expert("COPY bench_pairs FROM STDIN", lines)


def run(source, content):
    table = reading.read("pairs.csv", content)
    mapping = columns.guess(table.headers)
    found = [columns.statement_of(row, mapping, None) for row in table.rows]
    statements = [one for one in found if isinstance(one, columns.Statement)]
    plan = importing.make_plan(source, statements)
    of_run = ImportRun.objects.create(source=source)
    importing.write(of_run, plan, today=of_run.started_at.date())
    return plan


@transaction.atomic
def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    shared = parser.parse_args().shared
    cities = shared / "cities"
    files = {"file": cities / "cities.csv", "alternate": cities / "city_alternate_names.csv.gz"}
    line("gazetteer, 46,778 places", timed(lambda: call_command("import_geonames", **files, verbosity=0))[0])
    content = (shared / "twinnings" / "wikipedia_2026_pairs.csv").read_bytes()
    source = ClaimSource.objects.create(key="bench", title="Bench", licence="-")
    parse, table = timed(lambda: reading.read("pairs.csv", content))
    floor = parse + timed(lambda: copy_floor(table))[0]
    first, plan = timed(lambda: run(source, content))
    line("first import of 25,917 rows", first, floor, **plan.counts)
    second, plan = timed(lambda: run(source, content))
    line("second import", second, floor, **plan.counts)
    karlsruhe = TwinPlace.objects.get(name="Karlsruhe")
    for hops in (2, 3):
        seconds, links = timed(lambda hops=hops: graph.links_into(karlsruhe, "UA", hops=hops))
        line(f"cross-links over {hops} steps", seconds, found=len(links))
    transaction.set_rollback(True)


if __name__ == "__main__":
    main()
