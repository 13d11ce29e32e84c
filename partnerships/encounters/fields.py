"""Fields that several forms of this area share."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NO_SUCH_DAY = _("Diesen Tag gibt es nicht. Schreiben Sie das Datum so: 31.05.2027.")
MISSING = _("Geben Sie einen Tag an.")
MOST_YEARS_AHEAD = 5
FIRST_YEAR = 1945
SHOWN = "%Y-%m-%d"


class DayInput(forms.DateInput):
    """The calendar of the browser; what is no day stays readable as it was typed."""

    def __init__(self):
        super().__init__(attrs={"type": "date"}, format=SHOWN)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and not _is_day(shown):
            context["widget"]["type"] = context["widget"]["attrs"]["type"] = "text"
        return context


def _is_day(text):
    try:
        timezone.datetime.strptime(text, SHOWN)
    except ValueError:
        return False
    return True


class DayField(forms.DateField):
    """A day between 1945 and five years from now, in words that say what is wrong."""

    widget = DayInput

    def __init__(self, *, missing=MISSING, **more):
        super().__init__(error_messages={"required": missing, "invalid": NO_SUCH_DAY}, **more)

    def clean(self, value):
        day = super().clean(value)
        if day is None:
            return None
        if day.year < FIRST_YEAR:
            raise ValidationError(_("Geben Sie einen Tag ab 1945 an."))
        if day > timezone.localdate() + timedelta(days=366 * MOST_YEARS_AHEAD):
            raise ValidationError(_("Dieser Tag liegt mehr als fünf Jahre in der Zukunft."))
        return day


def count_field(label, *, most, **more):
    """A whole number from 0 to `most`, or nothing."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Geben Sie eine ganze Zahl an."),
            "min_value": _("Geben Sie 0 oder eine größere Zahl an."),
            "max_value": _("Diese Zahl ist zu groß. Höchstens %(limit_value)d geht."),
        },
        **more,
    )


def money_field(label):
    """Euros and cents, not negative, or nothing."""
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        localize=True,
        error_messages={
            "invalid": _("Geben Sie einen Betrag an, zum Beispiel 1250,50."),
            "min_value": _("Ein Betrag kann nicht negativ sein."),
            "max_digits": _("Dieser Betrag ist zu groß."),
            "max_whole_digits": _("Dieser Betrag ist zu groß."),
            "max_decimal_places": _("Ein Betrag hat höchstens zwei Stellen nach dem Komma."),
        },
    )
