"""What people do with tasks and reminders: each function one verb, one transaction, one trace."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.journal import changed_fields, record
from core.lost_updates import save_versioned
from partnerships.models import Reminder, Task
from partnerships.states import NotNow

FIELDS = ("title", "due_on", "owner", "note", "partnership")


@transaction.atomic
def add_task(task, *, by):
    """Write down something that has to be done by a day."""
    task.created_by = by
    task.save(force_insert=True)
    record("partnerships.task_added", task, by=by, changes={"title": (None, task.title)})
    return task


@transaction.atomic
def save_task(task, *, loaded_version, by):
    """Save what was changed; StaleVersion if somebody else was faster."""
    before = Task.objects.get(pk=task.pk)
    save_versioned(task, loaded_version=loaded_version, fields=FIELDS)
    record("partnerships.task_saved", task, by=by, changes=changed_fields(before, task, FIELDS))
    return task


@transaction.atomic
def finish_task(task, *, by):
    task = _open(task)
    task.done_at, task.done_by = timezone.now(), by
    task.save(update_fields=["done_at", "done_by"])
    record("partnerships.task_done", task, by=by)
    return task


@transaction.atomic
def reopen_task(task, *, by):
    task = Task.objects.select_for_update(of=["self"]).get(pk=task.pk)
    if task.done_at is None:
        raise NotNow(_("Diese Aufgabe ist noch offen."))
    task.done_at = task.done_by = None
    task.save(update_fields=["done_at", "done_by"])
    record("partnerships.task_reopened", task, by=by)
    return task


@transaction.atomic
def postpone_task(task, *, days, by):
    """Bring it forward again `days` from now; how often that happened is counted."""
    task = _open(task)
    before, task.due_on = task.due_on, timezone.localdate() + timedelta(days=days)
    task.postponed += 1
    task.version += 1
    task.save(update_fields=["due_on", "postponed", "version"])
    record("partnerships.task_postponed", task, by=by, changes={"due_on": (before, task.due_on)})
    return task


def _open(task):
    task = Task.objects.select_for_update(of=["self"]).get(pk=task.pk)
    if task.done_at is not None:
        raise NotNow(_("Diese Aufgabe ist schon erledigt."))
    return task


@transaction.atomic
def add_reminder(reminder, *, by):
    """Remind this person when a partnership, or a field of it, has been silent for so many days."""
    reminder.person = by
    try:
        with transaction.atomic():
            reminder.save(force_insert=True)
    except IntegrityError as known:
        raise NotNow(
            _("Diese Erinnerung haben Sie schon. Entfernen Sie sie, um die Tage zu ändern.")
        ) from known
    record("partnerships.reminder_added", reminder, by=by)
    return reminder


@transaction.atomic
def remove_reminder(reminder, *, by):
    record("partnerships.reminder_removed", reminder, by=by)
    Reminder.objects.filter(pk=reminder.pk).delete()
