"""What waits for a person: towns that sources call a partner of ours."""

from django.db.models import Count, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import may
from core.desk import as_rows, register_rows
from partnerships.claims.cases import open_cases


def rows(user):
    """One row with the number of open cases, if there are any."""
    if not may(user, "claims.decide"):
        return []
    counted = open_cases().order_by().values("state").annotate(number=Count("pk"))
    return [as_rows(counted, due=Value(timezone.localdate()), key="state", title="number")]


def show(row):
    number = int(row.title)
    words = ngettext("%(n)d Angabe zu prüfen", "%(n)d Angaben zu prüfen", number) % {"n": number}
    return row.waiting(words, reverse("claims:overview"), _("Abgleich"), state="waiting")


register_rows("claims", rows, show)
