"""Read the environment once and refuse, in a sentence, what cannot work."""

import contextlib
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from config import data_folder

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

EMBEDDED, PRODUCTION = "embedded", "production"
SHORTEST_SECRET = 50


def read_mode():
    mode = env("STAEDTEBRUECKE_MODE", default=EMBEDDED)
    if mode not in (EMBEDDED, PRODUCTION):
        raise ImproperlyConfigured(f"STAEDTEBRUECKE_MODE is '{mode}': use 'embedded' or 'production'.")
    return mode


def read_port():
    port = env("PORT", default="") or "8000"
    if not (port.isascii() and port.isdecimal() and 0 < int(port[:6]) < 65536):
        raise ImproperlyConfigured(f"PORT is '{port}': use a number from 1 to 65535.")
    return int(port)


def read_clamd():
    """Where the virus scanner listens: (host, port), the path of a socket, or None without one."""
    url = env("CLAMD_URL", default="")
    if not url:
        return None
    with contextlib.suppress(ValueError):
        parts = urlsplit(url)
        if parts.scheme == "tcp" and parts.hostname and parts.port:
            return parts.hostname, parts.port
        if parts.scheme == "unix" and parts.path.startswith("/") and not parts.netloc:
            return parts.path
    raise ImproperlyConfigured(f"CLAMD_URL is '{url}': use tcp://host:port or unix:///path/of/the/socket.")


def require(name, why):
    """The value of a setting without which production does not start."""
    value = env(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is missing: {why}")
    return value


def production_secret():
    key = require("SECRET_KEY", f"set a random text of at least {SHORTEST_SECRET} characters.")
    if len(key) < SHORTEST_SECRET or len(set(key)) < 8 or "insecure" in key:
        raise ImproperlyConfigured(
            f"SECRET_KEY is too weak: use a random text of at least {SHORTEST_SECRET} characters."
        )
    return key


def production_hosts():
    require("ALLOWED_HOSTS", "name the host names of the portal, separated by commas.")
    hosts = env.list("ALLOWED_HOSTS")
    if any(host.startswith("*") for host in hosts):
        raise ImproperlyConfigured("ALLOWED_HOSTS contains '*': name the hosts of the portal.")
    return hosts


def embedded_secret(data_dir):
    """A key made at the first start and kept in the data folder, readable for its owner only."""
    data_folder.prepare(data_dir)
    path = data_dir / "secret_key"
    if not path.exists():
        fresh = path.with_suffix(f".{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):  # another process was faster
            path.hardlink_to(fresh)
        fresh.unlink()
    return path.read_text().strip()


def refuse_in_production(name):
    if env.bool(name, default=False):
        raise ImproperlyConfigured(f"{name} is switched on, which production does not allow: remove it.")
