"""Statistics of activities per partner town and year, in the form that councils ask for (domain-data.md F10).

From, to, occasion, three ticks: an activity of the city, of third parties, a grant to third parties.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import JSONObject
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.exports import as_csv
from partnerships.models import Encounter, Partnership
from partnerships.reports.loading import COMING
from partnerships.reports.papers.blocks import Paper, Paragraph, Table
from partnerships.reports.papers.sheets import workbook

TICK = "x"


@dataclass(frozen=True)
class Activity:
    """One line of the form; the same encounter stands once below each of its partner towns."""

    partner: str
    starts_on: date
    ends_on: date
    occasion: str
    by_city: bool
    by_third_party: bool
    with_grant: bool
    is_planned: bool
    url: str = ""

    @property
    def ticks(self):
        return tuple(TICK if one else "" for one in (self.by_city, self.by_third_party, self.with_grant))


def encounters_of(user, year, partnership=None):
    """What `user` may see of a year, held or planned, with the names of the towns that they may see."""
    links = Encounter.partnerships.through.objects.filter(encounter=OuterRef("pk"))
    seen = links.filter(partnership__in=Partnership.objects.visible_to(user))
    if partnership is not None:
        seen = seen.filter(partnership=partnership)
    town = JSONObject(name=F("partnership__city__name"))
    return (
        Encounter.objects.visible_to(user)
        .filter(Exists(seen), state__in=[*Encounter.HELD, *COMING], starts_on__year=year)
        .annotate(towns=ArraySubquery(seen.order_by("partnership__city__name").values(town=town)))
        .order_by("starts_on", "pk")
    )


def activities_of(encounters, *, address=None):
    """[Activity] by partner town and day; `address(encounter)` gives the page of one, or nothing."""
    found = [
        Activity(
            partner=town["name"],
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            occasion=one.title,
            by_city=one.by_city,
            by_third_party=one.by_third_party,
            with_grant=bool(one.grant),
            is_planned=one.state in COMING,
            url=address(one) if address else "",
        )
        for one in encounters
        for town in one.towns
    ]
    return sorted(found, key=lambda one: (one.partner, one.starts_on, one.ends_on, one.occasion))


def header():
    return (
        _("Partnerstadt"), _("von"), _("bis"), _("Anlass"),
        _("Aktivität der Stadt"), _("Aktivität Dritter"), _("Zuschuss an Dritte"), _("Stand"),
    )  # fmt: skip


def state_of(activity):
    return _("geplant") if activity.is_planned else _("durchgeführt")


def _lines(activities):
    return [
        (one.partner, one.starts_on, one.ends_on, one.occasion, *one.ticks, state_of(one))
        for one in activities
    ]


def title_of(year, partner=""):
    if partner:
        return _("Aktivitäten mit %(partner)s im Jahr %(year)d") % {"partner": partner, "year": year}
    return _("Aktivitäten mit den Partnerstädten im Jahr %(year)d") % {"year": year}


def as_table(activities):
    return as_csv(header(), _lines(activities))


def as_workbook(activities, title):
    return workbook(
        title, str(settings.CITY["authority"]), [(_("Aktivitäten"), header(), _lines(activities))]
    )


def as_paper(activities, title):
    day = lambda one: formats.date_format(one, "SHORT_DATE_FORMAT")  # noqa: E731
    rows = tuple((one[0], day(one[1]), day(one[2]), *one[3:]) for one in _lines(activities))
    what = _(
        "Jede Zeile ist eine Begegnung oder ein anderer Anlass. Geplantes ist als geplant gekennzeichnet."
    )
    table = Table(title, header(), rows) if rows else Paragraph(_("In diesem Jahr ist nichts eingetragen."))
    return Paper(
        title=title,
        line=str(settings.CITY["authority"]),
        blocks=(Paragraph(what), table),
        language=(get_language() or "de")[:2],
        author=str(settings.CITY["authority"]),
        is_wide=True,
    )
