"""The one way out: questions to sources, under the limits and the list of hosts of this installation."""

from django.conf import settings

from funding.addresses import parse_allowed
from funding.fetch import Limits, Question, fetch
from funding.sedia.search import SearchQuery, build_request

SEARCH, PAGE, BULK = "search", "page", "bulk"


def ask(question, *, size=SEARCH, to_path=None):
    """A whole answer (funding.fetch.Fetched), or FeedUnavailable, FeedChanged, FeedRefused."""
    feeds = settings.FEEDS
    total = feeds["bulk_deadline_seconds"] if size == BULK else feeds["deadline_seconds"]
    limits = Limits(
        connect=min(10, total), read=min(30, total), total=total, max_bytes=feeds[f"{size}_bytes"]
    )
    return fetch(
        question,
        allowed=parse_allowed(feeds["allowed"]),
        limits=limits,
        to_path=to_path,
        refuse_html=size != PAGE,
    )


def search_question(**query):
    """The question for one page of the portal's search; `query` as in SearchQuery."""
    request = build_request(
        SearchQuery(**query), url=settings.FEEDS["search_url"], user_agent=settings.FEEDS["user_agent"]
    )
    return Question(request.url, request.method, request.body, request.headers)


def page_question(address, *, etag="", last_modified=""):
    return Question(
        address, headers={"User-Agent": settings.FEEDS["user_agent"]}, etag=etag, last_modified=last_modified
    )
