"""What waits for a person: proposals, questions after the end, reports, delegations; one query."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Role
from core.desk import Waiting
from partnerships.encounters.permissions import ORGANISERS, organisations_of
from partnerships.models import Delegation, Encounter
from partnerships.models.encounters import REPORT_DAYS

MOST = 100
SOON = timedelta(days=14)  # a report shows this long before it is due
State = Encounter.State
COMING = (State.PLANNED, State.CONFIRMED)


def waiting_for(user, today=None):
    """[Waiting] of a person, at most a hundred."""
    today = today or timezone.localdate()
    wanted = _wanted(user, today)
    if wanted is None:
        return []
    rows = Encounter.objects.filter(wanted).select_related("delegation").order_by("ends_on", "pk")[:MOST]
    return [entry for row in rows for entry in _entries(row, user, today)][:MOST]


def _wanted(user, today):
    """Which encounters may hold something for this person; None when there can be none."""
    parts = []
    held = Q(state__in=COMING, ends_on__lt=today) | Q(state=State.HELD, report_due_on__lte=today + SOON)
    if user.is_city_staff:
        parts += [Q(state=State.PROPOSED), held]
    elif own := organisations_of(user, ORGANISERS):
        through = Encounter.organisers.through.objects
        parts.append(held & Exists(through.filter(encounter=OuterRef("pk"), organisation__in=own)))
    if Role.EXECUTIVE in user.roles:
        parts.append(Q(delegation__state=Delegation.State.PROPOSED))
    if Role.HEAD in user.roles:
        parts.append(
            Q(delegation__state=Delegation.State.HELD, ends_on__lt=today - timedelta(days=REPORT_DAYS))
        )
    if not parts:
        return None
    wanted = parts[0]
    for part in parts[1:]:
        wanted |= part
    return wanted


def _entries(row, user, today):
    url, words, kind = row.get_absolute_url(), {"title": row.title}, _("Begegnungen")
    delegation = getattr(row, "delegation", None)
    if user.is_city_staff and row.state == State.PROPOSED:
        due = timezone.localdate(row.created_at) + timedelta(days=7)
        yield Waiting(due, _("Vorschlag beantworten: %(title)s") % words, url, kind, "waiting")
    if row.state in COMING and row.ends_on < today and _concerns(user):
        yield Waiting(row.ends_on, _("Hat es stattgefunden? %(title)s") % words, url, kind)
    if row.state == State.HELD and row.report_due_on <= today + SOON and _concerns(user):
        state = "late" if row.report_due_on < today else "open"
        yield Waiting(row.report_due_on, _("Bericht schreiben: %(title)s") % words, url, kind, state)
    if delegation is None:
        return
    page = reverse("encounters:delegation", args=[row.pk])
    may_approve = Role.EXECUTIVE in user.roles and delegation.proposed_by_id != user.pk
    if may_approve and delegation.state == Delegation.State.PROPOSED:
        yield Waiting(
            min(row.starts_on, today + SOON),
            _("Delegation genehmigen: %(title)s") % words,
            page,
            kind,
            "waiting",
        )
    due = row.ends_on + timedelta(days=REPORT_DAYS)
    if Role.HEAD in user.roles and delegation.state == Delegation.State.HELD and due < today:
        yield Waiting(due, _("Bericht der Delegation fehlt: %(title)s") % words, page, kind, "late")


def _concerns(user):
    """Staff, and whoever organises; the executive only decides."""
    return user.is_city_staff or bool(organisations_of(user, ORGANISERS))
