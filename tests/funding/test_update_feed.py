"""R30: XML from outside brings no document type, no entity and no flood; and it is only a hint."""

from datetime import UTC, datetime

import pytest

from funding.feed_errors import FeedChanged
from funding.update_feed import UpdateItem, read_updates

ITEM = """<item><title>Call  updated</title><link>https://ec.europa.eu/x?a=1&amp;b=2</link>
<description>&lt;b&gt;Identifier:&lt;/b&gt; CERV-2026-DATA&lt;br&gt;
Deadline: 25 June 2026 17:00:00</description>
<pubDate>Fri, 22 May 2026 10:00:00 +0200</pubDate><guid>g-1</guid></item>"""


def rss(inside="", head=""):
    feed = f'{head}<rss version="2.0"><channel>{inside}</channel></rss>'
    return b'<?xml version="1.0" encoding="UTF-8"?>' + feed.encode()


def cause_of(body):
    with pytest.raises(FeedChanged) as caught:
        read_updates(body)
    return caught.value.cause


def test_item_is_a_hint_without_a_deadline():
    assert read_updates(rss(ITEM)) == (
        UpdateItem(
            title="Call updated",
            url="https://ec.europa.eu/x?a=1&b=2",
            identifier="CERV-2026-DATA",
            published_at=datetime(2026, 5, 22, 8, tzinfo=UTC),
            guid="g-1",
        ),
    )


def test_item_without_anything_is_empty():
    assert read_updates(rss("<item><link>javascript:x</link><pubDate>soon</pubDate></item>")) == (
        UpdateItem("", "", "", None, ""),
    )


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "declaration",
    [
        "<!DOCTYPE rss>",
        f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1/x.dtd">',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]>',
    ],
)
def test_r30_document_types_and_entities_are_refused(declaration):
    """R30: billion laughs, external entities, external DTD."""
    assert cause_of(rss("<item><title>&l9;</title></item>", declaration)) == "dtd"


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (b"", "not-xml"),
        (b"<html><p>Maintenance</html>", "not-xml"),
        (rss("<item>"), "not-xml"),
        (b"<feed/>", "envelope"),
        (b"<rss/>", "envelope"),
        (rss("<!--" + "x" * 5_000_000 + "-->"), "too-large"),
    ],
)
def test_r30_what_is_no_small_rss_is_refused(body, cause):
    assert cause_of(body) == cause


def test_empty_channel_has_no_items():
    assert read_updates(rss()) == ()
