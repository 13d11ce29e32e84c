"""Calls open and close by the clock, without any network."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from core.conditional import touch
from funding import history, telling
from funding.models import Call, CallChange
from funding.models.calls import Status
from funding.standing import dates_of, standing

COLUMNS = ["status", "opening_at", "next_deadline", "last_deadline", "sort_deadline"]
BATCH = 500


@transaction.atomic
def tick_status(now):
    """Bring the stored status in line with the dates; returns how many calls moved."""
    late = (
        Q(status="forthcoming", opening_at__lte=now)
        | Q(status__in=["open", "forthcoming"], last_deadline__lte=now)
        | Q(next_deadline__lte=now)
        | Q(status="closed", last_deadline__gt=now)
    )
    calls = list(Call.objects.filter(late).whole().select_for_update(of=["self"]).order_by("pk"))
    moved, events = [], []
    for call in calls:
        before = call.status
        for name, value in standing(dates_of(call), now).items():
            setattr(call, name, value)
        if call.status != before:
            change = history.status_change(call, before, call.status, at=_moved_at(call, before, now))
            moved.append(change)
            events.append(telling.Event(call, changes=(change,)))
    Call.objects.bulk_update(calls, COLUMNS, batch_size=BATCH)
    CallChange.objects.bulk_create(moved)
    telling.tell_changes([event for event in events if _is_recent(event.call, now)], now=now)
    if calls:
        touch("funding")
    return len(moved)


def _moved_at(call, before, now):
    """When the clock moved a call, which may be long before anybody looked."""
    moment = None
    if call.status == Status.CLOSED:
        moment = call.last_deadline
    elif before == Status.FORTHCOMING:
        moment = call.opening_at
    return min(moment or now, now)


def _is_recent(call, now):
    """A portal that slept for weeks does not tell people what is long over."""
    return call.last_deadline is None or call.last_deadline > now - timedelta(days=2)
