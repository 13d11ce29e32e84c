"""What the browser tests ask of a running town: sign in as a role, walk all pages, examine one."""

import json
import re
from html import unescape
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe

AXE = Axe()
AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
NOT_PAGES = re.compile(
    r"\.(ics|xml|csv|json|jsonld|geojson|pdf|png|txt|svg|docx|xlsx)($|\?)|/abmelden/|/logout/|^/dev/mail/."
    r"|/dokumente/|/dateien/\d"
)
HREF = re.compile(r'<a\b[^>]*?\shref="([^"]+)"')
# Pages of one shape: what stands behind these words is a slug
FOLDERS = (
    *((1, "partnerschaften"), (2, "aufrufe"), (2, "quellen"), (2, "organisationen")),
    *((3, "gute-praxis"), (3, "vorlagen"), (3, "zahlen"), (3, "jubilaeen")),
)
WORDS = frozenset(
    ["neu", "anmelden", "beitreten", "vorschlagen"]
    + ["arbeit", "kontakte", "begegnungen", "netzwerke", "abgleich", "berichte"]
)
NUMBERS = re.compile(r"\d+")


class Town:
    def __init__(self, address, environment):
        self.address = address
        self.environment = environment
        self._cookies = {}

    def url(self, path):
        return urljoin(self.address, path)

    def context(self, browser, role=None, **options):
        """A browser context, signed in as a demo account if `role` names one."""
        context = browser.new_context(locale="de-DE", reduced_motion="reduce", **options)
        if role:
            if role not in self._cookies:
                self._cookies[role] = self._sign_in(context, role)
            context.add_cookies(self._cookies[role])
        return context

    def _sign_in(self, context, role):
        page = context.new_page()
        page.goto(self.url("/konto/demo/"))
        page.locator(f'button[name="konto"][value="{role}"]').click()
        page.wait_for_load_state()
        assert "/mein-bereich/" in page.url, page.url  # in the person's language
        cookies = context.cookies()
        page.close()
        return cookies

    def pages_of(self, context, starts, languages):
        """{path: HTML} of what can be reached by links in these languages, one path for each shape."""
        queue, shapes, found = list(starts), set(), {}
        while queue:
            path = queue.pop(0)
            language, shape = _language(path), _shape(path)
            if language not in languages or shape in shapes or NOT_PAGES.search(path):
                continue
            shapes.add(shape)
            answer = context.request.get(self.url(path))
            if "text/html" not in answer.headers.get("content-type", ""):
                continue
            found[path] = answer.text()
            hrefs = map(unescape, HREF.findall(found[path]))
            queue += [_local(path, href) for href in hrefs if _is_local(href)]
        return found


def _is_local(href):
    return not re.match(r"(https?:|mailto:|tel:|#|webcal:)", href)


def _local(path, href):
    parts = urlsplit(urljoin(path, href))
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _language(path):
    first = path.split("/")[1]
    return first if first in ("en", "fr") else "de"


def _shape(path):
    """Addresses that differ only in a slug, a number or a query are one shape of page."""
    parts = urlsplit(path)
    segments = [segment for segment in parts.path.split("/") if segment]
    first = 0 if _language(path) == "de" else 1
    for place, folder in FOLDERS:
        place += first
        stands_there = len(segments) > place and segments[place - 1] == folder
        if stands_there and segments[place] not in WORDS:
            segments[place] = "*"
    keys = sorted(part.split("=")[0] for part in parts.query.split("&") if part)
    return NUMBERS.sub("0", "/".join(segments)) + "?" + ",".join(keys)


def violations(page):
    """What axe finds, as short lines; no rule is left out."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.axe_script)
    found = page.evaluate(f"axe.run({json.dumps(AXE_RULES)}).then(found => found.violations)")
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]


def overflow(page):
    """How many pixels the page is wider than its window, and what sticks out."""
    return page.evaluate(
        """() => {
        const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
        if (wide <= 0) return "";
        const culprit = [...document.querySelectorAll("body :not(svg *)")].findLast(
            e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
        return wide + "px " + (culprit ? culprit.outerHTML.slice(0, 160) : "");
    }"""
    )
