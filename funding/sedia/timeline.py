"""What the conditions say in running text about dates: the hour of a deadline, the way to a contract."""

import re
from bisect import bisect_right
from datetime import time

from funding.sedia.dates import written_days
from funding.sedia.records import TimelineEntry

_HOUR = re.compile(
    r"\b([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.]\d\d)?\s*(?:h|hrs|CET|CEST)?\s*\(?\s*(?:local\s+)?Brussels",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?P<label>Publication of the call|Opening(?: date)?(?: of the call)?|Deadline for[a-z ]{3,40}"
    r"|Deadline|Evaluation(?: period)?|Information (?:to applicants|on (?:the )?evaluation results?)"
    r"|Signature of (?:the )?grant agreements?|GA signature)[^:\n]{0,40}:\s*(?P<text>\S[^\n]{3,200})",
    re.IGNORECASE,
)
_LOOK_BACK = 40


def stated_hours(text):
    """{day: set of closing times} wherever a date is directly followed by an hour in Brussels."""
    text = " ".join(text.split())
    hours, found = list(_HOUR.finditer(text)), {}
    days = written_days(text) if hours else []
    ends = [end for _, end, _ in days]
    for hour in hours:
        last = bisect_right(ends, hour.start()) - 1
        if last >= 0 and ends[last] >= hour.start() - _LOOK_BACK:
            found.setdefault(days[last][2], set()).add(time(int(hour[1]), int(hour[2])))
    return found


def entries(text):
    """Lines such as "Evaluation period: October 2026 - February 2027", in the order written."""
    found = []
    for line in text.split("\n"):
        match = _LABEL.match(line)
        if match is None:
            continue
        days = written_days(match["text"])
        on = days[0][2] if len(days) == 1 else None
        found.append(TimelineEntry(match["label"].strip(), match["text"].strip(), on))
    return tuple(dict.fromkeys(found))
