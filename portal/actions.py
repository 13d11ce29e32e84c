"""What happens to reports of barriers."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import STAFF
from core.journal import record
from notices.actions import notify
from portal.models import BarrierReport

NEW_BARRIER, BARRIER_ANSWER = "barrier-new", "barrier-answer"


class NotNow(Exception):
    """This report has been answered or closed already."""


@transaction.atomic
def report_barrier(report, *, by=None):
    """Keep a report and tell those who mend barriers."""
    report.save(force_insert=True)
    record("portal.barrier_reported", report, by=by)
    notify(
        NEW_BARRIER,
        User.objects.with_role(*STAFF),
        key=f"barrier-{report.pk}",
        title=lambda language: _("Barriere gemeldet: %(number)s") % {"number": report.number},
        url=reverse("portal:barrier", args=[report.pk]),
    )
    return report


@transaction.atomic
def answer_barrier(report, answer, *, by):
    """Answer a report; whoever left an address gets the answer by mail."""
    report = _still_new(report)
    report.answer = answer
    _finish(report, BarrierReport.State.ANSWERED, by)
    if report.email:
        with translation.override(report.language):
            title = _("Antwort auf Ihre Meldung %(number)s") % {"number": report.number}
        notify(BARRIER_ANSWER, [report.email], key=f"barrier-{report.pk}-answer", title=title, text=answer)
    return report


@transaction.atomic
def close_barrier(report, *, by):
    """Close a report that needs no answer, such as advertising."""
    report = _still_new(report)
    return _finish(report, BarrierReport.State.CLOSED, by)


def _still_new(report):
    report = BarrierReport.objects.select_for_update(of=["self"]).get(pk=report.pk)
    if report.state != BarrierReport.State.NEW:
        raise NotNow(gettext_lazy("Jemand anderes hat diese Meldung schon bearbeitet."))
    return report


def _finish(report, state, by):
    report.state, report.done_by, report.done_at = state, by, timezone.now()
    report.save(update_fields=["state", "answer", "done_by", "done_at"])
    record(f"portal.barrier_{state}", report, by=by, changes={"state": (BarrierReport.State.NEW, state)})
    return report
