"""Two entries of the same person become one, and nothing of either is lost."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.journal import record
from core.lost_updates import StaleVersion
from partnerships.actions import NotNow
from partnerships.contacts.actions import DETAILS
from partnerships.models import ContactEvent, DelegationMember, Person, PersonFunction

KEPT, OTHER, BOTH = "kept", "other", "both"
CHOSEN = tuple(name for name in DETAILS if name != "is_private")
JOINABLE = {"other_languages": ", ", "note": "\n\n"}
OF_A_FUNCTION = (
    "organisation_id", "partnership_id", "title", "title_local", "email", "phone", "is_contact_person",
    "first_day", "last_day",
)  # fmt: skip


@transaction.atomic
def merge(kept, other, *, choices, versions, by):
    """Move everything from `other` to `kept`; `other` keeps its own values and leads to `kept`.

    choices   {field: "kept" | "other" | "both"}; a field without a choice stays as it is
    versions  (of kept, of other) as the person who decides saw them; StaleVersion if one has changed
    """
    kept, other = _locked(kept, other)
    _check(kept, other, versions)
    changes = _take_over(kept, other, choices)
    changes |= _move_account(kept, other)
    changes |= {name: (None, number) for name, number in _move_rows(kept, other, by).items() if number}
    other.merged_into, other.version = kept, other.version + 1
    other.save(update_fields=["merged_into", "version", "user"])
    kept.version += 1
    kept.save()
    record("contacts.merged", kept, by=by, changes=changes | {"person": (other, kept)})
    record("contacts.merged_away", other, by=by, changes={"person": (other, kept)})
    return kept


def _locked(kept, other):
    """Both rows, locked in the order of their keys so that two merges never wait for each other."""
    pks = sorted({kept.pk, other.pk})
    rows = {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=pks).order_by("pk")}
    return rows[kept.pk], rows[other.pk]


def _check(kept, other, versions):
    if kept.pk == other.pk:
        raise NotNow(_("Das ist zweimal derselbe Eintrag."))
    if kept.merged_into_id or other.merged_into_id:
        raise NotNow(_("Einer der Einträge ist schon zusammengeführt."))
    if not (kept.is_reachable and other.is_reachable):
        raise NotNow(_("Eine der Personen ist gesperrt. Gesperrte Einträge führen wir nicht zusammen."))
    if kept.user_id and other.user_id:
        raise NotNow(_("Beide Einträge gehören zu einem Konto. Lösen Sie zuerst eine Verbindung."))
    for row, version in zip((kept, other), versions, strict=True):
        if row.version != version:
            raise StaleVersion(row)


def _take_over(kept, other, choices):
    """Set the chosen values on `kept`; {field: (before, after)} of those that change."""
    changes = {}
    for name in CHOSEN:
        before, theirs, choice = getattr(kept, name), getattr(other, name), choices.get(name, KEPT)
        after = theirs if choice == OTHER else before
        if choice == BOTH and name in JOINABLE:
            after = _joined(name, before, theirs)
        if after != before:
            changes[name] = (before, after)
            setattr(kept, name, after)
    kept.is_private = kept.is_private or other.is_private
    days = [day for day in (kept.confirmed_on, other.confirmed_on) if day]
    kept.confirmed_on = max(days, default=None)
    kept.created_at = min(kept.created_at, other.created_at)
    return changes


def _joined(name, before, theirs):
    parts = [part for part in dict.fromkeys((before, theirs)) if part]
    return JOINABLE[name].join(parts)[: Person._meta.get_field(name).max_length]


def _move_account(kept, other):
    if not other.user_id:
        return {}
    account, other.user = other.user, None
    Person.objects.filter(pk=other.pk).update(user=None)  # the account may belong to one entry only
    kept.user = account
    return {"account": (None, account)}


def _move_rows(kept, other, by):
    """Everything that hangs on `other`; {what: how many rows}."""
    now = timezone.now()
    if kept.confirmations.filter(answered_at=None, settled_at=None).exists():
        open_ones = other.confirmations.filter(answered_at=None, settled_at=None)
        open_ones.update(settled_at=now, settled_by=by)
    return {
        "functions": _move_functions(kept, other),
        "bases": other.bases.update(person=kept),
        "entries": _move_entries(kept, other),
        "confirmations": other.confirmations.update(person=kept),
        "delegations": DelegationMember.objects.filter(person=other).update(person=kept),
        "earlier": Person.objects.filter(merged_into=other).update(merged_into=kept),
    }


def _move_functions(kept, other):
    """Functions that both have alike stay with the entry that is left behind."""
    known = {_alike(function) for function in kept.functions.all()}
    moving = [function.pk for function in other.functions.all() if _alike(function) not in known]
    return PersonFunction.objects.filter(pk__in=moving).update(person=kept)


def _alike(function):
    return tuple(getattr(function, name) for name in OF_A_FUNCTION)


def _move_entries(kept, other):
    links = ContactEvent.persons.through.objects
    there = links.filter(person=kept).values("contactevent")
    links.filter(person=other, contactevent__in=there).delete()
    return links.filter(person=other).update(person=kept)
