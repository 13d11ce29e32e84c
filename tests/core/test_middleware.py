import json
import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from core import logs
from core.middleware import CleanInput, LanguageFromPath, RequestLog, ResponseHeaders
from core.people import AnonymousPerson


def ok(request):
    return HttpResponse("ok")


@pytest.mark.parametrize(
    ("path", "language"), [("/", "de"), ("/en/", "en"), ("/fr/suche/", "fr"), ("/english/", "de")]
)
def test_the_address_decides_the_language_and_nothing_else(path, language):
    seen = []
    request = RequestFactory().get(path, headers={"Accept-Language": "fr"})

    response = LanguageFromPath(lambda r: seen.append(translation.get_language()) or HttpResponse())(request)

    assert (seen, response["Content-Language"], "Vary" in response) == ([language], language, False)


@pytest.mark.parametrize("path", ["/partnerschaften/%00/", "/suche/?q=%00", "/suche/?q=" + "a" * 5000])
def test_addresses_that_no_person_types_are_refused_at_the_door(path):
    """R35"""
    response = CleanInput(ok)(RequestFactory().get(path))

    assert response.status_code == 400


def test_a_body_over_twelve_megabytes_is_refused_before_it_is_read():
    request = RequestFactory().post("/", CONTENT_LENGTH=13 * 1024 * 1024)

    assert CleanInput(ok)(request).status_code == 413


def test_a_signed_in_page_is_never_stored_by_a_browser_or_proxy():
    """R24"""
    request = RequestFactory().get("/")
    request.user = type("Person", (), {"is_authenticated": True})()

    assert ResponseHeaders(ok)(request)["Cache-Control"] == "no-store, private"


def test_an_anonymous_page_is_asked_for_again_and_carries_the_permissions_policy():
    request = RequestFactory().get("/")
    request.user = AnonymousPerson()

    response = ResponseHeaders(ok)(request)

    assert response["Cache-Control"] == "no-cache"
    assert "camera=()" in response["Permissions-Policy"]


def test_a_request_leaves_one_json_line_with_its_id(caplog):
    with caplog.at_level(logging.INFO, "portal.requests"):
        response = RequestLog(ok)(RequestFactory().get("/suche/", headers={"X-Request-ID": "abcdef-12345"}))

    record = caplog.records[-1]
    assert (response["X-Request-ID"], record.path, record.status) == ("abcdef-12345", "/suche/", 200)


def test_a_forged_request_id_is_replaced():
    response = RequestLog(ok)(RequestFactory().get("/", headers={"X-Request-ID": "a b{}"}))

    assert len(response["X-Request-ID"]) == 32


def test_line_breaks_in_a_message_stay_on_one_line_of_the_log():
    """R40"""
    entry = logging.LogRecord("x", logging.WARNING, "", 1, "sign-in failed\r\nroot signed in", (), None)

    line = logs.formatter().format(entry)

    assert "\n" not in line and json.loads(line)["event"] == "sign-in failed\r\nroot signed in"


@pytest.mark.parametrize(
    ("ip", "short"), [("203.0.113.77", "203.0.113.0"), ("2001:db8:1:2::5", "2001:db8:1::"), ("", "")]
)
def test_addresses_in_the_security_log_are_shortened(ip, short):
    """R40"""
    assert logs.shorten_ip(ip) == short
