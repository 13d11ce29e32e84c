"""What waits for staff on the portal's own pages."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.access import may
from core.desk import Waiting
from portal.models import BarrierReport

MOST = 50


def waiting_for(user):
    if not may(user, "portal.answer_barriers"):
        return []
    today = localdate()
    reports = BarrierReport.objects.visible_to(user).waiting().order_by("reported_at", "pk")[:MOST]
    return [
        Waiting(
            report.due_on,
            _("Barriere %(number)s beantworten") % {"number": report.number},
            reverse("portal:barrier", args=[report.pk]),
            _("Barriere"),
            "late" if report.due_on < today else "open",
        )
        for report in reports
    ]
