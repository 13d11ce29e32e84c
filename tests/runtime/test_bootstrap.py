"""tools/bootstrap.py: the first minute on a machine that has only python3 and make."""

import shutil
import subprocess
import sys

import pytest

from tests.runtime.copies import REPO
from tools import bootstrap


def test_an_old_python_is_refused_in_one_sentence(monkeypatch):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 18))
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(SystemExit) as refused:
        bootstrap.use_a_new_enough_python()

    assert refused.value.code == "Python 3.9 ist zu alt: Das Portal braucht Python 3.11 oder neuer."


def test_an_old_python_hands_over_to_a_newer_one(monkeypatch, tmp_path):
    newer = tmp_path / "python3.12"
    newer.symlink_to(sys.executable)
    started = []
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 18))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(bootstrap.os, "execv", lambda program, arguments: started.append(program))

    with pytest.raises(SystemExit):  # reached only because execv is replaced
        bootstrap.use_a_new_enough_python()

    assert started == [str(newer)]


@pytest.mark.parametrize("version", ["3.6", "3.7", "3.8", "3.9", "3.10"])
def test_really_old_interpreters_understand_the_file_far_enough(version):
    old = shutil.which(f"python{version}")
    if not old or subprocess.run([old, "-c", ""], capture_output=True).returncode:
        pytest.skip(f"no python{version} on this machine")

    done = subprocess.run(
        [old, "tools/bootstrap.py", "run"], cwd=REPO, env={"PATH": "/nowhere"}, capture_output=True, text=True
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Python {version} ist zu alt: Das Portal braucht Python 3.11 oder neuer.\n"


def test_an_unknown_word_is_answered_with_the_known_ones():
    done = subprocess.run(
        [sys.executable, "tools/bootstrap.py", "fly"], cwd=REPO, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert "run|test|check|bench|lock|clean" in done.stderr


def test_the_lock_of_the_installer_itself_carries_hashes():
    lines = bootstrap.locked("uv").splitlines()

    assert lines[0].startswith("uv==")
    assert all(line.strip().startswith("--hash=sha256:") for line in lines[1:])
    assert len(lines) > 2


def test_every_locked_package_carries_a_hash():
    for name in (bootstrap.BASE, bootstrap.DEV):
        blocks = (REPO / name).read_text().replace("\\\n", "").splitlines()
        assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_the_development_list_holds_the_base_at_the_same_versions():
    def pins(name):
        return {line.split()[0] for line in (REPO / name).read_text().splitlines() if "==" in line.split()[0]}

    assert pins(bootstrap.BASE) <= pins(bootstrap.DEV)


def test_nothing_is_installed_twice(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "VENV", sys.prefix)
    monkeypatch.setattr(bootstrap, "PYTHON", sys.executable)
    monkeypatch.setattr(bootstrap, "installed", lambda: {bootstrap.BASE: bootstrap.digest(bootstrap.BASE)})

    def refuse(*_):
        raise AssertionError("installed again")

    monkeypatch.setattr(bootstrap, "make_venv", refuse)
    monkeypatch.setattr(bootstrap, "install_with_uv", refuse)

    assert bootstrap.install(bootstrap.BASE) is None
    with pytest.raises(AssertionError, match="installed again"):
        bootstrap.install(bootstrap.DEV)


def test_mirrors_of_pip_hold_for_uv(monkeypatch):
    monkeypatch.delenv("UV_INDEX", raising=False)
    monkeypatch.delenv("UV_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://one.example/simple https://two.example/simple")
    monkeypatch.setenv("PIP_FIND_LINKS", "/a /b")
    monkeypatch.setattr(bootstrap, "PYTHON", sys.executable)

    found = bootstrap.mirrors()

    assert found["UV_INDEX"] == "https://one.example/simple https://two.example/simple"
    assert found["UV_FIND_LINKS"] == "/a,/b"
