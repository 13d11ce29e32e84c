"""HTML of a source, made harmless and fit for the place on our page where it will stand."""

import re

from core.texts import sanitise_html

HEADING = re.compile(r"<(/?)h[1-6]\b[^>]*>", re.IGNORECASE)
EMPTY_LINK = re.compile(r"<a\b[^>]*>(?:\s|&nbsp;|\xa0)*</a>", re.IGNORECASE)
EMPTY_BLOCK = re.compile(r"<(p|li|strong|em|u)>(?:\s|&nbsp;|\xa0|<br>)*</\1>")


def foreign_html(html):
    """Sanitised; headings become strong lines, because the page has its own outline; empty links go."""
    flat = HEADING.sub(lambda found: "</strong></p>" if found[1] else "<p><strong>", html or "")
    clean = str(sanitise_html(flat))
    for empty in (EMPTY_LINK, EMPTY_BLOCK, EMPTY_BLOCK):
        clean = empty.sub("", clean)
    return clean.strip()
