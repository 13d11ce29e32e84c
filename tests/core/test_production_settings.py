"""Production refuses to start with settings that cannot be right (R43)."""

import json
import os
import subprocess
import sys

import pytest

RIGHT = {
    "STAEDTEBRUECKE_MODE": "production",
    "SECRET_KEY": "u7Jx2-qp9Wv_3LmZk8Rt4Yb6Nc1Hf5Gd0Sa2Qe7Uo3Ip9Ty6Rw8",
    "ALLOWED_HOSTS": "partner.example.org",
    "DATABASE_URL": "postgres://portal@127.0.0.1:5432/portal",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "SITE_URL": "https://partner.example.org",
}
SHOW = (
    "import json; from django.conf import settings as s; print(json.dumps({"
    "'demo': s.DEMO, 'debug': s.DEBUG, 'cookie': s.SESSION_COOKIE_NAME, 'secure': s.SESSION_COOKIE_SECURE,"
    "'hsts': s.SECURE_HSTS_SECONDS, 'timeout': s.EMAIL_TIMEOUT, 'mail': s.EMAIL_BACKEND}))"
)


def start(repo, changes, code=SHOW):
    environment = {key: value for key, value in {**RIGHT, **changes}.items() if value is not None}
    environment |= {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=repo,
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too weak"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY is too weak"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS is missing"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS contains '*'"),
        ({"DATABASE_URL": None}, "DATABASE_URL is missing"),
        ({"REDIS_URL": None}, "REDIS_URL is missing"),
        ({"EMAIL_URL": None}, "EMAIL_URL is missing"),
        ({"SITE_URL": None}, "SITE_URL is missing"),
        ({"DEMO": "1"}, "DEMO is switched on"),
        ({"DEBUG": "1"}, "DEBUG is switched on"),
        ({"RELAXED_THROTTLES": "1"}, "RELAXED_THROTTLES is for examinations on loopback"),
        ({"BROKER_VISIBILITY_TIMEOUT": "60"}, "BROKER_VISIBILITY_TIMEOUT must be at least twice"),
        ({"CLAMD_URL": "127.0.0.1:3310"}, "CLAMD_URL is '127.0.0.1:3310': use tcp://host:port"),
        ({"CLAMD_URL": "tcp://clamd:port"}, "CLAMD_URL is 'tcp://clamd:port': use tcp://host:port"),
        ({"STAEDTEBRUECKE_MODE": "live"}, "STAEDTEBRUECKE_MODE is 'live'"),
    ],
)
def test_production_does_not_start_and_says_why_in_a_sentence(repo, changes, sentence):
    """R43"""
    result = start(repo, changes)

    assert result.returncode != 0
    assert sentence in result.stderr.strip().splitlines()[-1]


def test_production_starts_without_demo_and_with_strict_cookies(repo):
    """R20, R23, R43"""
    result = start(repo, {})

    assert json.loads(result.stdout) == {
        "demo": False,
        "debug": False,
        "cookie": "__Host-sitzung",
        "secure": True,
        "hsts": 31_536_000,
        "timeout": 5,
        "mail": "django.core.mail.backends.smtp.EmailBackend",
    }


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("tcp://clamd.example.org:3310", ["clamd.example.org", 3310]),
        ("unix:///run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        (None, None),
    ],
)
def test_the_virus_scanner_is_where_the_setting_says(repo, url, address):
    """R34"""
    show = "import json; from django.conf import settings as s; print(json.dumps(s.CLAMD_ADDRESS))"

    assert json.loads(start(repo, {"CLAMD_URL": url}, code=show).stdout) == address


def test_every_cookie_has_a_name_that_binds_it_to_this_host(repo):
    """R20"""
    show = (
        "import json, django; django.setup();"
        "from django.conf import settings as s; from django.utils.module_loading import import_string as get;"
        "names = {n: getattr(s, n) for n in dir(s) if n.endswith('COOKIE_NAME')};"
        "names['messages'] = get(s.MESSAGE_STORAGE).cookie_name;"
        "names.pop('LANGUAGE_COOKIE_NAME');"  # no middleware of ours sets it
        "print(json.dumps(names))"
    )

    names = json.loads(start(repo, {}, code=show).stdout)

    assert len(names) >= 5
    assert {name: value for name, value in names.items() if not value.startswith("__Host-")} == {}


def test_djangos_own_deployment_checks_find_nothing(repo):
    """R43"""
    words = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    check = f"from django.core.management import execute_from_command_line as run; run({words})"

    result = start(repo, {}, code=check)

    assert result.returncode == 0, result.stderr
