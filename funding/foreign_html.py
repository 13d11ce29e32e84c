"""HTML of a source, made harmless and fit for the place on our page where it will stand."""

import re

from core.texts import sanitise_html
from funding.nesting import shallow

HEADING = re.compile(r"<(/?)h[1-6]\b[^>]*>", re.IGNORECASE)
EMPTY_LINK = re.compile(r"<a\b[^>]*>(?:\s|&nbsp;)*+</a>", re.IGNORECASE)
EMPTY_BLOCK = re.compile(r"<(p|li|strong|em|u)>(?:\s|&nbsp;|<br>)*+</\1>")


def foreign_html(html):
    """Sanitised; headings become strong lines, because the page has its own outline; empty links go."""
    clean = str(harmless_html(_without_headings(html or "")))
    for empty in (EMPTY_LINK, EMPTY_BLOCK, EMPTY_BLOCK):
        clean = empty.sub("", clean)
    return clean.strip()


def harmless_html(html):
    """Sanitised, in a time that grows with the length of the text and no faster."""
    return sanitise_html(shallow(html))


def _without_headings(html):
    """Searched up to the last ">" only: behind it, every opening of a tag would be read to the very end."""
    end = html.rfind(">") + 1
    flat = HEADING.sub(lambda found: "</strong></p>" if found[1] else "<p><strong>", html[:end])
    return flat + html[end:]
