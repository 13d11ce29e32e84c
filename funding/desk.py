"""What waits for staff: sources in trouble, rows in quarantine, proposals, calls that vanished."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import may
from core.desk import Waiting, register_source
from funding.models import Call, CallChange, FeedSource, PageChange, Quarantined


def sources_in_trouble(now):
    """Sources with something for a person to do: one query. A yellow one is asked again by itself."""
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
        .filter(
            Q(waits=True)
            | Q(differs=True)
            | Q(vanished=True)
            | Q(proposals=True)
            | Q(health=FeedSource.Health.RED)
        )
        .order_by("name")
    )


def feeds(user):
    if not may(user, "funding.see_sources"):
        return []
    sources = list(sources_in_trouble(timezone.now()))
    entries = silent([source for source in sources if source.health == FeedSource.Health.RED])
    entries += [(title, _url_of(source), "waiting") for source in sources for title in reasons(source)]
    today, kind = timezone.localdate(), _("Förderquellen")
    return [Waiting(today, title, url, kind, state) for title, url, state in entries]


def silent(sources):
    """One entry for all sources that have missed every try: together they have one cause, mostly ours."""
    if not sources:
        return []
    number, name = len(sources), sources[0].label
    words = ngettext(
        "%(name)s antwortet seit mehreren Versuchen nicht. Bitte sehen Sie nach.",
        "%(n)d Quellen antworten nicht. Bitte prüfen Sie die Verbindung.",
        number,
    )
    url = _url_of(sources[0]) if number == 1 else reverse("funding:sources")
    return [(words % {"n": number, "name": name}, url, "urgent")]


def reasons(source):
    """What is to be decided about a source, one sentence each."""
    words = {"name": source.label}
    found = []
    if source.waits:
        found.append(_("%(name)s: Datensätze warten in der Quarantäne") % words)
    if source.differs:
        found.append(_("%(name)s: Die beobachtete Seite hat sich geändert") % words)
    if source.vanished:
        found.append(_("%(name)s: Ein Aufruf ist nicht mehr gelistet") % words)
    if source.proposals:
        found.append(_("%(name)s: Die Quelle schlägt einen anderen Text vor") % words)
    return found


def _url_of(source):
    return reverse("funding:source", args=[source.key])


register_source(feeds)
