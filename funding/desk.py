"""What waits for staff: sources in trouble, rows in quarantine, proposals, calls that vanished."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import may
from core.desk import Waiting, register_source
from funding.models import Call, CallChange, FeedSource, PageChange, Quarantined


def sources_in_trouble(now):
    """Sources with something for a person to do: one query."""
    own = {"source": OuterRef("pk")}
    calls = Call.objects.filter(**own).filter(Q(last_deadline__gt=now) | Q(last_deadline=None))
    return (
        FeedSource.objects.filter(is_enabled=True)
        .annotate(
            waits=Exists(Quarantined.objects.waiting().filter(**own)),
            differs=Exists(PageChange.objects.filter(**own, read_at=None)),
            vanished=Exists(calls.exclude(not_listed_since=None)),
            proposals=Exists(CallChange.objects.proposals().filter(call__source=OuterRef("pk"))),
        )
        .filter(Q(waits=True) | Q(differs=True) | Q(vanished=True) | Q(proposals=True) | ~Q(health="green"))
        .order_by("name")
    )


def feeds(user):
    if not may(user, "funding.see_sources"):
        return []
    now, url = timezone.now(), reverse("funding:sources")
    today = timezone.localdate()
    return [
        Waiting(today, title, url, _("Förderquellen"))
        for source in sources_in_trouble(now)
        for title in reasons(source)
    ]


def reasons(source):
    """What is to be done about a source, one sentence each."""
    words = {"name": source.label}
    found = []
    if source.health != FeedSource.Health.GREEN:
        found.append(_("%(name)s: Die Quelle antwortet nicht wie gewohnt") % words)
    if source.waits:
        found.append(_("%(name)s: Datensätze warten in der Quarantäne") % words)
    if source.differs:
        found.append(_("%(name)s: Die beobachtete Seite hat sich geändert") % words)
    if source.vanished:
        found.append(_("%(name)s: Ein Aufruf ist nicht mehr gelistet") % words)
    if source.proposals:
        found.append(_("%(name)s: Die Quelle schlägt einen anderen Text vor") % words)
    return found


register_source(feeds)
