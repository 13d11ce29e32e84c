"""How long tasks are kept: two years after they were done."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from core.retention import Term
from partnerships.models import Task

DONE = timedelta(days=730)


def old_tasks(now):
    return Task.objects.filter(done_at__lt=now - DONE)


def delete(rows, now):
    return Task.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]


TERMS = (Term("partnerships.tasks", _("Erledigte Aufgaben, nach 24 Monaten"), old_tasks, delete),)
