"""Sources of funding calls with their runs, the calls themselves, and who follows them."""

from funding.models.calls import Call, CallText
from funding.models.changes import CallChange
from funding.models.follows import CallFollow
from funding.models.runs import FeedRun, Quarantined, RawRecord
from funding.models.sources import FeedSource, PageChange
from funding.models.words import SearchWord

__all__ = [
    "Call",
    "CallChange",
    "CallFollow",
    "CallText",
    "FeedRun",
    "FeedSource",
    "PageChange",
    "Quarantined",
    "RawRecord",
    "SearchWord",
]
