import pytest

from core.texts import plain_text, render_markdown, sanitise_html, teaser


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "[klick](javascript:alert(1))",
        '<img src=x onerror="alert(1)">',
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        '<a href="https://example.org" onclick="x()">a</a>',
        "![x](https://example.org/pixel.png)",
        "<svg/onload=alert(1)>",
    ],
)
def test_no_markdown_text_becomes_active_content(attack):
    """R26"""
    html = render_markdown(attack)

    assert "<script" not in html and "<img" not in html and "<svg" not in html
    assert 'href="javascript:' not in html and 'href="data:' not in html
    assert "<a " not in html or "onclick=" not in html.split("<a ")[1].split(">")[0]


def test_links_leave_without_endorsement_and_only_over_http_or_mail():
    """R26"""
    html = sanitise_html('<a href="https://example.org">a</a><a href="ftp://example.org">b</a>')

    rel = 'rel="nofollow noopener noreferrer"'
    assert html == f'<a href="https://example.org" {rel}>a</a><a {rel}>b</a>'


def test_headings_of_a_text_never_compete_with_the_heading_of_the_page():
    assert render_markdown("# Eins\n\n## Zwei") == "<h2>Eins</h2>\n<h3>Zwei</h3>\n"


def test_tables_and_lists_of_markdown_are_kept():
    html = render_markdown("| a | b |\n|---|---|\n| 1 | 2 |\n\n- eins\n- ~~zwei~~")

    assert "<table>" in html and "<td>2</td>" in html and "<s>zwei</s>" in html


def test_a_teaser_ends_between_words():
    assert teaser("Koblenz und Nevers treffen sich im Sommer", 24) == "Koblenz und Nevers …"


def test_plain_text_of_html_keeps_words_apart():
    assert plain_text("<p>Eins</p><p>R&amp;I</p>") == "Eins R&I"
