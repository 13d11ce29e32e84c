"""Every page that anybody can reach, in every language."""

from tests.browser.every_page import check

STARTS = ("/", "/konto/demo/", "/konto/login/", "/konto/signup/", "/konto/password/reset/")


def test_every_public_page_is_accessible_and_keeps_to_itself(town, browser):
    """R22, R25"""
    check(town, browser, None, STARTS)
