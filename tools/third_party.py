"""Packages of the running portal with their licences.

`third_party.py` renews the table in THIRD-PARTY.md, `--sbom` prints CycloneDX.
"""

import argparse
import json
import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "THIRD-PARTY.md"
BEGIN, END = "<!-- packages -->\n", "<!-- /packages -->\n"
PIN = re.compile(r"^([a-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE | re.IGNORECASE)
LONGEST = 60


def installed(lock):
    """(name, version, licence) of every pinned package that is installed here."""
    for name, version in sorted(PIN.findall(lock.read_text())):
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:  # for another system
            continue
        yield name, version, licence_of(about)


def licence_of(about):
    """The expression, else the classifiers, else the first line of the text."""
    if expression := about.get("License-Expression"):
        return expression
    classified = [
        line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or [] if "License ::" in line
    ]
    named = (about.get("License") or "").strip().split("\n")[0]
    is_a_name = (
        named and len(named) <= LONGEST and not re.search("copyright|unknown|released", named, re.IGNORECASE)
    )
    return named if is_a_name else ", ".join(classified) or "see the package"


def table(rows):
    lines = [f"| {name} | {version} | {licence} |\n" for name, version, licence in rows]
    return "".join(["| package | version | licence |\n|---|---|---|\n", *lines])


def renewed(page, rows):
    before, _begin, rest = page.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}{table(rows)}{END}{after}"


def sbom(rows):
    """A bill of materials in CycloneDX 1.5."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "components": [
            {
                "type": "library",
                "name": name,
                "version": version,
                "purl": f"pkg:pypi/{name.lower()}@{version}",
                "licenses": [{"license": {"name": licence}}],
            }
            for name, version, licence in rows
        ],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sbom", action="store_true", help="print a CycloneDX bill of materials")
    options = parser.parse_args()
    rows = list(installed(ROOT / "requirements.txt"))
    if options.sbom:
        print(json.dumps(sbom(rows), indent=1))
    else:
        PAGE.write_text(renewed(PAGE.read_text(), rows))


if __name__ == "__main__":
    main()
