import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from core.partial_dates import PartialDate, PartialDateFormField


@pytest.mark.parametrize(
    ("typed", "stored", "precision"),
    [
        ("1978", "1978", "year"),
        ("1981-05", "1981-05", "month"),
        ("05/1981", "1981-05", "month"),
        ("2007-05-11", "2007-05-11", "day"),
        ("11.05.2007", "2007-05-11", "day"),
        ("11. 5. 2007", "2007-05-11", "day"),
    ],
)
def test_a_date_is_kept_as_far_as_it_is_known(typed, stored, precision):
    date = PartialDate.parse(typed)

    assert (str(date), date.precision) == (stored, precision)


@pytest.mark.parametrize("typed", ["", "gestern", "31.02.2007", "2007-13", "0000", "11.05.07"])
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(ValueError):
        PartialDate.parse(typed)


@pytest.mark.parametrize(
    ("language", "stored", "printed"),
    [
        ("de", "1978", "1978"),
        ("de", "2007-05-11", "11. Mai 2007"),
        ("de", "1991-09", "September 1991"),
        ("en", "1991-09", "September 1991"),
        ("fr", "2007-05-11", "11 mai 2007"),
    ],
)
def test_a_partial_date_prints_in_the_words_of_the_language(language, stored, printed):
    with translation.override(language):
        assert PartialDate.parse(stored).display() == printed


def test_partial_dates_sort_by_time_as_text_and_as_value():
    texts = ["2007-05-11", "1978", "2007-05", "2007"]

    assert sorted(texts) == [str(date) for date in sorted(map(PartialDate.parse, texts))]


def test_a_year_covers_its_first_and_last_day():
    date = PartialDate.parse("1978")

    assert (date.first_day, date.last_day) == (datetime.date(1978, 1, 1), datetime.date(1978, 12, 31))


def test_the_form_field_shows_the_date_as_it_is_typed_here_and_reads_it_back():
    field = PartialDateFormField()

    assert [field.prepare_value(PartialDate.parse(t)) for t in ("1978", "1981-05", "2007-05-11")] == [
        "1978",
        "05/1981",
        "11.05.2007",
    ]
    assert field.clean("05/1981") == PartialDate(1981, 5)
    with pytest.raises(ValidationError, match="zum Beispiel 1978"):
        field.clean("Mai")
