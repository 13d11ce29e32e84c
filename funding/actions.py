"""What happens when somebody, or the clock, does something with calls and their sources."""

import logging

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.conditional import touch
from core.journal import record
from core.lost_updates import save_versioned
from funding import claims, reminders, spelling, ticking
from funding.mapping import is_for_towns
from funding.models import Call, CallChange, CallFollow, FeedSource, PageChange
from funding.models.calls import Status
from funding.polling import poll
from funding.telling import CHANGED, DEADLINE
from notices.actions import cancel

logger = logging.getLogger(__name__)
OWNED = ("title_de", "summary_de")


class NotNow(Exception):
    """Allowed to this person, but not in the present state."""


def poll_due(*, enqueue, now=None):
    """Hand every source that is due to a worker; returns their ids."""
    if not settings.FEEDS["enabled"]:
        return []
    due = list(
        FeedSource.objects.due(now or timezone.now())
        .order_by("next_run_at", "pk")
        .values_list("pk", flat=True)
    )
    for source in due:
        enqueue(source)
    return due


def poll_by_id(pk, *, token=""):
    """Ask one source, unless another worker is doing so."""
    source = FeedSource.objects.filter(pk=pk, is_enabled=True).first()
    if source is None or not source.is_asked:
        return None
    try:
        return poll(source, token=token)
    except claims.Busy:
        logger.info("source is being asked already", extra={"source": source.key})
        return None


def tick():
    return ticking.tick_status(timezone.now())


def refresh_search_words():
    return spelling.refresh_words()


def remind_all():
    return reminders.remind(timezone.now())


@transaction.atomic
def ask_now(source, *, by):
    """Let the next round of the timetable ask a source first, whatever its times say."""
    if not source.is_asked:
        raise NotNow(_("Diese Quelle hat keine Adresse, die abgerufen wird."))
    FeedSource.objects.filter(pk=source.pk).update(next_run_at=timezone.now(), is_enabled=True)
    record("funding.source_asked", source, by=by)


@transaction.atomic
def switch_source(source, *, is_enabled, by):
    """Switch a source on or off."""
    FeedSource.objects.filter(pk=source.pk).update(is_enabled=is_enabled)
    record("funding.source_switched", source, by=by, changes={"is_enabled": (source.is_enabled, is_enabled)})


@transaction.atomic
def follow(call, *, by):
    """Follow a call; None means every new call that is for us."""
    return CallFollow.objects.get_or_create(person=by, call=call)[0]


@transaction.atomic
def unfollow(call, *, by):
    """Stop following; what was planned and has not left is taken back."""
    CallFollow.objects.filter(person=by, call=call).delete()
    if call is not None:
        by.notices.filter(state="waiting", key__startswith=f"{DEADLINE}:{call.pk}:").delete()


@transaction.atomic
def edit_call(call, *, loaded_version, values, by):
    """Save what staff write beside the feed; from now on no feed writes these fields."""
    before = Call.objects.whole().get(pk=call.pk)
    changed = {name: (getattr(before, name), value) for name, value in values.items()}
    changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    for name, value in values.items():
        setattr(call, name, value)
    _follow_from_choices(call, before, changed)
    saved = [*values, "is_for_us", "staff_fields", "is_publicness_chosen"]
    save_versioned(call, loaded_version=loaded_version, fields=saved)
    record("funding.call_edited", call, by=by, changes=changed)
    return call


def _follow_from_choices(call, before, changed):
    if call.for_us_choice is not None:
        call.is_for_us = call.for_us_choice
    elif "for_us_choice" in changed:
        call.is_for_us = is_for_towns(call.strands)
    owned = set(before.staff_fields)
    for name in OWNED:
        if name in changed:
            owned = owned | {name} if changed[name][1] else owned - {name}
    call.staff_fields = sorted(owned)
    call.is_publicness_chosen = before.is_publicness_chosen or "publicness" in changed


@transaction.atomic
def decide_proposal(change, *, accept, by):
    """Take over what the source says, or keep our own words; the question is closed either way."""
    change = CallChange.objects.select_for_update().get(pk=change.pk)
    if change.proposal != CallChange.Proposal.OPEN:
        raise NotNow(_("Über diesen Vorschlag ist schon entschieden."))
    call = Call.objects.whole().select_for_update().get(pk=change.call_id)
    if accept:
        staff_fields = [name for name in call.staff_fields if name != change.field]
        Call.objects.filter(pk=call.pk).update(
            **{change.field: change.after}, staff_fields=staff_fields, version=call.version + 1
        )
    change.proposal = CallChange.Proposal.ACCEPTED if accept else CallChange.Proposal.REJECTED
    change.decided_by, change.decided_at = by, timezone.now()
    change.save(update_fields=["proposal", "decided_by", "decided_at"])
    record(
        "funding.proposal_accepted" if accept else "funding.proposal_rejected",
        call,
        by=by,
        changes={change.field: (change.before, change.after)},
    )
    return call


@transaction.atomic
def mark_page_read(change, *, by):
    """Somebody has read what changed on a watched page."""
    PageChange.objects.filter(pk=change.pk, read_at=None).update(read_at=timezone.now())
    record("funding.page_change_read", change.source, by=by)


@transaction.atomic
def withdraw_manual(call, *, by):
    """Take a call that staff entered off the pages; it stays for the record."""
    if call.is_from_feed:
        raise NotNow(_("Diesen Aufruf führt die EU-Kommission. Ändern Sie seine Sichtbarkeit."))
    Call.objects.filter(pk=call.pk).update(publicness="internal", status=Status.CLOSED)
    cancel(f"{CHANGED}:{call.pk}:")
    record("funding.call_withdrawn", call, by=by)
    touch("funding")
