"""What waits for those who confirm: new organisations, and people who want to join one."""

from django.db.models import Q, Value
from django.db.models.functions import Coalesce, NullIf, TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation
from accounts.roles import Function
from core.desk import as_rows


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


def founding_rows(user):
    if not user.is_city_staff:
        return []
    return [as_rows(foundings_for(user), due=TruncDate("created_at"), title="name")]


def show_founding(row):
    title = _("%(name)s bestätigen") % {"name": row.title}
    return row.waiting(title, reverse("accounts:requests"), _("Organisation"), name="founding", state="new")


def joining_rows(user):
    if not (user.is_city_staff or user.organisations(Function.RESPONSIBLE)):
        return []
    who = Coalesce(NullIf("person__name", Value("")), "person__email")
    rows = joinings_for(user).select_related(None)
    return [as_rows(rows, due=TruncDate("asked_at"), title=who, other="organisation__name")]


def show_joining(row):
    title = _("%(person)s möchte zu %(name)s") % {"person": row.title, "name": row.other}
    return row.waiting(title, reverse("accounts:requests"), _("Mitglied"), name="joining", state="new")
