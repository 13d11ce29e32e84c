"""The frame of a search answer: either it is sound or nothing in it is used."""

from funding.feed_errors import FeedChanged
from funding.sedia import jsontext
from funding.sedia.records import Envelope


def parse_search_answer(body, *, page_number=None, page_size=None):
    """Bytes of an answer into its frame with raw rows; FeedChanged when the frame is not as it always was.

    With `page_number` and `page_size` the answer must echo what was asked.
    """
    answer = _decoded(body)
    if not isinstance(answer, dict):
        raise _changed("The answer is no JSON object.", "envelope", body)
    total, results = answer.get("totalResults"), answer.get("results")
    if not _is_count(total):
        raise _changed("totalResults is no number.", "envelope", body)
    if not isinstance(results, list):
        raise _changed("results is no list.", "envelope", body)
    if answer.get("warnings"):
        raise _changed("The source sent warnings.", "warnings", body)
    number, size = answer.get("pageNumber"), answer.get("pageSize")
    if not (_is_count(number) and _is_count(size)):
        raise _changed("pageNumber or pageSize is missing.", "envelope", body)
    if page_number not in (None, number) or page_size not in (None, size):
        raise _changed("The answer is for another page than the one asked for.", "page-not-echoed", body)
    return Envelope(
        total=total,
        page_number=number,
        page_size=size,
        results=tuple(results),
        sort=str(answer.get("sort") or ""),
        api_version=str(answer.get("apiVersion") or ""),
    )


def excerpt(body, length=200):
    return body[: length * 4].decode("utf-8", "replace")[:length]


def _decoded(body):
    try:
        return jsontext.loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _changed("The answer is not UTF-8.", "encoding", body) from error
    except (ValueError, RecursionError) as error:
        raise _changed("The answer is not JSON.", "not-json", body) from error


def _is_count(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _changed(message, cause, body):
    return FeedChanged(message, cause=cause, excerpt=excerpt(body))
