"""Read GeoNames in both its forms: the shared CSV files and the official dumps (domain-data I3). No Django.

A dump is tab-separated without header, zipped or not; `cities500.zip`, `cities5000.zip`, `XX.zip` and
`alternateNamesV2.zip` have the same columns. Licence: CC BY 4.0.
"""

import csv
import gzip
import io
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

POPULATED = "P"
NO_NAMES = frozenset(
    {"link", "post", "iata", "icao", "faac", "fr_1793", "abbr", "phon", "piny", "tcid", "unlc"}
)
WIKIDATA = "wkdt"
LARGEST_BYTES = 3_000_000_000


@dataclass(frozen=True)
class PlaceRecord:
    geonameid: int
    name: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int
    timezone: str
    nuts3_2016: str = ""
    nuts3_2021: str = ""
    other_names: tuple = ()


class UnreadableFile(Exception):
    """The file is not what GeoNames publishes; the text says what was found instead."""


@contextmanager
def text_of(path):
    """The text of a plain, gzipped or zipped file, line by line."""
    path = Path(path)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as package:
            members = [one for one in package.infolist() if one.filename.endswith(".txt")]
            members = [one for one in members if "readme" not in one.filename.lower()]
            wanted = [one for one in members if Path(one.filename).stem == path.stem] or members
            if not wanted or wanted[0].file_size > LARGEST_BYTES:
                raise UnreadableFile(f"{path.name}: no readable .txt inside")
            with package.open(wanted[0]) as file:
                yield io.TextIOWrapper(file, encoding="utf-8", newline="")
    elif path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            yield file
    else:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield file


def read_places(path, problems):
    """PlaceRecords of a file; lines that cannot be read are named in the list `problems`."""
    with text_of(path) as file:
        first = file.readline()
        if first.startswith("geonameid,"):
            header = next(csv.reader([first]))
            rows = (dict(zip(header, row, strict=False)) for row in csv.reader(file))
            make = _of_csv
        elif first.count("\t") == 18:
            rows = (line.rstrip("\r\n").split("\t") for line in _again(first, file))
            make = _of_dump
        else:
            raise UnreadableFile(f"{Path(path).name}: neither the shared CSV nor a GeoNames dump")
        for number, row in enumerate(rows, 2):
            try:
                record = make(row)
            except (KeyError, ValueError, IndexError) as wrong:
                problems.append(f"{Path(path).name}: line {number}: {wrong}"[:300])
            else:
                if record:
                    yield record


def _again(first, file):
    yield first
    yield from file


def _of_csv(row):
    return PlaceRecord(
        int(row["geonameid"]), row["name"], row["country"], row["admin1"], float(row["lat"]),
        float(row["lon"]), int(row["population"] or 0), row["timezone"], row["nuts3_2016"], row["nuts3_2021"],
    )  # fmt: skip


def _of_dump(row):
    if row[6] != POPULATED:
        return None
    others = (row[2], *(row[3].split(",") if row[3] else ()))
    return PlaceRecord(
        int(row[0]), row[1], row[8], row[10], float(row[4]), float(row[5]), int(row[14] or 0), row[17],
        other_names=others,
    )  # fmt: skip


def read_names(path, wanted, problems):
    """(geonameid, name, is_wikidata) of the places in `wanted`."""
    with text_of(path) as file:
        first = file.readline()
        is_csv = first.startswith("geonameid,")
        rows = (
            csv.reader(file) if is_csv else (line.rstrip("\r\n").split("\t") for line in _again(first, file))
        )
        for number, row in enumerate(rows, 2 if is_csv else 1):
            try:
                place, language, name = (row[0], "", row[1]) if is_csv else (row[1], row[2], row[3])
                place = int(place)
            except (ValueError, IndexError) as wrong:
                problems.append(f"{Path(path).name}: line {number}: {wrong}"[:300])
                continue
            if place in wanted and language not in NO_NAMES:
                yield place, name, language == WIKIDATA
