"""Every reason why a run can end has plain words; nobody reads a code or an English sentence."""

import re

import pytest
from django.utils.translation import override

from funding.causes import CAUSES, COUNTED, what_comes, what_happened
from funding.models import FeedRun

NAMED = re.compile(r'(?:cause=f?|_changed\([^\n]+, |ABORTED = )"([a-z-]+[a-z])')
CHOSEN = re.compile(r'cause = "([a-z-]+)" if .+ else "([a-z-]+)"')
JUDGED = re.compile(r'^\s+reason = f?"([a-z-]+)', re.M)  # of a whole scan, in sedia/search.py


@pytest.fixture(scope="module")
def codes(repo):
    sources = {path: path.read_text() for path in sorted((repo / "funding").rglob("*.py"))}
    named = {code for text in sources.values() for code in NAMED.findall(text)}
    chosen = {code for text in sources.values() for pair in CHOSEN.findall(text) for code in pair}
    return named | chosen | set(JUDGED.findall(sources[repo / "funding/sedia/search.py"]))


def test_every_cause_in_the_code_has_words(codes):
    assert {"dns", "tls", "connect", "envelope", "page-not-echoed", "mixed-files", "no-page"} <= codes
    assert codes - set(CAUSES) - set(COUNTED) == {"http"}


@pytest.mark.parametrize("language", ["de", "en", "fr"])
def test_words_are_sentences_in_every_language(language):
    with override(language):
        words = [str(text) for text in CAUSES.values()]

    assert len(set(words)) == len(words)
    assert [text for text in words if text in CAUSES] == []


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("dns", "Der Name der Quelle ist nicht zu finden."),
        ("http-404", "Unter der Adresse liegt nichts mehr (HTTP 404)."),
        ("http-418", "Die Quelle antwortet mit einer Fehlermeldung (HTTP 418)."),
        ("http-503", "Die Quelle hat selbst eine Störung (HTTP 503)."),
        ("missing-rows:3", "3 Zeilen fehlen."),
        ("sunspots", "Unbekannte Ursache: sunspots."),
        ("", ""),
    ],
)
def test_a_code_becomes_one_sentence(cause, words):
    assert what_happened(cause) == words


def test_every_state_without_result_says_what_comes():
    states = ("failed", "rejected", "refused")

    assert all(what_comes(FeedRun(state=state)) for state in states)
    assert what_comes(FeedRun(state="complete")) == ""
