"""Reminders before the deadlines of followed calls, counted in days on the wall in Brussels."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from funding import wording
from funding.models import Call, CallFollow
from funding.telling import DEADLINE
from funding.wording import BRUSSELS
from notices.actions import cancel, notify

STEPS = (90, 60, 30, 14, 7, 2)


def step_moment(deadline, days):
    """So many days before a deadline at the same time by the clock, whatever summer time does."""
    local = deadline.astimezone(BRUSSELS)
    return datetime.combine(local.date() - timedelta(days=days), local.time(), BRUSSELS)


def step_reached(deadline, now, *, since):
    """The latest step that lies before now and after somebody began to follow; None if there is none."""
    if now >= deadline:
        return None
    reached = [days for days in STEPS if since <= step_moment(deadline, days) <= now]
    return min(reached, default=None)


def days_left(deadline, now):
    return (deadline.astimezone(BRUSSELS).date() - now.astimezone(BRUSSELS).date()).days


def remind(now):
    """Write the notices that have become due; asked twice it writes nothing new. Returns how many."""
    horizon = now + timedelta(days=STEPS[0] + 2)
    calls = Call.objects.filter(follows__isnull=False, last_deadline__gt=now, next_deadline__lte=horizon)
    follows = (
        CallFollow.objects.filter(call__in=calls.values("pk"), person__is_active=True)
        .select_related("person", "call")
        .defer("call__search", "call__words_de", "call__words_en")
        .order_by("call", "pk")
    )
    return sum(_remind_one(follow, now) for follow in follows)


@transaction.atomic
def _remind_one(follow, now):
    call = follow.call
    deadline = call.next_deadline_at(now)
    step = step_reached(deadline, now, since=follow.since) if deadline else None
    if step is None:
        return 0
    notify(
        DEADLINE,
        [follow.person],
        key=f"{deadline_key(call, deadline)}:{step}",
        title=lambda language: (
            _("%(left)s: %(title)s")
            % {"left": wording.days_words(days_left(deadline, now)), "title": call.shown_title}
        ),
        text=lambda language: _("Frist: %(deadline)s") % {"deadline": wording.deadline_words(deadline)},
        url=call.get_absolute_url(),
    )
    return 1


def deadline_key(call, deadline):
    return f"{DEADLINE}:{call.pk}:{deadline:%Y%m%dT%H%MZ}"


def forget_moved(call, before, after):
    """Take back reminders of deadlines that are no more; those of the new one come in their time."""
    for moment in set(before) - set(after):
        cancel(f"{deadline_key(call, moment)}:")
