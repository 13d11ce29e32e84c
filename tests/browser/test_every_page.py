"""Every page that anybody, and every role, can reach, in every language."""

import pytest

from tests.browser.every_page import Examined, check
from tests.browser.html_checker import errors_of, is_at_hand

pytestmark = pytest.mark.timeout(600)
LANGUAGES = ("de", "en", "fr")
PUBLIC = ("/", "/konto/demo/", "/konto/login/", "/konto/signup/", "/konto/password/reset/")
ROLES = [
    "sachbearbeitung",
    "leitung",
    "wirtschaftsfoerderung",
    "verein",
    "verein-mitglied",
    "schule",
    "unternehmen",
    "ratsmitglied-a",
    "ratsmitglied-b",
    "fraktion",
    "arbeitskreis",
    "steuerungsteam",
    "partnerstadt-nevers",
    "fachamt",
    "stadtvorstand",
    "ratsbuero",
    "datenschutz",
    "verwaltung",
    "buergerin",
]
# Together they reach every template in every language; the others add what their rights change, in German.
# Staff have by far the most pages: two roles share their languages, so that two workers can.
LANGUAGES_OF = {
    "sachbearbeitung": ("de", "en"),
    "leitung": ("de", "fr"),
    "verwaltung": LANGUAGES,
    "verein": LANGUAGES,
    "partnerstadt-nevers": LANGUAGES,
}


@pytest.fixture(scope="session")
def examined(tmp_path_factory, worker_id):
    run = tmp_path_factory.getbasetemp()
    return Examined((run if worker_id == "master" else run.parent) / "examined")


@pytest.fixture(scope="session")
def html(tmp_path_factory):
    """{path: HTML} of what has been examined; at the end the Nu HTML checker reads all at once."""
    pages = {}
    yield pages
    errors = errors_of(pages, tmp_path_factory.mktemp("html")) if is_at_hand() else []
    assert not errors, "\n".join(errors)


def test_the_html_checker_is_at_hand():
    if not is_at_hand():
        pytest.skip("HTML is not checked: the Nu HTML checker needs java and vnu.jar, see CONTRIBUTING.md")


def test_every_public_page_is_accessible_valid_and_keeps_to_itself(town, browser, examined, html):
    """R22, R25"""
    check(town, browser, None, PUBLIC, examined, html, LANGUAGES)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_is_accessible_valid_and_keeps_to_itself(town, browser, examined, html, role):
    """R22, R25"""
    starts = ("/mein-bereich/", "/konto/", "/")
    check(town, browser, role, starts, examined, html, LANGUAGES_OF.get(role, LANGUAGES[:1]))
