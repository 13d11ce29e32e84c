"""A record as large as it may be, and as hostile, costs time in proportion to its length."""

import json
import time

import pytest

from core.texts import plain_text
from funding import history, mapping
from funding.cards import html_of
from funding.foreign_html import foreign_html
from funding.models import Call
from funding.reading import read_rows
from funding.sedia.parse import parse_record
from tests.funding.making import JUNE, make_source, poll_rows
from tests.funding.recorded import make_raw

A_QUARTER = 250_000  # characters; a record has four texts
SECONDS = 6
NUMBER = 10_000

TEXTS = [
    "1 May 2026 17:00 Brussels ", "17:00 Brussels ", "may", "may 1, ",
    "<p ", "<h1 ", "<a href=", "<a ", "<a href='x", '<p a="', "<", ">", "</", "<!--", "<![CDATA[", "<?",
    "<div>", "<ul><li>", "<table><tr><td>", "<p>", "<b><i>", "<strong>x", "<a>", "<h3>", "<p><b>",
    "<ul><table></ul>", "<div><!--</div>-->", "<div><p x=</div>", "<!--><div>",
    "&", "&<td>", "&#", "&nbsp;", "\xa0", " ", "\n", "<p>&nbsp;", "<a>\xa0", "e\u0301\u0316", "\u0301\u0316",
    '<a href="https://example.eu/1">y</a>', '<p class="topicdescriptionkind">x</p>', '[["',
]  # fmt: skip


def with_texts(text):
    news = [{"lastChangeDate": "2026-06-08 17:00:57.0", "content": text}]
    return make_raw(
        topicConditions=[text], descriptionByte=[text], supportInfo=[text], latestInfos=[json.dumps(news)]
    )


def seconds_for(raw):
    """Everything that a new call goes through before it is written, and its page afterwards."""
    start = time.process_time()
    (read,) = read_rows([raw], {}).fresh
    if record := read.outcome.record:
        mapping.unfit(record)
        mapping.call_values(record, JUNE)
        values = mapping.text_values(record)
        history.first_news(None, record, run=None, now=JUNE)
        html_of(values["conditions_html"])
    return time.process_time() - start


@pytest.mark.parametrize("piece", TEXTS)
def test_a_long_hostile_text_is_read_in_seconds(piece):
    text = "<p>Text</p> 1 May 2026 17:00 Brussels " + piece * (A_QUARTER // len(piece))

    assert seconds_for(with_texts(text)) < SECONDS


def test_thousands_of_ways_to_be_bold_are_read_in_seconds():
    text = "".join(f"<p><strong a={number}>x</p>" for number in range(NUMBER))

    assert seconds_for(with_texts(text)) < SECONDS


def budget(lines):
    return [json.dumps({"budgetTopicActionMap": {"1": lines}})]


LISTS = {
    "keywords": {"keywords": [f"word {n}" for n in range(NUMBER)]},
    "links": {"links": [json.dumps([{"url": f"https://example.eu/{n}"} for n in range(NUMBER)])]},
    "news": {"latestInfos": [json.dumps([{"content": f"<p>{n}</p>"} for n in range(NUMBER)])]},
    "budget": {
        "budgetOverview": budget(
            [
                {"action": "CERV-2026-CITIZENS-TOWN-TT - X", "budgetYearMap": {"2026": str(n)}}
                for n in range(NUMBER)
            ]
        )
    },
    "identifier": {"identifier": ["\u0301\u0316" * A_QUARTER]},
    "title": {"title": ["\u0301\u0316" * A_QUARTER]},
    "publications": {"publicationDocuments": [json.dumps([{"docUrl": f"https://{'é̖' * A_QUARTER}.eu"}])]},
}


@pytest.mark.parametrize("name", LISTS)
def test_long_lists_are_read_in_seconds(name):
    assert seconds_for(make_raw(**LISTS[name])) < SECONDS


@pytest.mark.django_db
def test_a_hostile_record_is_taken_over_with_its_neighbours():
    start = time.process_time()

    run = poll_rows(make_source(), with_texts("Text " + "<ul><li>" * 30_000), make_raw("2TOPICSen"))

    assert (run.state, Call.objects.count()) == ("complete", 2)
    assert time.process_time() - start < 2 * SECONDS


def test_lists_nested_a_hundred_deep_keep_their_form_and_deeper_ones_their_words():
    html = "<ul><li>" * 120 + "Ende" + "</li></ul>" * 120

    found = foreign_html(html)

    assert (found.count("<ul>"), plain_text(found)) == (50, "Ende")


def test_a_long_but_ordinary_text_keeps_its_form():
    paragraph = '<p>R&amp;D, <strong>bold</strong> <a href="https://example.eu/?a=1&amp;b=2">link</a></p>'
    relation = ' rel="nofollow noopener noreferrer"'

    assert foreign_html(paragraph * 600) == paragraph.replace('2">', f'2"{relation}>') * 600


def test_an_endless_number_of_a_character_is_one_strange_sign():
    record = parse_record(with_texts(f"<p>a&#{'1' * 5000};b</p>")).record

    assert mapping.teaser_of(record) == "a\ufffdb"
