"""What waits for staff on the portal's own pages."""

from django.db.models import DateField, ExpressionWrapper, Value
from django.db.models.functions import ExtractYear, TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import may
from core.desk import as_rows
from portal.models import ANSWER_WITHIN, BarrierReport, number_of


def rows(user):
    """Reports of barriers that nobody has answered, with the year of each for its number."""
    if not may(user, "portal.answer_barriers"):
        return []
    reports = BarrierReport.objects.visible_to(user).waiting()
    due = ExpressionWrapper(TruncDate("reported_at") + Value(ANSWER_WITHIN), output_field=DateField())
    return [as_rows(reports, due=due, title=ExtractYear("reported_at"))]


def show(row):
    number = number_of(int(row.title), int(row.key))
    title = _("Barriere %(number)s beantworten") % {"number": number}
    return row.waiting(title, reverse("portal:barrier", args=[row.key]), _("Barriere"), name="barrier")
