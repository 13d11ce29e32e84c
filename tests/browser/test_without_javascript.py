"""Every journey works with JavaScript switched off."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def page(town, browser):
    context = town.context(browser, java_script_enabled=False, viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def search(page, words, **choices):
    """Fill the filter of a list and send it; a script would fold it on a phone."""
    page.locator("main form input[type=search]").first.fill(words)
    for name, value in choices.items():
        page.locator(f"main form select[name={name}]").select_option(value)
    page.locator("main form button[type=submit]").first.click()


def test_a_citizen_filters_the_partner_towns_and_opens_one(town, page):
    page.goto(town.url("/partnerschaften/"))

    search(page, "Nevers")

    expect(page.get_by_role("heading", name="1 Partnerschaft gefunden")).to_be_visible()
    page.locator("main").get_by_role("link", name="Nevers", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nevers")


def test_a_citizen_finds_the_town_twinning_call_by_full_text(town, page):
    page.goto(town.url("/foerderung/aufrufe/"))

    search(page, "twinning", status="alle")

    expect(page.locator("main").get_by_role("link", name="Town Twinning").first).to_be_visible()


def test_a_reader_changes_the_language_and_stays_on_the_page(town, page):
    page.goto(town.url("/partnerschaften/nevers/"))

    page.locator("header").get_by_role("link", name="Français").first.click()

    assert page.url == town.url("/fr/partnerschaften/nevers/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_a_barrier_is_reported_without_an_account(town, page):
    page.goto(town.url("/barriere-melden/"))

    for field in page.locator("main form textarea").all():
        field.fill("Die Karte lässt sich am Telefon nicht bedienen.")
    page.locator("main form button[type=submit]").last.click()

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("B-")


def test_staff_signs_in_and_sees_what_waits(town, browser):
    context = town.context(browser, "sachbearbeitung", java_script_enabled=False)
    page = context.new_page()

    page.goto(town.url("/mein-bereich/"))

    expect(page.locator("main")).to_contain_text("Wartet auf")
    context.close()
