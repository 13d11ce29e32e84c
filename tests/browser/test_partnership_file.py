"""Journeys of the partnership file: on a phone without JavaScript, at a desk, and by keyboard."""

import datetime
import re
import subprocess
import sys

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import REPO

PHONE = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}
DESK = {"viewport": {"width": 1280, "height": 900}}
TODAY = timezone.localdate()
SENT = re.compile(r"/partnerschaften/kontakte/stimmt-das/[\w-]+/")


@pytest.fixture(params=[PHONE, DESK], ids=["phone without JavaScript", "desk"])
def open_as(request, town, browser):
    """A page signed in as a demo account, on both devices."""
    contexts = []

    def opened(role=None):
        contexts.append(town.context(browser, role, **request.param))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


def day(offset):
    return (TODAY + datetime.timedelta(days=offset)).isoformat()


def send(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def fill(page, **fields):
    for name, value in fields.items():
        field = page.locator(f"main [name={name}]").first
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def test_an_encounter_is_recorded_with_eight_answers(town, open_as):
    page = open_as("sachbearbeitung")
    page.goto(town.url("/partnerschaften/nevers/akte/"))
    page.locator("main").get_by_role("link", name="Begegnung eintragen").first.click()

    fill(page, title="Chor zu Gast", kind="culture", starts_on=day(-2), ends_on=day(-1))
    fill(page, participants_own="12", participants_partner="24")
    send(page, "Begegnung eintragen")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Chor zu Gast")
    expect(page.locator("main")).to_contain_text("24")


def test_a_mistake_is_said_at_its_field_and_nothing_is_lost(town, open_as):
    page = open_as("sachbearbeitung")
    page.goto(town.url("/partnerschaften/begegnungen/neu/?partnerschaft=nevers"))

    fill(page, title="Chor zu Gast", kind="culture", starts_on=day(-1), ends_on=day(-2))
    send(page, "Begegnung eintragen")

    expect(page.locator(".kern-alert--danger, .error-summary").first).to_be_visible()
    expect(page.locator("main [name=title]")).to_have_value("Chor zu Gast")
    expect(page.locator("main [name=participants_own]")).to_be_visible()


def test_a_partnership_is_suspended_and_lives_again(town, open_as):
    page = open_as("leitung")
    page.goto(town.url("/partnerschaften/novara/bearbeiten/"))
    page.locator("main").get_by_role("link", name="Aussetzen", exact=True).click()
    fill(page, decision="BV/0494/2026", review_on=day(200))
    for name in ("reason", "public_wording"):
        page.locator(f"main select[name={name}]").select_option(index=1)
    send(page, "Eintragen")

    page.goto(town.url("/partnerschaften/novara/"))
    expect(page.locator("main .kern-alert")).to_contain_text("pausieren zurzeit")
    page.goto(town.url("/partnerschaften/novara/bearbeiten/"))
    send(page, "Wieder als aktiv eintragen")

    page.goto(town.url("/partnerschaften/novara/"))
    expect(page.locator("main .kern-alert")).to_have_count(0)
    page.goto(town.url("/partnerschaften/novara/akte/"))
    expect(page.locator("main")).to_contain_text("BV/0494/2026")


def test_a_delegation_is_prepared_up_to_its_briefing(town, open_as):
    page = open_as("sachbearbeitung")
    page.goto(town.url("/partnerschaften/begegnungen/neu/?partnerschaft=uman"))
    fill(page, title="Besuch der Stadtspitze", kind="delegation", starts_on=day(60), ends_on=day(62))
    send(page, "Begegnung eintragen")
    page.locator("main").get_by_role("link", name="Delegation vorschlagen").first.click()
    fill(page, purpose="Antrittsbesuch")
    send(page, "Delegation vorschlagen")
    address = page.url

    executive = open_as("stadtvorstand")
    executive.goto(address)
    executive.locator("main").get_by_role("link", name="Über die Reise entscheiden").first.click()
    executive.get_by_label("Ich genehmige die Reise.", exact=True).check()
    send(executive, "Entscheidung eintragen")
    executive.wait_for_load_state()
    page.goto(address)

    expect(page.locator("main")).to_contain_text("genehmigt")
    page.locator("main").get_by_role("link", name="Mappe lesen").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Besuch der Stadtspitze")


def test_the_yearly_report_is_read_and_downloaded(town, open_as):
    page = open_as("sachbearbeitung")
    page.goto(town.url("/partnerschaften/berichte/"))
    page.locator("main").get_by_role("link", name=str(TODAY.year - 1)).first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(str(TODAY.year - 1))
    for kind in ("pdf", "docx", "xlsx"):
        link = page.locator(f"main a[href$='.{kind}']").first
        answer = page.request.get(town.url(link.get_attribute("href")))
        assert answer.status == 200 and len(answer.body()) > 5000, kind


def test_a_french_speaking_contact_confirms_without_an_account(town, open_as):
    page = open_as("sachbearbeitung")
    page.goto(town.url("/partnerschaften/kontakte/?q=Exemple"))
    page.locator("main").get_by_role("link", name="Claire Exemple").first.click()
    send(page, "Fragen: „Stimmt das noch?“")
    link = newest_link(town, page)

    contact = open_as()
    contact.goto(town.url(link))
    expect(contact.locator("html")).to_have_attribute("lang", "fr")
    contact.locator("main form button[type=submit]").first.click()
    contact.wait_for_load_state()

    expect(contact.get_by_role("heading", level=1)).to_contain_text("Merci")


def newest_link(town, page):
    """The address in the last mail of the portal's own mailbox, delivered as the worker would."""
    command = [sys.executable, "-W", "ignore", "manage.py", "deliver_notices"]
    subprocess.run(command, cwd=REPO, env=town.environment, check=True, capture_output=True)
    page.goto(town.url("/dev/mail/"))
    page.locator("main a").first.click()
    return "/fr" + SENT.search(page.content())[0]


def test_a_task_is_done_by_keyboard(town, browser):
    context = town.context(browser, "sachbearbeitung", **DESK)
    page = context.new_page()
    page.goto(town.url("/partnerschaften/arbeit/aufgaben/neu/?partnerschaft=norwich"))
    page.locator("main [name=title]").focus()
    page.keyboard.type("Karte schreiben")
    page.keyboard.press("Tab")
    page.locator("main [name=due_on]").fill(day(3))
    page.get_by_role("button", name="Aufgabe speichern").press("Enter")
    page.wait_for_load_state()
    done = page.get_by_role("button", name="Karte schreiben")
    done.focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()

    expect(page.locator("main")).not_to_contain_text("Karte schreiben", timeout=5000)
    context.close()
