"""The pages for operators name what the code reads."""

import re

from tests.runtime.copies import REPO

READ = re.compile(r"(?:env(?:\.[a-z_]+)?|require|environ\.get)\(\s*f?['\"]([A-Z][A-Z0-9_]+)['\"]")


def test_every_setting_is_explained():
    code = "".join(path.read_text() for path in sorted((REPO / "config").glob("*.py")))
    explained = (REPO / "docs/betrieb/einstellungen.md").read_text()

    read = set(READ.findall(code))

    assert len(read) > 40
    assert sorted(name for name in read if f"`{name}`" not in explained) == []


def test_no_setting_is_explained_that_nobody_reads():
    code = "".join(path.read_text() for path in sorted((REPO / "config").glob("*.py")))
    explained = set(
        re.findall(r"`([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*)`", (REPO / "docs/betrieb/einstellungen.md").read_text())
    )

    assert sorted(name for name in explained if f'"{name}"' not in code and f"'{name}'" not in code) == []


def test_units_and_procfile_start_the_same_programs():
    units = "".join(path.read_text() for path in (REPO / "docs/betrieb/beispiele").glob("*.service"))
    started = re.findall(r"python -m (.+)$", (REPO / "Procfile").read_text(), re.MULTILINE)

    assert len(started) == 3
    assert [command for command in started if command not in units] == []
