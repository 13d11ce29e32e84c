"""What waits for those who look after delivery: mails that could not be delivered."""

from django.db.models import Count, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import may
from core.desk import as_rows, register_rows
from notices.models import Undeliverable


def rows(user):
    """One row with the number of mails that could not be delivered, if there are any."""
    if not may(user, "notices.see_delivery"):
        return []
    dead = Undeliverable.objects.visible_to(user).dead().order_by()
    counted = dead.values("state").annotate(number=Count("pk"))
    return [as_rows(counted, due=Value(timezone.localdate()), key="state", title="number")]


def show(row):
    number = int(row.title)
    title = ngettext("%(n)d Mail ist nicht zustellbar", "%(n)d Mails sind nicht zustellbar", number)
    url = reverse("notices:delivery")
    return row.waiting(title % {"n": number}, url, _("Zustellung"), state="failed")


register_rows("undeliverable", rows, show)
