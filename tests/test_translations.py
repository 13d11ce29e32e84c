"""German is the source; English and French lack nothing."""

import re

import pytest

from tools import messages


@pytest.fixture(scope="module")
def strings():
    return messages.collect()


def test_strings_are_found_in_python_and_in_templates():
    python = 'title = _("Frist")\ntext = ngettext("%(n)s Tag", "%(n)s Tage", n)'
    template = (
        "{% load i18n %}{% translate 'Start' %}"
        "{% blocktranslate count n=n %}ein{% plural %}viele{% endblocktranslate %}"
    )

    assert messages.from_python(python) == {("", "Frist", ""), ("", "%(n)s Tag", "%(n)s Tage")}
    assert messages.from_template(template) == {("", "Start", ""), ("", "ein", "viele")}


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_string_is_translated_with_the_same_placeholders(strings, language):
    catalogue, _path = messages.read(language)

    assert messages.missing_in(catalogue, strings) == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_no_translation_is_left_over(strings, language):
    catalogue, _path = messages.read(language)

    assert {messages.key_of(entry) for entry in catalogue} - set(strings) == set()


def test_templates_hold_no_german_outside_of_translations(repo):
    """A text node with a German word that is not in a translate tag would stay German in English pages."""
    german = re.compile(r"[äöüßÄÖÜ]|\b(und|oder|Sie|nicht|eine?|der|die|das|für|mit)\b")
    found = []
    for path in sorted((repo / "templates").rglob("*.html")):
        if "gallery" in path.parts:  # shows components to developers
            continue
        text = path.read_text()
        text = re.sub(r"{%\s*blocktrans(late)?\b.*?{%\s*endblocktrans(late)?\s*%}", "", text, flags=re.S)
        text = re.sub(
            r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{#.*?#}|{%.*?%}|{{.*?}}", "", text, flags=re.S
        )
        text = re.sub(r"<(script|style|svg)\b.*?</\1>", "", text, flags=re.S)
        nodes = re.findall(r">([^<>]+)<", text)
        labels = re.findall(r'(?:aria-label|title|placeholder|alt|value)="([^"]+)"', text)
        found += [
            f"{path.relative_to(repo)}: {node.strip()[:60]}" for node in nodes + labels if german.search(node)
        ]

    assert found == []
