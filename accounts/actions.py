"""Founding and joining organisations, and what their people and the city's staff decide about it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, User
from accounts.roles import Function
from core import slugs
from core.journal import changed_fields, record
from core.logs import security_event
from core.lost_updates import save_versioned
from core.outbox import tell

EDITED = (
    "name", "legal_form", "city", "email", "website", "about", "register_number", "members_count",
    "members_as_of", "board_term_ends_on", "succession", "publicness",
)  # fmt: skip
TOPIC = "membership"


class NotNow(Exception):
    """Allowed to this person, but not as things stand."""


def free_slug(name):
    """A slug for this name that no organisation has."""
    return slugs.free_slug(Organisation, name, longest=155, otherwise="organisation")


@transaction.atomic
def found_organisation(organisation, *, by):
    """Propose an organisation with its founder as the responsible person; staff confirm it.

    A second click finds the first proposal.
    """
    User.objects.select_for_update().get(pk=by.pk)
    earlier = Organisation.objects.filter(state=Organisation.State.PROPOSED, memberships__person=by)
    if found := earlier.filter(name__iexact=organisation.name).first():
        return found
    organisation.slug = free_slug(organisation.name)
    organisation.state = Organisation.State.PROPOSED
    organisation.save()
    Membership.objects.create(
        person=by, organisation=organisation, function=Function.RESPONSIBLE, first_day=timezone.localdate()
    )
    record("accounts.organisation_founded", organisation, by=by)
    return organisation


@transaction.atomic
def confirm_organisation(organisation, *, by):
    """Confirm a founding together with its founders' memberships, and tell them."""
    organisation = Organisation.objects.select_for_update(of=["self"]).get(pk=organisation.pk)
    if organisation.state != Organisation.State.PROPOSED:
        raise NotNow(_("Über diese Organisation ist schon entschieden."))
    organisation.state = Organisation.State.CONFIRMED
    organisation.save(update_fields=["state"])
    waiting = list(organisation.memberships.waiting().select_related("person"))
    organisation.memberships.waiting().update(confirmed_at=timezone.now(), confirmed_by=by)
    record("accounts.organisation_confirmed", organisation, by=by)
    security_event("role-changed", actor=by, obj=organisation)
    tell(
        TOPIC,
        [membership.person for membership in waiting],
        key=f"organisation-{organisation.pk}-confirmed",
        title=lambda language: _("„%(name)s“ ist bestätigt") % {"name": organisation.name},
        text=_("Sie können jetzt im Namen der Organisation mitmachen."),
        url=organisation.get_absolute_url(),
    )
    return organisation


@transaction.atomic
def decline_organisation(organisation, *, reason, by):
    """Turn a founding down and tell its founders why; the proposal does not stay."""
    organisation = Organisation.objects.select_for_update(of=["self"]).get(pk=organisation.pk)
    if organisation.state != Organisation.State.PROPOSED:
        raise NotNow(_("Über diese Organisation ist schon entschieden."))
    founders = [membership.person for membership in organisation.memberships.select_related("person")]
    record("accounts.organisation_declined", organisation, by=by, changes={"reason": ("", reason)})
    tell(
        TOPIC,
        founders,
        key=f"organisation-{organisation.pk}-declined",
        title=lambda language: _("„%(name)s“ ist nicht bestätigt") % {"name": organisation.name},
        text=reason,
    )
    organisation.delete()


@transaction.atomic
def edit_organisation(organisation, *, loaded_version, by):
    """Save what people wrote about their organisation; StaleVersion if somebody was faster."""
    before = Organisation.objects.get(pk=organisation.pk)
    save_versioned(organisation, loaded_version=loaded_version, fields=EDITED)
    record(
        "accounts.organisation_edited",
        organisation,
        by=by,
        changes=changed_fields(before, organisation, EDITED),
    )
    return organisation


@transaction.atomic
def ask_to_join(organisation, *, function, by):
    """Wait for the organisation's responsible person, or staff, to say yes."""
    Organisation.objects.select_for_update(of=["self"]).get(pk=organisation.pk)
    if organisation.state != Organisation.State.CONFIRMED:
        raise NotNow(_("Diese Organisation ist noch nicht bestätigt."))
    if organisation.memberships.filter(person=by, last_day=None).exists():
        raise NotNow(_("Sie gehören schon dazu oder haben schon gefragt."))
    membership = Membership.objects.create(
        person=by, organisation=organisation, function=function, first_day=timezone.localdate()
    )
    record("accounts.membership_asked", membership, by=by)
    return membership


def _waiting(membership):
    """The locked row, if nobody has decided yet."""
    found = Membership.objects.select_for_update(of=["self"]).filter(pk=membership.pk).waiting().first()
    if found is None:
        raise NotNow(_("Darüber ist schon entschieden."))
    return found


@transaction.atomic
def confirm_membership(membership, *, by):
    membership = _waiting(membership)
    membership.confirmed_at, membership.confirmed_by = timezone.now(), by
    membership.first_day = max(membership.first_day, timezone.localdate())
    membership.save(update_fields=["confirmed_at", "confirmed_by", "first_day"])
    record("accounts.membership_confirmed", membership, by=by)
    security_event("role-changed", actor=by, obj=membership)
    organisation = membership.organisation
    tell(
        TOPIC,
        [membership.person],
        key=f"membership-{membership.pk}-confirmed",
        title=lambda language: _("Sie gehören jetzt zu „%(name)s“") % {"name": organisation.name},
        url=organisation.get_absolute_url(),
    )
    return membership


@transaction.atomic
def decline_membership(membership, *, reason, by):
    membership = _waiting(membership)
    record("accounts.membership_declined", membership, by=by, changes={"reason": ("", reason)})
    organisation = membership.organisation
    tell(
        TOPIC,
        [membership.person],
        key=f"membership-{membership.pk}-declined",
        title=lambda language: _("Ihre Anfrage an „%(name)s“ ist abgelehnt") % {"name": organisation.name},
        text=reason,
    )
    membership.delete()


@transaction.atomic
def change_function(membership, *, function, by):
    membership = Membership.objects.select_for_update(of=["self"]).get(pk=membership.pk)
    if membership.function == function:
        return membership
    doubled = membership.organisation.memberships.filter(
        person=membership.person_id, function=function, last_day=None
    )
    if doubled.exists():
        raise NotNow(_("Diese Funktion hat die Person schon."))
    before, membership.function = membership.function, function
    membership.save(update_fields=["function"])
    record("accounts.function_changed", membership, by=by, changes={"function": (before, function)})
    security_event("role-changed", actor=by, obj=membership)
    return membership


@transaction.atomic
def end_membership(membership, *, last_day, by):
    """Set the last day; rights end with it, no job has to run."""
    membership = Membership.objects.select_for_update(of=["self"]).get(pk=membership.pk)
    if last_day < membership.first_day:
        raise NotNow(_("Der letzte Tag liegt vor dem ersten Tag der Mitgliedschaft."))
    before, membership.last_day = membership.last_day, last_day
    membership.save(update_fields=["last_day"])
    record("accounts.membership_ended", membership, by=by, changes={"last_day": (before, last_day)})
    security_event("role-changed", actor=by, obj=membership)
    return membership


def leave(membership, *, by):
    """End one's own membership with yesterday, or take one's question back.

    A founding that nobody has confirmed goes with the last of its founders.
    """
    if membership.confirmed_at is None:
        with transaction.atomic():
            record("accounts.membership_withdrawn", membership, by=by)
            membership.delete()
            Organisation.objects.abandoned().filter(pk=membership.organisation_id).delete()
        return
    last_day = max(membership.first_day, timezone.localdate() - timedelta(days=1))
    end_membership(membership, last_day=last_day, by=by)
