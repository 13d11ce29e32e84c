"""How long we keep what came in: thirteen months, so that last year's call can still be compared."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from core.retention import Term
from funding.models import Call, FeedRun, Quarantined, RawRecord

KEPT = timedelta(days=396)


def old_raw_records(now):
    """Earlier states of records; the present state of a call is what its next change is measured against."""
    present = Call.objects.filter(digest=OuterRef("digest"))
    old = RawRecord.objects.filter(~Exists(present), seen_at__lt=now - KEPT)
    return old.values_list("pk", flat=True)


def old_quarantine(now):
    """Rows that a person has dealt with."""
    return Quarantined.objects.filter(resolved_at__lt=now - KEPT).values_list("pk", flat=True)


def old_runs(now):
    """Askings of a source long ago; the last one of each source stays."""
    later = FeedRun.objects.filter(source=OuterRef("source"), started_at__gt=OuterRef("started_at"))
    waiting = Quarantined.objects.waiting().filter(run=OuterRef("pk"))
    old = FeedRun.objects.filter(Exists(later), ~Exists(waiting), finished_at__lt=now - KEPT)
    return old.values_list("pk", flat=True)


def _delete(model):
    def end(found, now):
        model.objects.filter(pk__in=found).delete()
        return len(found)

    return end


TERMS = (
    Term(
        "funding.raw_records",
        _("Frühere Rohdaten von Aufrufen, nach 13 Monaten"),
        old_raw_records,
        _delete(RawRecord),
    ),
    Term(
        "funding.quarantine",
        _("Erledigte Zeilen der Quarantäne, nach 13 Monaten"),
        old_quarantine,
        _delete(Quarantined),
    ),
    Term("funding.runs", _("Abrufe der Quellen, nach 13 Monaten"), old_runs, _delete(FeedRun)),
)
