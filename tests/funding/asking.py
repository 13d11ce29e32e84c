"""How the tests of fetching ask the server of faults."""

import pytest

from funding.addresses import parse_allowed
from funding.fetch import Limits, Question, fetch

FAST = Limits(connect=5, read=5, total=10, max_bytes=5_000_000)


def ask(server, path, *, limits=FAST, **options):
    allowed = parse_allowed([f"127.0.0.1:{server.port}"])
    return fetch(Question(server.url(path)), allowed=allowed, limits=limits, **options)


def cause_of(error, server, path, **options):
    with pytest.raises(error) as caught:
        ask(server, path, **options)
    return caught.value.cause
