"""Tags and filters of the pages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from core import deadlines
from core.statuses import badge
from core.templatetags import portal

DEADLINE = datetime(2027, 3, 4, 16, tzinfo=UTC)


def render(source, **context):
    return " ".join(Template(source).render(Context(context)).split())


@pytest.mark.parametrize(
    ("before", "words", "tone"),
    [
        (timedelta(days=60), "noch 60 Tage", "calm"),
        (timedelta(days=30), "noch 30 Tage", "soon"),
        (timedelta(days=1), "noch 1 Tag", "urgent"),
        (timedelta(hours=3), "endet heute", "urgent"),
        (timedelta(), "abgelaufen", "over"),
        (timedelta(days=-2), "abgelaufen", "over"),
    ],
)
def test_a_deadline_says_how_long_there_is(before, words, tone):
    shown = portal.deadline(DEADLINE, now=DEADLINE - before)

    assert (shown["left"], shown["tone"]) == (words, tone)


def test_a_deadline_shows_date_time_and_zone_of_brussels():
    html = render("{% deadline moment now %}", moment=DEADLINE, now=DEADLINE - timedelta(days=9))

    assert "4. März 2027, 17:00 Uhr" in html
    assert 'datetime="2027-03-04T17:00:00+01:00"' in html
    assert "(Brüsseler Zeit)" in html


def test_summer_time_of_brussels_is_kept():
    assert "17:00" in render("{% deadline moment %}", moment=datetime(2027, 9, 16, 15, tzinfo=UTC))


def test_days_are_counted_on_the_calendar_of_brussels():
    late_evening = datetime(2027, 3, 3, 23, 30, tzinfo=UTC)

    assert deadlines.in_words(DEADLINE, late_evening)["left"] == "endet heute"


def test_an_unknown_deadline_is_said():
    assert "Frist nicht bekannt" in render("{% deadline None %}")


def test_a_badge_has_word_and_icon():
    html = render('{% status "dormant" %}')

    assert "kern-badge--warning" in html
    assert '<span class="kern-icon kern-icon--warning" aria-hidden="true"></span>' in html
    assert ">ruhend<" in html


def test_an_unknown_state_is_neutral_and_keeps_its_word():
    assert badge("sonderfall", "Sonderfall") == {
        "word": "Sonderfall",
        "tone": "default",
        "icon": "kern-icon--draft",
    }


def test_markdown_cannot_bring_script():
    html = render("{{ text|markdown }}", text="# Titel\n<script>x</script> [a](javascript:x) **fett**")

    assert "<script>" not in html and "href" not in html
    assert "<h2>Titel</h2>" in html and "<strong>fett</strong>" in html


def test_the_breadcrumb_ends_with_the_open_page():
    html = render('{% breadcrumb "Partnerschaften" "/partnerschaften/" "Nevers" %}')

    assert '<a href="/partnerschaften/">Partnerschaften</a>' in html
    assert '<span aria-current="page">Nevers</span>' in html


@pytest.mark.parametrize(
    ("value", "whole", "share"), [(7, 14, "50.0"), (1, 3, "33.3"), (0, 14, "0.0"), (3, 0, "0")]
)
def test_a_bar_is_written_with_a_point_in_every_language(value, whole, share):
    with translation.override("de"):
        assert portal.share_of(value, whole) == share


def test_the_longest_bar_fills_its_row():
    rows = [{"value": 14}, {"value": 7}, {"value": None}]

    assert [portal.share_of(row["value"], rows) for row in rows] == ["100.0", "50.0", "0.0"]


def test_a_kept_piece_is_rendered_once_for_each_value_and_language():
    source = "{% kept 'test piece' value %}{{ other }}{% endkept %}"

    found = [render(source, value=value, other=other) for value, other in ((1, "a"), (1, "b"), (2, "c"))]
    with translation.override("fr"):
        found.append(render(source, value=1, other="d"))

    assert found == ["a", "a", "c", "d"]


def test_a_piece_with_a_missing_value_is_never_kept():
    source = "{% kept 'test piece' value %}{{ other }}{% endkept %}"

    assert [render(source, value=None, other=other) for other in "ab"] == ["a", "b"]
