"""The Nu HTML checker finds no error in any page."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
JAR = Path(os.environ.get("VNU_JAR", REPO / "build/vnu/node_modules/vnu-jar/build/dist/vnu.jar"))
KNOWN = ("CSS:",)  # the checker's CSS mode is older than our style sheet


@pytest.fixture(scope="module")
def checker():
    if not JAR.exists() or not shutil.which("java"):
        pytest.skip("the Nu HTML checker needs java and vnu.jar: see CONTRIBUTING.md")
    return ["java", "-jar", str(JAR), "--errors-only", "--format", "gnu"]


@pytest.mark.parametrize(
    "role", [None, "sachbearbeitung", "verwaltung", "verein"], ids=lambda role: role or "niemand"
)
def test_no_page_has_an_html_error(town, browser, checker, role, tmp_path):
    context = town.context(browser, role)
    starts = ("/", "/en/", "/fr/") if role is None else ("/mein-bereich/", "/konto/")
    for number, (path, html) in enumerate(town.pages_of(context, starts).items()):
        name = path.strip("/").replace("/", "_").replace("?", "_")[:80]
        (tmp_path / f"{number:03}-{name}.html").write_text(html)
    context.close()

    result = subprocess.run([*checker, *map(str, sorted(tmp_path.iterdir()))], capture_output=True, text=True)

    errors = [line for line in result.stderr.splitlines() if line and not any(word in line for word in KNOWN)]
    assert errors == []
