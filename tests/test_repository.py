"""What the repository promises about itself: dependencies, licence, locks, links."""

import json
import re
import subprocess
import sys

from portal.audit_rows import canary

TOP = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE", "THIRD-PARTY.md", "publiccode.yml")


def test_every_dependency_has_its_reason(repo):
    """A dependency beyond design.md 2 has a line in docs/decisions/."""
    pages = "\n".join(path.read_text() for path in (repo / "docs/decisions").glob("*.md")).lower()
    project = (repo / "pyproject.toml").read_text().split("[tool.ruff]")[0]
    named = re.findall(r'^    "([a-z0-9-]+)', project, re.MULTILINE)

    assert len(named) > 30
    assert [name for name in named if name not in pages] == []


def test_the_licence_is_whole(repo):
    text = (repo / "LICENSE").read_text()

    assert re.findall(r"^## (\d+)\.", text, re.MULTILINE) == [str(number) for number in range(1, 16)]
    assert "EUROPÄISCHE UNION PUBLIC LICENCE v. 1.2" in text and "## Anhang" in text


def test_every_link_between_our_pages_leads_somewhere(repo):
    missing = []
    for path in [*(repo / name for name in TOP if name.endswith(".md")), *(repo / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|docs/bilder)([^)#\s]+)", path.read_text()):
            if not (path.parent / target).exists():
                missing.append(f"{path.name}: {target}")

    assert missing == []


def test_every_pin_has_a_hash(repo):
    """R46"""
    for name in ("requirements.txt", "requirements-dev.txt"):
        entries = re.split(r"\n(?=[a-zA-Z0-9])", (repo / name).read_text())
        pins = [entry for entry in entries if "==" in entry.split("\n")[0]]
        assert len(pins) > 20
        assert [pin.split("==")[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_the_bill_of_materials_equals_the_environment(repo):
    """R46"""
    command = [sys.executable, "tools/third_party.py", "--sbom"]
    answer = subprocess.run(command, cwd=repo, capture_output=True, text=True, check=True).stdout

    components = {one["name"]: one["version"] for one in json.loads(answer)["components"]}

    assert "django" in components and len(components) > 40
    page = (repo / "THIRD-PARTY.md").read_text()
    assert [name for name, version in components.items() if f"| {name} | {version} |" not in page] == []


def test_security_md_names_its_times(repo):
    """R46"""
    text = (repo / "SECURITY.md").read_text()

    assert all(words in text for words in ("48 hours", "7 days", "30 days", "security.txt", "--sbom"))


def test_publiccode_has_what_the_standard_demands(repo):
    text = (repo / "publiccode.yml").read_text()
    mandatory = (
        "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType",
        "description", "legal", "maintenance", "localisation",
    )  # fmt: skip

    assert [key for key in mandatory if not re.search(rf"^{key}:", text, re.MULTILINE)] == []


def test_a_canary_is_one_word():
    assert canary("raw_record", "raw", "kept") == "CANARY-raw-record-raw-kept"
