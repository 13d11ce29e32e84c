"""The words in which a change, a sum or a date of a call is shown."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from funding.models.calls import Status

BRUSSELS = ZoneInfo("Europe/Brussels")
FIELDS = {
    "title": _("Titel"),
    "title_de": _("Titel auf Deutsch"),
    "summary_de": _("Zusammenfassung der Stadt"),
    "opening": _("Öffnung"),
    "deadlines": _("Frist"),
    "deadline_model": _("Verfahren"),
    "budget": _("Geld"),
    "conditions": _("Bedingungen und Dokumente"),
    "unconfirmed_deadline": _("Verlängerung angekündigt, noch nicht bestätigt"),
    "news": _("Meldung"),
    "status": _("Status"),
}
MODELS = {
    "single-stage": _("einstufig"),
    "two-stage": _("zweistufig"),
    "multiple cut-off": _("mehrere Stichtage"),
    "continuous": _("fortlaufend"),
}


def field_label(name):
    return FIELDS.get(name, name)


def value_words(field, text):
    """A stored before or after in the words of the active language."""
    if not text:
        return ""
    if field == "deadlines":
        return ", ".join(_moment(part) for part in text.split())
    if field in ("opening", "unconfirmed_deadline"):
        return formats.date_format(date.fromisoformat(text), "DATE_FORMAT")
    if field == "budget":
        amount, _blank, currency = text.partition(" ")
        return money(amount, currency)
    if field == "status":
        return str(Status(text).label) if text in Status.values else text
    return str(MODELS.get(text, text)) if field == "deadline_model" else text


def change_sentence(change):
    """One line about a change: what was, what is."""
    label, before = field_label(change.field), value_words(change.field, change.before)
    after = value_words(change.field, change.after)
    if change.field == "news":
        return gettext("Neue Meldung der EU-Kommission")
    if before and after:
        return gettext("%(field)s: bisher %(before)s, jetzt %(after)s") % {
            "field": label, "before": before, "after": after,
        }  # fmt: skip
    if after:
        return gettext("%(field)s: %(after)s") % {"field": label, "after": after}
    return gettext("%(field)s geändert") % {"field": label}


def money(amount, currency="EUR"):
    """ "6.000.000 Euro"; cents only where there are some."""
    try:
        number = Decimal(amount)
    except (InvalidOperation, TypeError):
        return str(amount)
    places = 0 if number == number.to_integral_value() else 2
    shown = formats.number_format(number, places, use_l10n=True, force_grouping=True)
    return gettext("%(amount)s Euro") % {"amount": shown} if currency == "EUR" else f"{shown} {currency}"


def days_words(days):
    if days == 0:
        return gettext("endet heute")
    return ngettext("noch %(days)d Tag", "noch %(days)d Tage", days) % {"days": days}


def months_words(first, last):
    """ "April 2027", "April/Mai 2027" or "Dezember 2026/Januar 2027"."""
    months = [formats.date_format(day, "YEAR_MONTH_FORMAT") for day in (first, last)]
    if months[0] == months[1]:
        return months[0]
    if first.year == last.year:
        months[0] = formats.date_format(first, "F")
    return "/".join(months)


def deadline_words(moment):
    """ "23. September 2026, 17:00 Uhr (Brüsseler Zeit)" """
    local = moment.astimezone(BRUSSELS)
    return gettext("%(day)s, %(time)s Uhr (Brüsseler Zeit)") % {
        "day": formats.date_format(local.date(), "DATE_FORMAT"),
        "time": local.strftime("%H:%M"),
    }


def _moment(text):
    local = datetime.fromisoformat(text).astimezone(BRUSSELS)
    return formats.date_format(local.date(), "DATE_FORMAT")
