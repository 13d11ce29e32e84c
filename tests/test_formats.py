"""Each language writes dates in its own way, English the British one."""

from datetime import datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

MOMENT = datetime(2027, 3, 9, 17, 5)


@pytest.mark.parametrize(
    ("language", "layout", "shown"),
    [
        ("de", "DATE_FORMAT", "9. März 2027"),
        ("en", "DATE_FORMAT", "9 March 2027"),
        ("en", "DATETIME_FORMAT", "9 March 2027, 17:05"),
        ("en", "SHORT_DATE_FORMAT", "09/03/2027"),
        ("fr", "DATE_FORMAT", "9 mars 2027"),
    ],
)
def test_dates_are_written_as_in_the_language(language, layout, shown):
    with translation.override(language):
        assert date_format(MOMENT, layout) == shown
