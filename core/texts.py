"""Text that people write: Markdown in, a safe subset of HTML out."""

import re
from html import unescape

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "s", "sub", "sup", "u",
    "a", "blockquote", "code", "pre", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"scope", "colspan"}, "td": {"colspan"}}
SCHEMES = {"http", "https", "mailto"}
HIGHEST_HEADING = 2
ANY_TAG = re.compile(r"<[^>]+>")
ENDLESS_NUMBER = re.compile(r"&#\d{8,};?")
DIRECTION_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")

# Built once: to make it anew for every text costs more than the cleaning
_cleaner = nh3.Cleaner(
    tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="nofollow noopener noreferrer"
)
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])


def sanitise_html(html):
    """Foreign HTML reduced to a harmless subset; links leave with rel=nofollow noopener."""
    return SafeString(_cleaner.clean(html))


def render_markdown(text, *, top=HIGHEST_HEADING):
    """HTML of a Markdown text whose highest heading becomes `<h{top}>`."""
    tokens = _markdown.parse(text or "")
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + top - 1)}"
    return sanitise_html(_markdown.renderer.render(tokens, _markdown.options, {}))


def plain_text(html):
    """The words of an HTML text, blocks separated by blanks."""
    html = html or ""
    # Behind the last ">" there is no tag; looking for its end from every "<" would take quadratic time
    end = html.rfind(">") + 1
    words = ANY_TAG.sub(" ", html[:end]) + html[end:]
    # Python refuses to read numbers of thousands of digits; no character has more than seven
    return " ".join(unescape(ENDLESS_NUMBER.sub("\ufffd", words)).split())


def without_overrides(text):
    """A text in which no character turns the direction of what is shown after it."""
    return DIRECTION_OVERRIDES.sub("", text)


def teaser(text, length=160):
    """The beginning of a plain text, cut between words."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(",;:.–-") + " …"


def link(url, words):
    """An HTML link with escaped address and words."""
    return format_html('<a class="kern-link" href="{}">{}</a>', url, words)
