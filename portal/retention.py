"""How long the portal's own rows are kept."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from core.retention import Term
from portal.models import BarrierReport

ADDRESS_KEPT = timedelta(days=365)
REPORT_KEPT = timedelta(days=3 * 365)


def old_addresses(now):
    return BarrierReport.objects.filter(done_at__lt=now - ADDRESS_KEPT).exclude(email="")


def forget_addresses(found, now):
    return BarrierReport.objects.filter(pk__in=[report.pk for report in found]).update(email="")


def old_reports(now):
    return BarrierReport.objects.filter(done_at__lt=now - REPORT_KEPT)


def delete_reports(found, now):
    return BarrierReport.objects.filter(pk__in=[report.pk for report in found]).delete()[0]


TERMS = (
    Term(
        "portal.barrier_addresses",
        _("Adressen in Meldungen von Barrieren, ein Jahr nach der Antwort"),
        old_addresses,
        forget_addresses,
    ),
    Term("portal.barriers", _("Meldungen von Barrieren, nach drei Jahren"), old_reports, delete_reports),
)
