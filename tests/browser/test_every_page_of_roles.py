"""Every page that a signed-in person can reach, for every role."""

import pytest

from tests.browser.every_page import check

ROLES = [
    "sachbearbeitung",
    "leitung",
    "wirtschaftsfoerderung",
    "verein",
    "verein-mitglied",
    "schule",
    "unternehmen",
    "ratsmitglied-a",
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


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_is_accessible_and_keeps_to_itself(town, browser, role):
    """R22, R25"""
    check(town, browser, role, ("/mein-bereich/", "/konto/", "/"))
