"""What waits for a person: the report about last year, from January to March (domain.md 5.3)."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.desk import Waiting, register_source
from partnerships.models import YearlyReport

LAST_MONTH = 3
DUE = (2, 28)


def waiting_for(user):
    return missing_report(timezone.localdate()) if user.is_city_staff else []


def missing_report(today):
    """The report of last year, as long as nobody has finished it; nothing in the rest of the year."""
    if today.month > LAST_MONTH:
        return []
    year = today.year - 1
    report = YearlyReport.objects.filter(year=year).defer("snapshot").first()
    if report is not None and report.is_final:
        return []
    url = report.get_absolute_url() if report else reverse("reports:new")
    title = _("Jahresbericht %(year)d abschließen") if report else _("Jahresbericht %(year)d beginnen")
    due_on = date(today.year, *DUE)
    return [Waiting(due_on, title % {"year": year}, url, _("Bericht"), "late" if due_on < today else "open")]


register_source(waiting_for)
