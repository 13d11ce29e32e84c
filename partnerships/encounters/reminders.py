"""The reminder of a report, a week before it is due, once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.roles import Role
from notices.actions import notify
from partnerships.models import Encounter
from partnerships.models.encounters import EDITING

REPORT = "encounter-report"
BEFORE = timedelta(days=7)
NOT_AFTER = timedelta(days=90)  # what is older was left, or comes from another system


@transaction.atomic
def remind_of_reports(today=None):
    """Write what is due; asked twice it writes nothing new. Returns how many encounters."""
    today = today or timezone.localdate()
    due = Encounter.objects.filter(
        state=Encounter.State.HELD, report_due_on__lte=today + BEFORE, report_due_on__gte=today - NOT_AFTER
    )
    staff = list(User.objects.with_role(Role.CASE_OFFICER, day=today))
    found = list(due.prefetch_related("organisers").select_related("created_by").order_by("pk"))
    for encounter in found:
        _remind(encounter, staff, today)
    return len(found)


def _remind(encounter, staff, today):
    """Whoever organises it, else whoever recorded it, else the case officers."""
    seats = Membership.objects.valid_on(today).filter(
        organisation__in=encounter.organisers.all(), function__in=EDITING, person__is_active=True
    )
    people = [seat.person for seat in seats.select_related("person")]
    creator = encounter.created_by
    if not people:
        people = [creator] if creator and creator.is_active and creator.is_city_staff else staff
    notify(
        REPORT,
        people,
        key=f"{REPORT}:{encounter.pk}",
        title=lambda language: _("Bitte berichten: %s") % encounter.title,
        text=lambda language: (
            _("Tragen Sie bis %s ein, wie viele dabei waren und was es ergeben hat.")
            % date_format(encounter.report_due_on)
        ),
        url=encounter.get_absolute_url(),
    )
