"""The portal's RSS of changes: a hint that something moved, never data; no deadline is read from it."""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from xml.parsers import expat

from funding.feed_errors import FeedChanged
from funding.sedia.texts import one_line, visible_text, web_address

MAX_BYTES = 5_000_000
_IDENTIFIER = re.compile(r"Identifier:\s*([^\s<,;]{3,100})")


@dataclass(frozen=True)
class UpdateItem:
    title: str
    url: str
    identifier: str
    published_at: datetime | None
    guid: str


def read_updates(body):
    """Items of an RSS 2.0 feed in its order; FeedChanged when it has a DTD, is too large or no RSS."""
    if len(body) > MAX_BYTES:
        raise FeedChanged(f"The feed is larger than {MAX_BYTES} bytes.", cause="too-large")
    _refuse_declarations(body)
    root = ElementTree.fromstring(body)  # noqa: S314 - without DTD there are no entities
    if root.tag != "rss" or root.find("channel") is None:
        raise FeedChanged("The feed is no RSS.", cause="envelope", excerpt=root.tag[:200])
    return tuple(_item(element) for element in root.find("channel").iter("item"))


def _refuse_declarations(body):
    def refuse(*declaration):
        raise FeedChanged("The feed declares a document type or entities.", cause="dtd")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise FeedChanged(f"The feed is no XML: {error}", cause="not-xml", excerpt=_start(body)) from error


def _item(element):
    description = visible_text(element.findtext("description") or "")
    named = _IDENTIFIER.search(description)
    return UpdateItem(
        title=one_line(element.findtext("title") or ""),
        url=web_address(element.findtext("link") or ""),
        identifier=named[1] if named else "",
        published_at=_moment(element.findtext("pubDate") or ""),
        guid=one_line(element.findtext("guid") or ""),
    )


def _moment(text):
    try:
        moment = parsedate_to_datetime(text.strip())
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _start(body):
    return body[:800].decode("utf-8", "replace")[:200]
