"""From a bare python3 to the running portal, its tests or its checks.

Called by the Makefile. Uses the standard library only and stays readable for old interpreters, so that they
can be told in a sentence that they are too old.
"""

import ctypes
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.abspath(os.environ.get("VENV") or os.path.join(ROOT, ".venv"))
PYTHON = os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)
BASE, DEV = "requirements.txt", "requirements-dev.txt"

TOO_OLD = "Python {}.{} ist zu alt: Das Portal braucht Python 3.11 oder neuer."
NO_VENV = (
    "Die virtuelle Umgebung {} lässt sich nicht anlegen: Unter Debian und Ubuntu fehlt dann meist das Paket "
    "python3-venv, sonst Schreibrecht oder Platz."
)
NOT_INSTALLED = (
    "Die Pakete aus {} lassen sich nicht einrichten (siehe oben): "
    "Prüfen Sie das Netz oder nennen Sie mit PIP_INDEX_URL einen Spiegel."
)
# What pip is told about mirrors holds for uv as well.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "no-index": "UV_NO_INDEX",
}


def main():
    commands = {"run": run, "test": test, "check": check, "bench": bench, "lock": lock, "clean": clean}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        sys.exit("usage: bootstrap.py " + "|".join(commands))
    use_a_new_enough_python()
    os.chdir(ROOT)
    end_with_make()
    commands[sys.argv[1]](sys.argv[2:])


def run(arguments):
    prepare(BASE)
    become("manage.py", "run_portal", *arguments)


def test(arguments):
    prepare(DEV)
    become("tools/run_tests.py", *arguments)


def check(_arguments):
    prepare(DEV)
    become("tools/run_checks.py")


def bench(arguments):
    prepare(DEV)
    become("-m", "bench", *arguments)


def lock(_arguments):
    """Resolve pyproject.toml anew into the two hashed lists, the second at the versions of the first."""
    install(DEV)
    switches = "--universal --generate-hashes --no-annotate --no-emit-index-url --no-header --upgrade --quiet"
    uv = os.path.join(VENV, "bin", "uv")
    command = [uv, "pip", "compile", "--python-version", "3.11", *switches.split(), "pyproject.toml"]
    environment = uv_environment()
    subprocess.check_call(command + ["-o", BASE], env=environment)
    subprocess.check_call(command + ["--group", "dev", "-c", BASE, "-o", DEV], env=environment)


def clean(_arguments):
    """Remove what can be made again; the data folder stays."""
    for path in (VENV, "build", ".pytest_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis"):
        shutil.rmtree(path, ignore_errors=True)
    for folder, names, _files in os.walk(ROOT):
        if "__pycache__" in names:
            shutil.rmtree(os.path.join(folder, "__pycache__"), ignore_errors=True)


def use_a_new_enough_python():
    """Go on with this interpreter, or with a newer one on the PATH, or say that there is none."""
    if sys.version_info >= OLDEST:
        return
    for minor in (13, 12, 11):
        newer = shutil.which(f"python3.{minor}")
        if newer and subprocess.call([newer, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(newer, [newer] + sys.argv)
    sys.exit(TOO_OLD.format(*sys.version_info))


def end_with_make():
    """Be told to stop when make is killed; the order survives exec."""
    if sys.platform != "linux":
        return
    with open(f"/proc/{os.getppid()}/comm") as parent:
        called_by_make = parent.read().strip() in ("make", "gmake")
    if called_by_make:
        ctypes.CDLL(None).prctl(1, 15)


def prepare(requirements):
    install(requirements)
    if os.path.exists("tools/build_assets.py"):
        ended = subprocess.call([PYTHON, "tools/build_assets.py"])
        if ended != 0:
            sys.exit(ended)


def become(*arguments):
    """Replace this process, so that signals reach the command itself."""
    sys.stdout.flush()
    os.execv(PYTHON, [PYTHON] + list(arguments))


def install(requirements):
    """The virtual environment with exactly the locked packages; nothing to do while the lock is the same."""
    wanted = {name: digest(name) for name in ((BASE, DEV) if requirements == DEV else (BASE,))}
    if works() and wanted.items() <= installed().items():
        return
    say("Pakete werden eingerichtet …")
    if not works():
        make_venv()
    if not (install_with_uv(requirements) or install_with_pip(requirements)):
        sys.exit(NOT_INSTALLED.format(requirements))
    with open(stamp(), "w") as file:
        json.dump(dict(wanted, python="{}.{}".format(*sys.version_info)), file)


def works():
    """Whether the environment's interpreter starts; it does not after a move or an upgrade of the system."""
    try:
        return subprocess.call([PYTHON, "-c", ""], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def installed():
    try:
        with open(stamp()) as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def stamp():
    return os.path.join(VENV, "installed.json")


def digest(name):
    with open(os.path.join(ROOT, name), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def make_venv():
    shutil.rmtree(VENV, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "venv", VENV], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    if done.returncode != 0 or not works():
        sys.exit(NO_VENV.format(VENV))


def install_with_uv(requirements):
    """uv itself is locked too; with it the rest takes seconds."""
    uv = os.path.join(VENV, "bin", "uv")
    if not os.path.exists(uv):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as only_uv:
            only_uv.write(locked("uv"))
            only_uv.flush()
            if not install_with_pip(only_uv.name):
                return False
    command = [uv, "pip", "install", "--quiet", "--require-hashes", "--python", PYTHON, "-r", requirements]
    return subprocess.run(command, env=uv_environment(), stderr=subprocess.PIPE).returncode == 0


def install_with_pip(requirements):
    command = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
    return subprocess.call(command + ["-r", requirements]) == 0


def locked(package):
    """The lines of one package from the lock, hashes included."""
    with open(os.path.join(ROOT, DEV)) as file:
        return re.search(rf"^{package}==(?:.*\\\n)*.*\n", file.read(), re.MULTILINE).group()


def uv_environment():
    """Mirrors as pip knows them, all equally trusted as pip does; hashes bind what is installed."""
    return dict(os.environ, UV_INDEX_STRATEGY="unsafe-best-match", **mirrors())


def mirrors():
    """pip's settings for mirrors, in uv's words."""
    output = subprocess.run([PYTHON, "-m", "pip", "config", "list"], stdout=subprocess.PIPE).stdout.decode()
    found = {}
    settings = re.findall(r"^([^.\n]+)\.([a-z-]+)='(.*)'$", output, re.MULTILINE)
    for _section, name, value in sorted(settings, key=lambda one: one[0] == ":env:"):  # the environment wins
        target = PIP_TO_UV.get(name)
        if target and target not in os.environ:
            found[target] = re.sub(r"\s+|\\n", "," if name == "find-links" else " ", value.strip())
    return found


def say(message):
    print(message, flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
