"""Rows and answers for tests of the call feed: sources, calls, and a source that answers from a list."""

import itertools
from datetime import UTC, datetime

from core.publicness import Publicness
from funding.fetch import Fetched
from funding.models import Call, CallText, FeedSource
from funding.polling import poll
from funding.standing import dates_of, standing
from tests.funding.recorded import make_answer

numbers = itertools.count(1)
JUNE = datetime(2026, 6, 1, 6, tzinfo=UTC)
SEPTEMBER_23 = datetime(2026, 9, 23, 15, tzinfo=UTC)


def make_source(**more):
    defaults = {
        "key": f"quelle-{next(numbers)}",
        "name": "CERV",
        "kind": FeedSource.Kind.PROGRAMME,
        "programme": "43251589",
        "times": ["05:30", "13:30"],
    }
    return FeedSource.objects.create(**(defaults | more))


def make_call(*, now=JUNE, source=None, **more):
    number = next(numbers)
    defaults = {
        "source": source or FeedSource.objects.filter(key="vorrat").first() or make_source(key="vorrat"),
        "datasource": "SEDIA",
        "reference": f"{50000000 + number}TOPICSen",
        "language": "en",
        "slug": f"cerv-2026-aufruf-{number}",
        "kind": Call.Kind.TOPIC,
        "identifier": f"CERV-2026-AUFRUF-{number}",
        "title": f"Call number {number}",
        "programme": "43251589",
        "programme_name": "CERV",
        "opening": JUNE.date(),
        "deadlines": [SEPTEMBER_23],
        "first_seen_at": now,
        "changed_at": now,
        "publicness": Publicness.PUBLIC,
    }
    call = Call(**(defaults | more))
    for name, value in standing(dates_of(call), now).items():
        setattr(call, name, value)
    call.save()
    CallText.objects.create(call=call, language="en", title=call.title)
    return call


class Answers:
    """Stands for the network: gives prepared answers in turn, the last one again and again."""

    def __init__(self, *answers):
        self.answers, self.questions = list(answers), []

    def __call__(self, question, **options):
        self.questions.append(question)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Fetched):
            return answer
        return Fetched(200, question.url, {}, body=answer, size=len(answer))


def poll_rows(source, *rows, now=JUNE, **envelope):
    """One poll whose search answers with these raw rows; further questions find the same."""
    return poll(source, fetch=Answers(make_answer(*rows, **envelope)), now=now)
