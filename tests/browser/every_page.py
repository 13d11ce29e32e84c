"""Every page, as every role, in a real browser: axe, width, security policy, foreign hosts, valid HTML.

The workers of a test run share what they have examined: the same words are opened once, the same
skeleton goes through axe once.
"""

from tests.browser.skeleton import body_and_frame, fingerprint
from tests.browser.town import overflow, violations


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


class Examined:
    """What has been looked at, in a folder for all workers."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def is_first(self, digest):
        """True for one worker, once."""
        try:
            (self.folder / digest).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def examine(page, town, path, html, examined):
    """Problems of a page with new words: at 320 px both ways; with a new skeleton axe too, light and dark."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(town.url(path))
    found = [f"320 px: {wide}" for wide in [overflow(page)] if wide]
    page.evaluate("() => document.documentElement.dir = 'rtl'")
    found += [f"320 px right-to-left: {wide}" for wide in [overflow(page)] if wide]
    body, frame = map(examined.is_first, body_and_frame(html))
    if body or frame:
        page.evaluate("() => document.documentElement.dir = 'ltr'")
        page.set_viewport_size({"width": 1280, "height": 900})
        found += [f"1280 light {v}" for v in violations(page)]
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 390, "height": 844})
        found += [f"390 dark {v}" for v in violations(page)]
        page.emulate_media(color_scheme="light")
    return found


def check(town, browser, role, starts, examined, kept, languages):
    """Walk all pages that a role can reach; examine those that nobody has examined and add them to `kept`."""
    context = town.context(browser, role)
    pages = town.pages_of(context, starts, languages)
    new = {path: html for path, html in pages.items() if examined.is_first(fingerprint(html))}
    page = context.new_page()
    watch = Watch(page, town.address)

    problems = [
        f"{path}: {problem}"
        for path, html in new.items()
        for problem in examine(page, town, path, html, examined)
    ]

    context.close()
    assert len(pages) > 30
    assert not problems, "\n".join(problems)
    assert not watch.found, "\n".join(watch.found)
    kept |= {f"{role}: {path}": html for path, html in new.items()}
