"""Dates that are only known so far: a year, a month, or a day."""

import calendar
import datetime
import re
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _

ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
GERMAN = re.compile(r"(?:(?:(\d{1,2})\.\s*)?(\d{1,2})[./]\s*)?(\d{4})")


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date of known precision: `month` and `day` are 0 when they are not known."""

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self):
        if not 1 <= self.year <= 9999 or (self.day and not self.month):
            raise ValueError(f"no date: {self.year}-{self.month}-{self.day}")
        datetime.date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text):
        """From "1978", "1981-05", "2007-05-11", "5/1981" or "11.05.2007"; ValueError otherwise."""
        text = text.strip()
        if found := ISO.fullmatch(text):
            return cls(*(int(part or 0) for part in found.groups()))
        if found := GERMAN.fullmatch(text):
            day, month, year = (int(part or 0) for part in found.groups())
            return cls(year, month, day)
        raise ValueError(f"no date: {text}")

    @classmethod
    def of(cls, day):
        return cls(day.year, day.month, day.day)

    @property
    def precision(self):
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first_day(self):
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self):
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self):
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    def display(self):
        """In the words of the active language: "1978", "Mai 1981", "11. Mai 2007"."""
        layout = {"year": "Y", "month": "YEAR_MONTH_FORMAT", "day": "DATE_FORMAT"}[self.precision]
        return formats.date_format(self.first_day, layout)


class PartialDateField(models.CharField):
    """A PartialDate, stored as its ISO text, which sorts by time; empty is None."""

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        return PartialDate.parse(value) if value else None

    def to_python(self, value):
        if not value or isinstance(value, PartialDate):
            return value or None
        if isinstance(value, datetime.date):
            return PartialDate.of(value)
        try:
            return PartialDate.parse(value)
        except ValueError as wrong:
            raise ValidationError(_("Geben Sie ein Jahr, einen Monat oder einen Tag an.")) from wrong

    def get_prep_value(self, value):
        return str(self.to_python(value) or "")

    def validate(self, value, model_instance):
        super().validate(str(value or ""), model_instance)

    def run_validators(self, value):
        super().run_validators(str(value or ""))

    def value_to_string(self, obj):
        return str(self.value_from_object(obj) or "")

    def formfield(self, **kwargs):
        kwargs.pop("max_length", None)
        return PartialDateFormField(
            required=not self.blank, label=kwargs.get("label", self.verbose_name), help_text=self.help_text
        )


class PartialDateFormField(forms.CharField):
    """Text that names a year, a month or a day."""

    default_error_messages = {
        "invalid": _("Geben Sie ein Datum an, zum Beispiel 1978, 05/1981 oder 11.05.2007."),
        "required": _("Geben Sie ein Jahr, einen Monat oder einen Tag an."),
    }

    def prepare_value(self, value):
        if not isinstance(value, PartialDate):
            return value
        parts = [f"{value.day:02}."] if value.day else []
        return (
            "".join(parts)
            + (f"{value.month:02}." if value.day else f"{value.month:02}/" if value.month else "")
            + str(value.year)
        )

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError as wrong:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from wrong

    def has_changed(self, initial, data):
        return self.prepare_value(initial or "") != (data or "")
