#!/usr/bin/env python3
"""Pages of the running portal against the floor, in one run on one machine.

    PGUSER=postgres FLOOR_DB=floor python -m bench.bench_pages --database postgres://…/SCRATCH \
        --floor-python VENV/bin/python [--n 200] [--seconds 3]

SCRATCH holds the demo town and the calls of `bench.bench_funding --keep`; the floor needs the table of
bench/floor/search_floor.py and a Python with Django, psycopg and gunicorn. Every page is measured twice:
rendered each time (KEEP_PAGES=0) and as readers get it, kept until something changes.
"""

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "floor"))
from measure import Client, memory, pct, wrk  # noqa: E402

OURS, FLOOR = 28301, 28302
PAGES = {
    "calls, list": "/foerderung/aufrufe/",
    "calls, filtered and searched": "/foerderung/aufrufe/?q=youth&status=open",
    "calls, page far down": "/foerderung/aufrufe/?nach=1820000000000000_1",
    "call": "",
    "partnerships, list": "/partnerschaften/",
    "partnership": "/partnerschaften/nevers/",
    "start": "/",
    "search": "/suche/?q=nevers",
}


@contextlib.contextmanager
def server(command, port, folder, environment):
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        client = Client(f"http://127.0.0.1:{port}")
        for _ in range(100):
            with contextlib.suppress(OSError):
                client.get("/healthz", {})
                break
            time.sleep(0.2)
        yield process, client
    finally:
        process.terminate()
        process.wait(15)


def sample(client, path, number, headers=None):
    """Server milliseconds (p50, p95, most), number of queries and bytes of a page."""
    spans, queries, size = [], 0, 0
    for turn in range(number + 10):
        response, body, _ = client.get(path, headers or {})
        total, count, _sql, _size = response.getheader("X-Bench").split(";")
        if turn >= 10:
            spans.append(float(total))
            queries, size = int(count), len(body)
    return {"p50": pct(spans, 50), "p95": pct(spans, 95), "most": max(spans), "sql": queries, "bytes": size}


def gunicorn(python, port, application):
    binary = str(Path(python).parent / "gunicorn")
    return [binary, "-w", "2", "-b", f"127.0.0.1:{port}", "--log-level", "error", application]


def floor_figures(options):
    folder = HERE / "floor" / "floor"
    environment = {
        "BENCH": "1",
        "FLOOR_AGE": "600",
        "FLOOR_MW": "1",
        "PYTHONPATH": f"{folder}:{HERE / 'floor'}",
    }
    with server(
        gunicorn(options.floor_python, FLOOR, "floor_app:application"), FLOOR, folder, environment
    ) as (
        _process,
        client,
    ):
        page = sample(client, "/page?after=50000", options.n)
        tag = client.get("/etag?after=50000", {})[0].getheader("ETag")
        unchanged = sample(client, "/etag?after=50000", options.n, {"If-None-Match": tag})
        speed = wrk(f"http://127.0.0.1:{FLOOR}/page?after=50000", 8, options.seconds, {})
    return page, unchanged, speed


def ours(options, floor, floor_304, floor_speed, *, keep):
    environment = {
        "BENCH": "1",
        "DATABASE_URL": options.database,
        "DATA_DIR": "/tmp/bench-data",
        "PORT": str(OURS),
        "KEEP_PAGES": "1" if keep else "0",
        "FEED_ENABLED": "0",
        "LOG_LEVEL": "WARNING",
    }
    print(f"\n{'kept' if keep else 'rendered each time'}:  floor page p50 {floor['p50']:.2f} ms")
    with server(gunicorn(sys.executable, OURS, "config.wsgi"), OURS, HERE.parent, environment) as (
        process,
        client,
    ):
        for name, path in PAGES.items():
            path = path or options.call
            row = sample(client, path, options.n)
            speed = wrk(f"http://127.0.0.1:{OURS}{path}", 8, options.seconds, {}) if options.seconds else {}
            print(
                f"{name:30} p50 {row['p50']:7.2f} ms = {row['p50'] / floor['p50']:5.2f} x floor   "
                f"p95/p50 {row['p95'] / row['p50']:.2f}   {row['sql']} queries   {row['bytes'] / 1000:.0f} kB   "
                f"c8 {speed.get('rps', 0)}/s = {speed.get('rps', 0) / max(1, floor_speed.get('rps', 1)):.2f} x floor",
                flush=True,
            )
        tag = client.get(PAGES["calls, list"], {})[0].getheader("ETag")
        unchanged = sample(client, PAGES["calls, list"], options.n, {"If-None-Match": tag})
        print(f"304 {unchanged['p50']:.2f} ms = {unchanged['p50'] / floor_304['p50']:.2f} x floor 304")
        sizes = [one["pss_mib"] for one in memory(process.pid)]
        print(f"memory of a web process (PSS): {statistics.mean(sizes):.0f} MiB")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--floor-python", required=True)
    parser.add_argument("--call", default="/foerderung/aufrufe/cerv-2027-x-10000/")
    parser.add_argument("--n", type=int, default=150)
    parser.add_argument("--seconds", type=int, default=3)
    options = parser.parse_args()
    page, unchanged, speed = floor_figures(options)
    for keep in (False, True):
        ours(options, page, unchanged, speed, keep=keep)


if __name__ == "__main__":
    main()
