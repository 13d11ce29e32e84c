"""What waits for a person: proposals, questions after the end, reports, delegations."""

from datetime import timedelta

from django.db.models import DateField, Exists, ExpressionWrapper, OuterRef, Q, Value
from django.db.models.functions import Least, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from accounts.roles import Role
from core.desk import as_rows, register_rows
from partnerships.encounters.permissions import ORGANISERS, organisations_of
from partnerships.models import Delegation, Encounter
from partnerships.models.encounters import REPORT_DAYS

ANSWER = timedelta(days=7)
SOON = timedelta(days=14)  # a report shows this long before it is due
State = Encounter.State
COMING = (State.PLANNED, State.CONFIRMED)


def proposals(user):
    """What others have proposed, to be answered within a week."""
    if not user.is_city_staff:
        return []
    due = ExpressionWrapper(TruncDate("created_at") + Value(ANSWER), output_field=DateField())
    return [as_rows(Encounter.objects.filter(state=State.PROPOSED), due=due, title="title")]


def questions(user):
    """Planned encounters whose end has passed: did they take place?"""
    rows = Encounter.objects.filter(state__in=COMING, ends_on__lt=timezone.localdate())
    return [as_rows(found, due="ends_on", title="title") for found in _of(user, rows)]


def reports(user):
    """Encounters that were held and over which nobody has reported yet."""
    until = timezone.localdate() + SOON
    rows = Encounter.objects.filter(state=State.HELD, report_due_on__lte=until)
    return [as_rows(found, due="report_due_on", title="title") for found in _of(user, rows)]


def _of(user, rows):
    """The rows that concern this person: all for staff, those of one's own organisations for others."""
    if user.is_city_staff:
        return [rows]
    own = organisations_of(user, ORGANISERS)
    through = Encounter.organisers.through.objects.filter(encounter=OuterRef("pk"), organisation__in=own)
    return [rows.filter(Exists(through))] if own else []


def approvals(user):
    """Delegations that the executive decides on; nobody decides on their own."""
    if Role.EXECUTIVE not in user.roles:
        return []
    rows = Encounter.objects.filter(delegation__state=Delegation.State.PROPOSED)
    rows = rows.filter(Q(delegation__proposed_by=None) | ~Q(delegation__proposed_by=user.pk))
    soon = Value(timezone.localdate() + SOON, output_field=DateField())
    return [as_rows(rows, due=Least("starts_on", soon), title="title")]


def debriefs(user):
    """Delegations that are back for four weeks and have not reported: the head sees them."""
    if Role.HEAD not in user.roles:
        return []
    overdue = timezone.localdate() - timedelta(days=REPORT_DAYS)
    rows = Encounter.objects.filter(delegation__state=Delegation.State.HELD, ends_on__lt=overdue)
    return [as_rows(rows, due="report_due_on", title="title")]


def _shower(name, words, page, state=""):
    """How rows of a source are shown: `words` with the title, on a page of the encounter."""

    def show(row):
        url = reverse(page, args=[row.key])
        title = gettext(words) % {"title": row.title}
        return row.waiting(title, url, gettext("Begegnungen"), name=name, state=state)

    return show


DETAIL, DELEGATION = "encounters:detail", "encounters:delegation"
for name, rows, words, page, state in (
    ("proposal", proposals, _("Vorschlag beantworten: %(title)s"), DETAIL, "waiting"),
    ("held", questions, _("Hat es stattgefunden? %(title)s"), DETAIL, "open"),
    ("report", reports, _("Bericht schreiben: %(title)s"), DETAIL, ""),
    ("approval", approvals, _("Delegation genehmigen: %(title)s"), DELEGATION, "waiting"),
    ("debrief", debriefs, _("Bericht der Delegation fehlt: %(title)s"), DELEGATION, ""),
):
    register_rows(f"encounter-{name}", rows, _shower(name, words, page, state))
