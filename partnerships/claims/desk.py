"""What waits for a person: towns that sources call a partner of ours."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import may
from core.desk import Waiting
from partnerships.claims.cases import open_cases


def waiting_for(user):
    number = open_cases().count() if may(user, "claims.decide") else 0
    if not number:
        return []
    words = ngettext("%(n)d Angabe zu prüfen", "%(n)d Angaben zu prüfen", number) % {"n": number}
    return [Waiting(timezone.localdate(), words, reverse("claims:overview"), _("Abgleich"), "waiting")]
