"""Who is told of new and changed calls, and how often at most."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from core.publicness import Publicness
from funding import wording
from funding.models import Call, CallFollow
from funding.models.calls import Status
from notices.actions import cancel, notify

NEW, CHANGED, DEADLINE = "call-new", "call-changed", "call-deadline"
QUIET_TIME = timedelta(hours=24)


@dataclass(frozen=True)
class Event:
    """Something about one call that people may want to know."""

    call: Call
    changes: tuple = ()
    is_new: bool = False


def tell_changes(events, *, now, with_new=True):
    """Notices for what a run found; the first run of a source tells nobody that all is new."""
    if not events:
        return
    staff = list(User.objects.with_role(Role.CASE_OFFICER, Role.HEAD))
    for event in events:
        if not event.is_new:
            _tell_changed(event, staff, now)
        elif with_new and event.call.is_for_us and event.call.status in (Status.OPEN, Status.FORTHCOMING):
            _tell_new(event.call, staff)


def _tell_new(call, staff):
    curious = User.objects.filter(followed_calls__in=CallFollow.objects.filter(call=None), is_active=True)
    notify(
        NEW,
        _allowed(call, [*staff, *curious]),
        key=f"{NEW}:{call.pk}",
        title=lambda language: _("Neuer Aufruf: %(title)s") % {"title": call.shown_title},
        text=lambda language: _deadline_line(call),
        url=call.get_absolute_url(),
    )


def _tell_changed(event, staff, now):
    """At once, or after 24 quiet hours if the last notice about this call is younger than that.

    A value that went away and came back is no news: what was planned in between is cancelled.
    """
    call, state = event.call, _state_told(event)
    if state == call.last_told:
        cancel(later_key(call))
        return
    is_early = call.last_told_at is not None and now - call.last_told_at < QUIET_TIME
    if is_early:
        cancel(later_key(call))
    else:
        call.last_told, call.last_told_at = state, now
        Call.objects.filter(pk=call.pk).update(last_told=state, last_told_at=now)
    followers = User.objects.filter(followed_calls__call=call, is_active=True)
    notify(
        CHANGED,
        _allowed(call, [*followers, *(staff if call.is_for_us else [])]),
        key=(later_key(call) if is_early else f"{CHANGED}:{call.pk}:") + f"{now:%Y%m%dT%H%M%S}",
        title=lambda language: _("Geändert: %(title)s") % {"title": call.shown_title},
        text=lambda language: "\n".join(wording.change_sentence(change) for change in event.changes),
        url=call.get_absolute_url(),
        due_at=call.last_told_at + QUIET_TIME if is_early else None,
    )


def later_key(call):
    """How the keys of put-off notices begin: only those may be taken back, the others are facts."""
    return f"{CHANGED}:{call.pk}:later:"


def _state_told(event):
    """A hash of what a reader would learn now."""
    call = event.call
    news = sorted(change.news_key for change in event.changes if change.news_key)
    state = (call.title, call.opening, call.deadlines, call.deadline_model, call.budget_amount, call.status)
    return hashlib.sha256(repr((state, call.unconfirmed_deadline, news)).encode()).hexdigest()


def _allowed(call, people):
    """Each person once; an internal call is nobody's business but staff's."""
    if call.publicness != Publicness.PUBLIC:
        people = [person for person in people if person.is_city_staff]
    return list({person.pk: person for person in people}.values())


def _deadline_line(call):
    if call.next_deadline is None:
        return _("Die Frist steht noch nicht fest.")
    return _("Frist: %(deadline)s") % {"deadline": wording.deadline_words(call.next_deadline)}
