"""The contact log: what was said with whom, and what has to follow."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.journal import changed_fields, record
from core.lost_updates import save_versioned
from partnerships.actions import NotNow
from partnerships.models import ContactEvent, Task

ENTRY = ("happened_on", "channel", "direction", "subject", "partnership", "field", "summary")


@transaction.atomic
def add_entry(event, *, persons, by, follow_up=None):
    """Write a line of the log; `follow_up` (day, owner or None) makes a task with it."""
    event.written_by = by
    event.save(force_insert=True)
    event.persons.set(persons)
    record("contacts.entry_added", event, by=by)
    if follow_up:
        _plan(event, follow_up, by)
    return event


@transaction.atomic
def save_entry(event, *, persons, loaded_version, by, follow_up=None):
    """Save a line of the log; StaleVersion if somebody else was faster."""
    before = ContactEvent.objects.select_related("partnership__city", "field").get(pk=event.pk)
    persons_before = _names(before.persons.all())
    save_versioned(event, loaded_version=loaded_version, fields=ENTRY)
    event.persons.set(persons)
    changes = changed_fields(before, event, ENTRY)
    if persons_before != _names(persons):
        changes["persons"] = (persons_before, _names(persons))
    record("contacts.entry_saved", event, by=by, changes=changes)
    if follow_up:
        _plan(event, follow_up, by)
    return event


def _names(persons):
    return ", ".join(sorted(str(person) for person in persons))


def _plan(event, follow_up, by):
    due_on, owner = follow_up
    task = Task.objects.create(
        title=(_("Nachfassen: %(subject)s") % {"subject": event.subject})[:200],
        due_on=due_on,
        owner=owner,
        origin=Task.Origin.CONTACT,
        partnership=event.partnership,
        contact_event=event,
        created_by=by,
        is_example=event.is_example,
    )
    record(
        "contacts.follow_up_planned", event, by=by, changes={"due_on": (None, due_on), "owner": (None, owner)}
    )
    return task


@transaction.atomic
def finish_follow_up(task, *, by):
    """Say that somebody has followed up."""
    task = Task.objects.select_for_update(of=["self"]).get(pk=task.pk)
    if task.done_at:
        raise NotNow(_("Das ist schon erledigt."))
    task.done_at, task.done_by = timezone.now(), by
    task.version += 1
    task.save(update_fields=["done_at", "done_by", "version"])
    record("contacts.followed_up", task.contact_event, by=by, changes={"task": (None, task)})
    return task
