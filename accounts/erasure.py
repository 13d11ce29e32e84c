"""Deleting an account: what it said stays without a name, everything else goes (R48)."""

import re

from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from accounts import personal_data
from accounts.models import Organisation, User
from core.journal import record
from core.logs import security_event
from core.models import JournalEntry

SHORTEST_NAME = 4
REPLACEMENT = "gelöschtes Konto"


@transaction.atomic
def erase_account(person, *, by):
    """Remove a person: data, memberships and sessions go, contributions stay without a name.

    The row of the account stays empty, so that what others answered to keeps its place. Organisations that
    only this person proposed were never confirmed and go too.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    names = [person.email, *person.emailaddress_set.values_list("email", flat=True), person.name]
    proposed = Organisation.objects.filter(state=Organisation.State.PROPOSED, memberships__person=person)
    founded = dict(proposed.values_list("pk", "name"))
    personal_data.erase(person)
    abandoned = Organisation.objects.abandoned().filter(pk__in=founded)
    names += [founded[organisation.pk] for organisation in abandoned]
    abandoned.delete()
    record("accounts.account_erased", person, by=by)
    forget_names_in_journal([name for name in names if len(name) >= SHORTEST_NAME])
    person.name, person.email = "", f"geloescht-{person.pk}@konto.invalid"
    person.language, person.last_login, person.deletion_announced_at = "de", None, None
    person.is_active, person.erased_at = False, timezone.now()
    person.set_unusable_password()
    person.save()
    security_event("account-erased", actor=by, obj=person)


def forget_names_in_journal(names, replacement=REPLACEMENT):
    """Replace names and addresses in labels and changes of the journal."""
    if not names:
        return
    found = Q()
    for name in names:
        found |= Q(object_label__icontains=name) | Q(plain__icontains=name)
    for entry in JournalEntry.objects.annotate(plain=Cast("changes", TextField())).filter(found):
        entry.object_label = without_names(names, entry.object_label, replacement)
        entry.changes = without_names(names, entry.changes, replacement)
        entry.save(update_fields=["object_label", "changes"])


def without_names(names, value, replacement=REPLACEMENT):
    """A text, or a list or dictionary of texts, in which these names stand no more as whole words."""
    if not names:
        return value
    words = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names), re.IGNORECASE)
    return _replaced(words, value, replacement)


def _replaced(words, value, replacement):
    if isinstance(value, str):
        return words.sub(replacement, value)
    if isinstance(value, list):
        return [_replaced(words, item, replacement) for item in value]
    if isinstance(value, dict):
        return {key: _replaced(words, item, replacement) for key, item in value.items()}
    return value
