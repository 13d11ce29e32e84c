"""Every page, as every role, in a real browser: axe, width, security policy, foreign hosts."""

from tests.browser.town import fingerprint, overflow, violations

already_examined = set()


class Watch:
    """Notes what a page should never do while it is open."""

    def __init__(self, page, address):
        self.address, self.found = address, []
        page.on("console", self._console)
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message):
        if message.type == "error":
            self.found.append(f"console: {message.text[:200]}")

    def _request(self, request):
        if not request.url.startswith((self.address, "data:")):
            self.found.append(f"foreign host: {request.url[:120]}")

    def _response(self, response):
        if response.status >= 400:
            self.found.append(f"{response.status}: {response.url[:120]}")


def examine(page, town, path, html):
    """Problems of one page at three widths, light and dark; the same contents are looked at once."""
    found, mark = [], fingerprint(html)
    if mark in already_examined:
        return found
    already_examined.add(mark)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(town.url(path))
    found += [f"1280 light {v}" for v in violations(page)]
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    found += [f"390 dark {v}" for v in violations(page)]
    page.set_viewport_size({"width": 320, "height": 640})
    if wide := overflow(page):
        found.append(f"320 px: {wide}")
    page.evaluate("() => document.documentElement.dir = 'rtl'")
    if wide := overflow(page):
        found.append(f"320 px right-to-left: {wide}")
    return found


def check(town, browser, role, starts):
    """Walk and examine all pages that a role can reach."""
    context = town.context(browser, role)
    pages = town.pages_of(context, starts)
    page = context.new_page()
    watch = Watch(page, town.address)

    problems = {path: found for path, html in pages.items() if (found := examine(page, town, path, html))}

    context.close()
    assert len(pages) > 10
    assert problems == {}
    assert watch.found == []
