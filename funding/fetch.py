"""Bytes from outside, under limits: listed hosts, checked addresses, bounded time and unpacked size.

No Django here: hosts and limits are passed in. No network call belongs inside a transaction.
"""

import hashlib
import time
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin

import httpcore
import httpx

from funding.addresses import check_url
from funding.feed_errors import FeedChanged, FeedRefused, FeedUnavailable
from funding.guarded_transport import Deadline, GuardedTransport

USER_AGENT = "Staedtebruecke/1.0 (municipal partnership portal)"
LONGEST_PAUSE = 24 * 3600
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PIECE = 65_536


@dataclass(frozen=True)
class Limits:
    """Seconds and bytes; `max_bytes` counts after unpacking."""

    connect: float = 10
    read: float = 30
    total: float = 60
    max_bytes: int = 20_000_000
    redirects: int = 2


SEARCH_LIMITS = Limits()
XML_LIMITS = Limits(max_bytes=5_000_000)
BULK_LIMITS = Limits(total=300, max_bytes=200_000_000)


@dataclass(frozen=True)
class Fetched:
    """A whole answer, or a 304 without one. With `path` the bytes are on disk and `body` is empty."""

    status: int
    url: str
    headers: dict = field(hash=False)
    body: bytes = field(default=b"", repr=False)
    path: Path | None = None
    size: int = 0
    sha256: str = ""
    duration: float = 0.0

    @property
    def is_unchanged(self):
        return self.status == 304

    @property
    def etag(self):
        return self.headers.get("etag", "")

    @property
    def last_modified(self):
        return self.headers.get("last-modified", "")


@dataclass(frozen=True)
class Question:
    """What to ask. A POST keeps its body only over the redirects 307 and 308."""

    url: str
    method: str = "GET"
    body: bytes | None = field(default=None, repr=False)
    headers: dict = field(default_factory=dict, hash=False)
    etag: str = ""
    last_modified: str = ""


def fetch(question, *, allowed, limits=SEARCH_LIMITS, to_path=None, refuse_html=False, ssl_context=None):
    """Ask one address. Raises FeedUnavailable, FeedChanged or FeedRefused; never returns a partial answer.

    `allowed` comes from `addresses.parse_allowed`. With `to_path` the answer is streamed to that file, which
    exists afterwards only if the answer was whole.
    """
    started, deadline = time.monotonic(), Deadline(limits.total)
    context = ssl_context or httpx.create_ssl_context(trust_env=False)
    came_from = ""
    for _ in range(limits.redirects + 1):
        target = check_url(question.url, allowed, came_from=came_from)
        with _answer(question, target, deadline, limits, context) as answer:
            if answer.status_code not in _REDIRECTS:
                return _take(answer, question, limits, started, to_path, refuse_html)
            came_from, question = target.scheme, _redirected(question, answer)
    raise FeedRefused("The source redirects too often.", cause="redirects")


def retry_after(value, now=None):
    """Seconds to wait as told by Retry-After (seconds or HTTP date), at most a day; None without it."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:10]), LONGEST_PAUSE)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    pause = (moment - (now or datetime.now(UTC))).total_seconds()
    return min(max(int(pause), 0), LONGEST_PAUSE)


@contextmanager
def _answer(question, target, deadline, limits, ssl_context):
    transport = GuardedTransport(target, deadline, ssl_context)
    timeout = httpx.Timeout(limits.read, connect=limits.connect)
    with httpx.Client(transport=transport, trust_env=False, timeout=timeout) as client:
        request = client.build_request(
            question.method, question.url, content=question.body, headers=_headers(question)
        )
        try:
            answer = client.send(request, stream=True, follow_redirects=False)
            try:
                yield answer
            finally:
                answer.close()
        except httpcore.NetworkError as error:
            raise FeedUnavailable("The connection broke.", cause="connection") from error
        except (httpcore.ProtocolError, httpx.HTTPError, httpx.InvalidURL) as error:
            raise FeedUnavailable(
                "The answer breaks off or breaks the protocol.", cause="truncated"
            ) from error


def _headers(question):
    headers = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip", "Connection": "close"}
    if question.etag:
        headers["If-None-Match"] = question.etag
    if question.last_modified:
        headers["If-Modified-Since"] = question.last_modified
    return headers | question.headers | {"Accept-Encoding": "gzip"}


def _redirected(question, answer):
    url = urljoin(question.url, answer.headers.get("location", ""))
    if answer.status_code in {307, 308} or question.method == "GET":
        return Question(url, question.method, question.body, question.headers)
    return Question(url, headers=_without_content(question.headers))


def _without_content(headers):
    return {name: value for name, value in headers.items() if not name.lower().startswith("content-")}


def _take(answer, question, limits, started, to_path, refuse_html):
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if answer.status_code == 304:
        return Fetched(304, question.url, headers, duration=time.monotonic() - started)
    if answer.status_code != 200:
        _raise_for(answer)
    if refuse_html and "html" in headers.get("content-type", "").lower():
        raise FeedChanged("A web page came instead of data.", cause="html", excerpt=_excerpt(answer))
    _check_size(_announced_size(headers), limits)
    if to_path is None:
        body = b"".join(_pieces(answer, limits))
        found = {"body": body, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    else:
        found = _store(answer, limits, Path(to_path))
    return Fetched(200, question.url, headers, duration=time.monotonic() - started, **found)


def _announced_size(headers):
    text = headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def _raise_for(answer):
    status, excerpt = answer.status_code, _excerpt(answer)
    if status in {408, 425, 429} or status >= 500:
        pause = retry_after(answer.headers.get("retry-after"))
        raise FeedUnavailable(
            f"The source answers {status}.", cause=f"http-{status}", excerpt=excerpt, retry_after=pause
        )
    raise FeedChanged(f"The source answers {status}.", cause=f"http-{status}", excerpt=excerpt)


def _store(answer, limits, path):
    digest, size = hashlib.sha256(), 0
    partial = path.with_name(f"{path.name}.part")
    try:
        with partial.open("wb") as file:
            for piece in _pieces(answer, limits):
                digest.update(piece)
                size += len(piece)
                file.write(piece)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return {"path": path, "size": size, "sha256": digest.hexdigest()}


def _pieces(answer, limits):
    """The unpacked body in small pieces, so that a bomb ends at the cap and not in memory."""
    size = 0
    for piece in _unpacked(answer):
        size += len(piece)
        _check_size(size, limits)
        yield piece


def _unpacked(answer):
    coding = answer.headers.get("content-encoding", "").strip().lower()
    if coding in {"", "identity"}:
        yield from answer.iter_raw()
    elif coding in {"gzip", "x-gzip"}:
        yield from _gunzipped(answer.iter_raw())
    else:
        raise FeedChanged(
            f"The answer is packed as {coding[:20]}, which we did not ask for.", cause="packing"
        )


def _gunzipped(chunks):
    unpacker = zlib.decompressobj(wbits=31)
    for chunk in chunks:
        while chunk:
            try:
                piece = unpacker.decompress(chunk, _PIECE)
            except zlib.error as error:
                raise FeedChanged("The answer calls itself gzip and is not.", cause="packing") from error
            if piece:
                yield piece
            chunk = unpacker.unconsumed_tail
        if unpacker.unused_data:
            raise FeedChanged("Something follows the packed answer.", cause="packing")
    if not unpacker.eof:
        raise FeedUnavailable("The packed answer breaks off.", cause="truncated")


def _check_size(size, limits):
    if size > limits.max_bytes:
        raise FeedChanged(f"The answer is larger than {limits.max_bytes} bytes.", cause="too-large")


def _excerpt(answer):
    """The first characters of an answer we do not use."""
    found = b""
    for piece in _unpacked(answer):
        found += piece
        if len(found) >= 800:
            break
    return found[:800].decode("utf-8", "replace")[:200]
