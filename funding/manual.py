"""Calls that no feed brings: entered and kept up to date by staff, shown like all others."""

from django.db import transaction
from django.utils import timezone

from core.journal import changed_fields, record
from core.lost_updates import save_versioned
from funding import history, telling
from funding.models import Call, CallChange, FeedSource
from funding.reminders import forget_moved
from funding.sedia.labels import programme, programme_label
from funding.slugs import slug_for
from funding.standing import dates_of, standing

KEY = "von-hand"
TOLD = ("title", "opening", "deadlines", "budget")
COLUMNS = [
    "title", "identifier", "programme", "programme_name", "opening", "deadlines", "summary_de",
    "budget_amount", "budget_scope", "url", "is_for_us", "staff_note", "publicness", "status", "opening_at",
    "next_deadline", "last_deadline", "sort_deadline", "words_de", "words_en", "teaser",
]  # fmt: skip


def manual_source():
    defaults = {"name": "Von Hand erfasst", "kind": FeedSource.Kind.MANUAL}
    return FeedSource.objects.get_or_create(key=KEY, defaults=defaults)[0]


@transaction.atomic
def enter(call, *, deadline, by, is_example=False, is_quiet=False, now=None):
    """A new call in the words of staff."""
    now = now or timezone.now()
    call.source, call.kind, call.datasource, call.language = manual_source(), Call.Kind.MANUAL, KEY, "de"
    taken = set(
        Call.objects.filter(slug__startswith=slug_for(call.identifier, "", ())).values_list("slug", flat=True)
    )
    call.slug = slug_for(call.identifier, "", taken)
    call.reference = call.slug
    call.first_seen_at = call.changed_at = now
    call.is_example, call.is_publicness_chosen = is_example, True
    _complete(call, deadline, now)
    call.save()
    record("funding.call_entered", call, by=by)
    if not is_quiet:
        telling.tell_changes([telling.Event(call, is_new=True)], now=now)
    return call


@transaction.atomic
def change(call, *, deadline, loaded_version, by, now=None):
    """Save a manual call; followers learn of material changes as with any other."""
    now = now or timezone.now()
    before = Call.objects.whole().get(pk=call.pk)
    _complete(call, deadline, now)
    save_versioned(call, loaded_version=loaded_version, fields=COLUMNS)
    rows = _differences(before, call, now)
    CallChange.objects.bulk_create(rows)
    forget_moved(call, before.deadlines, call.deadlines)
    record("funding.call_edited", call, by=by, changes=changed_fields(before, call, COLUMNS[:13]))
    if rows:
        Call.objects.filter(pk=call.pk).update(changed_at=now)
        telling.tell_changes([telling.Event(call, changes=tuple(rows))], now=now)
    return call


def _differences(before, call, now):
    rows = [
        CallChange(
            call=call,
            at=now,
            weight="material",
            field=name,
            before=_text(before, name),
            after=_text(call, name),
        )
        for name in TOLD
        if _text(before, name) != _text(call, name)
    ]
    if before.status != call.status:
        rows.append(history.status_change(call, before.status, call.status, at=now))
    return rows


def _complete(call, deadline, now):
    """The columns that follow from what was typed."""
    call.deadlines = [deadline]
    call.budget_scope = Call.Scope.TOPIC if call.budget_amount else ""
    if call.programme:
        call.programme_name = programme(call.programme).label
    names = [call.programme_name, programme_label(call.programme) if call.programme else ""]
    call.words_de = call.words_en = " ".join(filter(None, [*names, call.summary_de]))
    call.teaser = call.summary_de[:400]
    for name, value in standing(dates_of(call), now).items():
        setattr(call, name, value)


def _text(call, name):
    if name == "deadlines":
        return " ".join(moment.isoformat() for moment in call.deadlines)
    if name == "budget":
        return f"{call.budget_amount:.2f} {call.budget_currency}" if call.budget_amount else ""
    value = getattr(call, name)
    return "" if value is None else str(value)
