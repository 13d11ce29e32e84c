"""What waits for those who confirm: new organisations, and people who want to join one."""

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation
from accounts.roles import Function
from core.desk import Waiting

MOST = 50


def waiting_for(user):
    return [*_foundings(user), *_joinings(user)]


def foundings_for(user):
    """Proposed organisations that `user` may decide on, the oldest first."""
    if not user.is_city_staff:
        return Organisation.objects.none()
    return Organisation.objects.filter(state=Organisation.State.PROPOSED).order_by("created_at", "pk")


def joinings_for(user):
    """Questions to join that `user` may answer, the oldest first."""
    waiting = Membership.objects.waiting().filter(organisation__state=Organisation.State.CONFIRMED)
    if not user.is_city_staff:
        led = user.organisations(Function.RESPONSIBLE)
        waiting = waiting.filter(organisation__in=led) if led else waiting.none()
    own = Q(person=user.pk)
    return waiting.exclude(own).select_related("person", "organisation").order_by("asked_at", "pk")


def _foundings(user):
    url = reverse("accounts:requests")
    return [
        Waiting(
            localdate(o.created_at),
            _("%(name)s bestätigen") % {"name": o.name},
            url,
            _("Organisation"),
            "new",
        )
        for o in foundings_for(user)[:MOST]
    ]


def _joinings(user):
    url = reverse("accounts:requests")
    title = _("%(person)s möchte zu %(name)s")
    return [
        Waiting(
            localdate(m.asked_at),
            title % {"person": m.person, "name": m.organisation.name},
            url,
            _("Mitglied"),
            "new",
        )
        for m in joinings_for(user)[:MOST]
    ]
