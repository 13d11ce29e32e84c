"""The Nu HTML checker over many pages at once."""

import os
import re
import shutil
import subprocess
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
JAR = Path(os.environ.get("VNU_JAR", REPO / "build/vnu/node_modules/vnu-jar/build/dist/vnu.jar"))
COMMAND = ["java", "-jar", str(JAR), "--errors-only", "--format", "gnu"]
KNOWN = ("CSS:",)  # the checker's CSS mode is older than our style sheet


def is_at_hand():
    return JAR.exists() and shutil.which("java") is not None


def errors_of(pages, folder):
    """The errors in {name: HTML}, one line each with the name in that of the file."""
    files = []
    for number, (name, html) in enumerate(pages.items()):
        name = re.sub(r"\W+", "-", name)[:80]
        files.append(folder / f"{number:03}-{name}.html")
        files[-1].write_text(html)
    if not files:
        return []
    done = subprocess.run([*COMMAND, *map(str, files)], capture_output=True, text=True)
    return [line for line in done.stderr.splitlines() if line and not any(word in line for word in KNOWN)]
