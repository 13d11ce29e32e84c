"""Everything can be reached and left by keyboard, and one sees where one is."""

import pytest
from playwright.sync_api import expect

FOCUS = """() => {
    const e = document.activeElement, box = e.getBoundingClientRect();
    const ring = style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const pin = e.querySelector && e.querySelector(".pin__hit");  // a place on the map shows its own ring
    return {name: e.tagName + " " + (e.textContent || e.name || "").trim().slice(0, 60),
            shown: ring(getComputedStyle(e)) || ring(getComputedStyle(e, "::after"))
                || !!pin && parseFloat(getComputedStyle(pin).strokeWidth) >= 2,
            visible: box.width > 0 && box.height > 0, body: e === document.body};
}"""
PAGES = [
    "/",
    "/partnerschaften/",
    "/foerderung/aufrufe/",
    "/konto/login/",
    "/barriere-melden/",
    "/suche/?q=Nevers",
]


@pytest.fixture
def page(town, browser):
    context = town.context(browser, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_the_first_stop_leads_past_the_navigation_into_the_content(town, page):
    page.goto(town.url("/partnerschaften/"))

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    inside = page.evaluate("() => document.querySelector('main').contains(document.activeElement)")
    assert inside


@pytest.mark.parametrize("path", PAGES)
def test_every_stop_is_visible_and_the_tour_ends(town, page, path):
    page.goto(town.url(path))
    stops = page.evaluate(
        "() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]"
        ".filter(e => e.offsetParent !== null && !e.disabled && e.tabIndex >= 0).length"
    )
    unseen = []

    for _ in range(stops + 3):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["body"]:
            break
        if not (focus["shown"] and focus["visible"]):
            unseen.append(focus["name"])

    assert unseen == []


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(town, browser):
    context = town.context(browser, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(town.url("/"))
    link = page.locator("#hauptmenue").get_by_role("link", name="Partnerschaften")
    expect(link).to_be_hidden()

    page.get_by_role("button", name="Menü", exact=True).press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")

    expect(link).to_be_hidden()
    context.close()


def test_after_a_mistake_the_focus_stands_on_the_summary_and_its_link_leads_to_the_field(town, page):
    page.goto(town.url("/barriere-melden/"))

    page.locator("main form button[type=submit]").last.click()

    summary = page.locator(".error-summary, [role=alert]").first
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.press("Enter")
    assert page.evaluate("() => ['INPUT', 'TEXTAREA', 'SELECT'].includes(document.activeElement.tagName)")
