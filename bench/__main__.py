"""`make bench`: feed, pages, partnership file and imports against their floors, on a PostgreSQL of its own.

Needs `wrk` for the throughput columns; everything else is in the environment of the tests.
"""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg2

from config.embedded import throwaway_cluster

ROOT = Path(__file__).resolve().parent.parent
# The table of bench/floor/search_floor.py, as far as the page floor reads it
FLOOR_TABLE = """
CREATE TABLE doc100k AS
SELECT n AS id, 'Städtepartnerschaft und Austausch ' || n AS title,
       repeat('Begegnung Jugend Kultur Musik ', 8) AS summary,
       date '2027-01-01' + n % 365 AS deadline, 'CERV-' || n % 60 AS programme,
       (ARRAY['open', 'closed', 'planned'])[1 + n % 3] AS status,
       to_tsvector('german', 'Partnerstadt Jugend ' || n) AS search
FROM generate_series(1, 100000) AS n;
ALTER TABLE doc100k ADD PRIMARY KEY (id);
CREATE INDEX ON doc100k USING gin (search);
ANALYZE doc100k;
"""


def main():
    with throwaway_cluster() as url:
        parts = urlsplit(url)
        socket = parse_qs(parts.query)["host"][0]
        scratch = url.replace(parts.path + "?", "/bench?")
        make_databases(url)
        environment = os.environ | {
            "DATABASE_URL": scratch,
            "DATA_DIR": str(ROOT / "build" / "bench-data"),
            "FEED_ENABLED": "0",
            "PGHOST": socket,
            "PGPORT": "5432",
            "PGUSER": parts.username,
            "FLOOR_DB": "floor",
        }
        pages = ["-m", "bench.bench_pages", "--database", scratch, "--floor-python", sys.executable]
        for step in (
            ["manage.py", "migrate", "-v0"],
            ["manage.py", "collectstatic", "--noinput", "-v0"],
            ["manage.py", "seed_demo"],
            ["-m", "bench.bench_funding", "--keep"],
            [*pages, *sys.argv[1:]],
            ["-m", "bench.bench_partnerships", "--floor-python", sys.executable],
            ["-m", "bench.bench_claims", "--shared", str(ROOT.parent / "shared" / "data")],
        ):
            subprocess.run([sys.executable, "-W", "ignore", *step], cwd=ROOT, env=environment, check=True)


def make_databases(url):
    server = psycopg2.connect(url)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute("CREATE DATABASE bench")
        cursor.execute("CREATE DATABASE floor")
    server.close()
    floor = psycopg2.connect(url.replace(urlsplit(url).path + "?", "/floor?"))
    with floor, floor.cursor() as cursor:
        cursor.execute(FLOOR_TABLE)
    floor.close()


if __name__ == "__main__":
    main()
