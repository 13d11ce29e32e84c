"""What waits for staff: sources in trouble, rows in quarantine, proposals, calls that vanished."""

from django.db.models import CharField, Count, Exists, Min, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from core.access import may
from core.desk import as_rows, register_rows
from funding.models import Call, CallChange, FeedSource, PageChange, Quarantined


def _with(rows):
    return lambda user: _rows(user, Exists(rows))


def _rows(user, something):
    if not may(user, "funding.see_sources"):
        return []
    found = FeedSource.objects.filter(something, is_enabled=True)
    return [as_rows(found, due=_today(), key="key", title="name", other="programme")]


def _today():
    return Value(timezone.localdate())


def vanished(user):
    """Sources that no longer list a call whose deadline is still ahead."""
    calls = Call.objects.filter(source=OuterRef("pk")).exclude(not_listed_since=None)
    return _rows(user, Exists(calls.filter(Q(last_deadline__gt=timezone.now()) | Q(last_deadline=None))))


def silent(user):
    """One row for all sources that have missed every try: together they have one cause, mostly ours."""
    if not may(user, "funding.see_sources"):
        return []
    red = FeedSource.objects.filter(is_enabled=True, health=FeedSource.Health.RED).order_by().values("health")
    counted = red.annotate(
        number=Count("pk"), first=Min("name"), programme_of=Min("programme"), one=Min("key")
    )
    parts = (
        "programme_of", Value("|"), Cast("one", CharField()), Value("|"), Cast("number", CharField()),
    )  # fmt: skip
    other = Concat(*parts, output_field=CharField())
    return [as_rows(counted, due=_today(), key="health", title="first", other=other)]


def show_silent(row):
    programme, key, number = row.other.split("|")
    words = ngettext(
        "%(name)s antwortet seit mehreren Versuchen nicht. Bitte sehen Sie nach.",
        "%(n)d Quellen antworten nicht. Bitte prüfen Sie die Verbindung.",
        int(number),
    )
    label = FeedSource(name=row.title, programme=programme).label
    url = reverse("funding:source", args=[key]) if number == "1" else reverse("funding:sources")
    title = words % {"n": int(number), "name": label}
    return row.waiting(title, url, gettext("Förderquellen"), state="urgent")


def _shower(words):
    def show(row):
        label = FeedSource(name=row.title, programme=row.other).label
        url = reverse("funding:source", args=[row.key])
        title = gettext(words) % {"name": label}
        return row.waiting(title, url, gettext("Förderquellen"), state="waiting")

    return show


own = {"source": OuterRef("pk")}
register_rows("feed-silent", silent, show_silent)
for name, rows, words in (
    (
        "quarantine",
        _with(Quarantined.objects.waiting().filter(**own)),
        _("%(name)s: Datensätze warten in der Quarantäne"),
    ),
    (
        "page",
        _with(PageChange.objects.filter(**own, read_at=None)),
        _("%(name)s: Die beobachtete Seite hat sich geändert"),
    ),
    ("vanished", vanished, _("%(name)s: Ein Aufruf ist nicht mehr gelistet")),
    (
        "proposal",
        _with(CallChange.objects.proposals().filter(call__source=OuterRef("pk"))),
        _("%(name)s: Die Quelle schlägt einen anderen Text vor"),
    ),
):
    register_rows(f"feed-{name}", rows, _shower(words))
