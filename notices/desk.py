"""What waits for those who look after delivery: mails that could not be delivered."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import may
from core.desk import Waiting, register_source
from notices.models import Undeliverable


def undeliverable_mails(user):
    if not may(user, "notices.see_delivery"):
        return []
    number = Undeliverable.objects.visible_to(user).dead().count()
    if not number:
        return []
    title = ngettext("%(n)d Mail ist nicht zustellbar", "%(n)d Mails sind nicht zustellbar", number)
    return [
        Waiting(
            timezone.localdate(),
            title % {"n": number},
            reverse("notices:delivery"),
            _("Zustellung"),
            "failed",
        )
    ]


register_source(undeliverable_mails)
