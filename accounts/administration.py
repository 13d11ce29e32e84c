"""What the technical administration and the head decide about people's accounts and memberships."""

from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions import TOPIC, NotNow
from accounts.models import Membership, User
from core.journal import record
from core.logs import security_event
from core.outbox import tell


def end_sessions(person, *, by):
    """Sign a person out everywhere; returns the number of sessions that ended."""
    sessions = list(UserSession.objects.filter(user=person))
    for session in sessions:
        session.end()
    record("accounts.sessions_ended", person, by=by, changes={"sessions": (len(sessions), 0)})
    security_event("sessions-ended", actor=by, obj=person)
    return len(sessions)


@transaction.atomic
def deactivate(person, *, by):
    """Lock an account and sign it out; nothing is deleted."""
    if person == by:
        raise NotNow(_("Das eigene Konto können Sie nicht sperren."))
    _set_active(person, False, by=by)
    end_sessions(person, by=by)


@transaction.atomic
def reactivate(person, *, by):
    _set_active(person, True, by=by)


def _set_active(person, is_active, *, by):
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.erased_at:
        raise NotNow(_("Dieses Konto ist gelöscht."))
    before, person.is_active = person.is_active, is_active
    person.save(update_fields=["is_active"])
    record("accounts.account_locked" if before else "accounts.account_unlocked", person, by=by)
    security_event("account-changed", actor=by, obj=person, is_active=is_active)


@transaction.atomic
def grant_membership(person, *, organisation, function, first_day, by, last_day=None, on_behalf_of=None):
    """Make somebody a confirmed member from a day to a day."""
    membership = Membership(
        person=person,
        organisation=organisation,
        function=function,
        first_day=first_day,
        last_day=last_day,
        on_behalf_of=on_behalf_of,
    )
    _save_confirmed(membership, by=by)
    record("accounts.membership_granted", membership, by=by, changes={"function": ("", function)})
    security_event("role-changed", actor=by, obj=membership)
    tell(
        TOPIC,
        [person],
        key=f"membership-{membership.pk}-confirmed",
        title=lambda language: _("Sie gehören jetzt zu „%(name)s“") % {"name": organisation.name},
        url=organisation.get_absolute_url(),
    )
    return membership


def _save_confirmed(membership, *, by):
    membership.confirmed_at, membership.confirmed_by = timezone.now(), by
    try:
        with transaction.atomic():
            membership.save()
    except IntegrityError as reason:
        raise NotNow(_("Diese Funktion hat die Person dort schon.")) from reason
