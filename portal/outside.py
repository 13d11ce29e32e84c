"""The guarded way out of `funding`, for the apps below it."""

from funding.addresses import parse_allowed
from funding.feed_errors import FeedError
from funding.fetch import Limits, Question, fetch
from partnerships.claims.outside import Away


def fetch_capped(address, *, headers, allowed, seconds, most_bytes):
    """The bytes of an address on listed hosts, or Away."""
    limits = Limits(total=seconds, max_bytes=most_bytes)
    try:
        question = Question(address, headers=headers)
        return fetch(question, allowed=parse_allowed(allowed), limits=limits, refuse_html=True).body
    except FeedError as error:
        raise Away(str(error), getattr(error, "retry_after", None)) from error
