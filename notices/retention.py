"""Notices end a year after they were due (domain.md 4.3)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from core.retention import Term
from notices.models import Notice

KEPT = timedelta(days=365)


def old_notices(now):
    return Notice.objects.filter(due_at__lt=now - KEPT).values_list("pk", flat=True)


def forget(found, now):
    return Notice.objects.filter(pk__in=found).delete()[0]


OLD_NOTICES = Term("notices", _("Hinweise nach einem Jahr"), old_notices, forget)
