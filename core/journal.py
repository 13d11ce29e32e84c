"""Who did what, when, to which object: written by every action, read by staff."""

from core.conditional import touch
from core.models import JournalEntry


def _kind(obj):
    return obj._meta.label_lower


def record(verb, obj, *, by, changes=None):
    """Write one line of the journal and mark the object's family as changed.

    verb     dotted name of what happened, "partnerships.profile_edited"
    obj      the object it happened to
    by       the person, or None when a job did it
    changes  {field: [before, after]} of the fields that matter; values are stored as text
    """
    touch(obj._meta.app_label)
    return JournalEntry.objects.create(
        verb=verb,
        object_kind=_kind(obj),
        object_pk=str(obj.pk),
        object_label=str(obj)[:200],
        by=by if getattr(by, "is_authenticated", False) else None,
        changes={
            field: [_as_text(before), _as_text(after)] for field, (before, after) in (changes or {}).items()
        },
    )


def _as_text(value):
    return value if value is None or isinstance(value, (bool, int)) else str(value)


def history_of(obj):
    """The journal of one object, newest first."""
    return (
        JournalEntry.objects.filter(object_kind=_kind(obj), object_pk=str(obj.pk))
        .select_related("by")
        .order_by("-at", "-pk")
    )


def changed_fields(before, after, fields):
    """{field: (before, after)} of the named fields in which two states of an object differ."""
    pairs = {field: (getattr(before, field), getattr(after, field)) for field in fields}
    return {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}
