"""Every component in every state, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.town import overflow, violations

GALLERY = "/dev/bausteine/"
STATES = [
    (1280, "?scheme=light"),
    (1280, "?scheme=dark"),
    (1280, "?dir=rtl"),
    (390, "?scheme=light"),
    (390, "?dir=rtl&scheme=dark"),
    (320, "?scheme=dark"),
    (320, "?dir=rtl"),
]


@pytest.fixture
def gallery(town, browser):
    """Opens the gallery at a width; closes what it opened."""
    contexts = []

    def open_at(width, query="", **options):
        scheme = "dark" if "dark" in query else "light"
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale="de-DE", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.troubles = []
        page.on("console", lambda message: message.type == "error" and page.troubles.append(message.text))
        page.on("response", lambda answer: answer.status >= 400 and page.troubles.append(answer.url))
        page.goto(town.url(GALLERY + query))
        return page

    yield open_at
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("width", "query"), STATES, ids=lambda value: str(value))
def test_components_are_accessible_and_fit(gallery, width, query):
    page = gallery(width, query)

    assert violations(page) == []
    assert overflow(page) == ""
    assert page.troubles == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_menu_of_a_phone_opens_and_closes(gallery, scripts):
    page = gallery(390, java_script_enabled=scripts)
    menu = page.locator("#hauptmenue")
    expect(menu).to_be_hidden()

    page.get_by_role("button", name="Menü", exact=True).click()
    expect(menu.get_by_role("link", name="Partnerschaften")).to_be_visible()
    page.keyboard.press("Escape")

    expect(menu).to_be_hidden()


def test_the_menu_of_a_desk_is_always_open(gallery):
    page = gallery(1280)

    expect(page.locator("#hauptmenue").get_by_role("link", name="Partnerschaften")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_dialog_opens_with_the_harmless_button_in_focus(gallery, scripts):
    page = gallery(1280, java_script_enabled=scripts)

    page.get_by_role("button", name="Löschen", exact=True).click()

    expect(page.get_by_role("heading", name="Angebot löschen?")).to_be_visible()
    expect(page.get_by_role("button", name="Abbrechen")).to_be_focused()


def test_the_error_summary_has_the_focus_and_leads_to_the_field(gallery):
    page = gallery(1280)
    expect(page.locator("[data-focus]")).to_be_focused()

    page.get_by_role("link", name="Wählen Sie, was Sie anbieten.").click()

    expect(page.locator("#id_falsch-kind_0")).to_be_focused()


def test_the_toolbar_formats_what_is_selected(gallery):
    page = gallery(1280)
    text = page.locator("#id_leer-text")
    text.fill("eins\nzwei")
    text.select_text()

    page.get_by_role("button", name="Liste").click()

    assert text.input_value() == "- eins\n- zwei"


def test_the_toolbar_is_one_stop_for_the_keyboard(gallery):
    page = gallery(1280)
    page.get_by_role("button", name="Überschrift").focus()

    page.keyboard.press("ArrowRight")

    expect(page.get_by_role("button", name="Fett")).to_be_focused()
    assert page.locator("[data-mark][tabindex='0']").count() == 1


def test_without_scripts_there_is_no_toolbar_but_a_text_field(gallery):
    page = gallery(1280, java_script_enabled=False)

    expect(page.locator("#id_leer-text")).to_be_visible()
    expect(page.locator("[role=toolbar]")).to_be_hidden()


def test_every_target_of_the_frame_is_large_enough(gallery):
    """24 px is the minimum of WCAG 2.2; the frame keeps 36 px and more."""
    page = gallery(390)

    sizes = page.locator("header a, header button, footer a").evaluate_all(
        "all => all.map(e => [e.textContent.trim(), e.getBoundingClientRect()])"
        ".filter(([, box]) => box.width && box.height < 36).map(([text]) => text)"
    )

    assert sizes == []
