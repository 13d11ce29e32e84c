"""What people do with a yearly report: each function one verb, one transaction, one line in the journal."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.journal import changed_fields, record
from core.lost_updates import save_versioned
from core.publicness import Publicness
from partnerships.actions import NotNow
from partnerships.models import YearlyReport
from partnerships.reports.loading import freeze, material_for

TEXTS = ("introduction", "outlook")
LEVELS = (Publicness.PORTAL, Publicness.PUBLIC)


def _locked(report):
    return YearlyReport.objects.select_for_update(of=["self"]).get(pk=report.pk)


@transaction.atomic
def start(year, *, by):
    """A draft for a year that has none."""
    try:
        with transaction.atomic():
            report = YearlyReport.objects.create(year=year)
    except IntegrityError as known:
        raise NotNow(_("Für %(year)d gibt es schon einen Bericht.") % {"year": year}) from known
    record("partnerships.report_started", report, by=by)
    return report


@transaction.atomic
def save_texts(report, *, loaded_version, by):
    """Save introduction and outlook of a draft; StaleVersion if somebody else was faster."""
    before = _locked(report)
    if before.is_final:
        raise NotNow(_("Dieser Bericht ist abgeschlossen. Die Leitung kann ihn wieder öffnen."))
    save_versioned(report, loaded_version=loaded_version, fields=TEXTS)
    record("partnerships.report_saved", report, by=by, changes=changed_fields(before, report, TEXTS))
    return report


@transaction.atomic
def finalise(report, *, by):
    """Freeze the rows that the figures come from; what is recorded later no longer changes this report."""
    report = _locked(report)
    if report.is_final:
        raise NotNow(_("Dieser Bericht ist schon abgeschlossen."))
    report.snapshot, report.checksum = freeze(material_for(by, report.year))
    report.state, report.finalised_at, report.finalised_by = report.State.FINAL, timezone.now(), by
    report.save(update_fields=["snapshot", "checksum", "state", "finalised_at", "finalised_by"])
    changes = {"state": ("draft", "final"), "checksum": ("", report.checksum)}
    record("partnerships.report_finalised", report, by=by, changes=changes)
    return report


@transaction.atomic
def reopen(report, *, by):
    """Back to a draft that only staff see, to mend it; its figures live again."""
    report = _locked(report)
    if not report.is_final:
        raise NotNow(_("Dieser Bericht ist noch nicht abgeschlossen."))
    before = report.checksum
    report.snapshot, report.checksum, report.finalised_at, report.finalised_by = None, "", None, None
    report.state, report.publicness = report.State.DRAFT, Publicness.INTERNAL
    report.save(update_fields=["snapshot", "checksum", "finalised_at", "finalised_by", "state", "publicness"])
    changes = {"state": ("final", "draft"), "checksum": (before, "")}
    record("partnerships.report_reopened", report, by=by, changes=changes)
    return report


@transaction.atomic
def publish(report, *, level, by):
    """Show a finished report in the portal, so that the council reads it, or to everybody."""
    report = _locked(report)
    if level not in LEVELS:
        raise NotNow(_("Wählen Sie, wer den Bericht lesen soll."))
    if not report.is_final:
        raise NotNow(_("Schließen Sie den Bericht ab, bevor Sie ihn veröffentlichen."))
    if report.publicness == level:
        raise NotNow(_("Diese Leserinnen und Leser sehen den Bericht schon."))
    return _change(report, level, "partnerships.report_published", by)


@transaction.atomic
def unpublish(report, *, by):
    report = _locked(report)
    if not report.is_published:
        raise NotNow(_("Dieser Bericht ist schon intern."))
    return _change(report, Publicness.INTERNAL, "partnerships.report_unpublished", by)


def _change(report, level, verb, by):
    before, report.publicness = report.publicness, level
    report.save(update_fields=["publicness"])
    record(verb, report, by=by, changes={"publicness": (before, level)})
    return report
