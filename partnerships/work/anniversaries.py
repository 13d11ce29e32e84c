"""Anniversaries that want to be prepared: 18 months ahead, with the project that does it, if there is one."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import get_language

from partnerships.anniversaries import Anniversary, next_anniversary
from partnerships.models import Encounter, Partnership

AHEAD = timedelta(days=548)
AROUND = timedelta(days=366)
LIVED = (Partnership.State.ACTIVE, Partnership.State.DORMANT)


@dataclass(frozen=True)
class Feast:
    """An anniversary of a partnership; `project` is the Encounter that prepares it, or None."""

    partnership: Partnership
    anniversary: Anniversary
    project: Encounter | None

    @property
    def is_near(self):
        """Near enough to begin with the preparation."""
        return self.anniversary.days_left is None or self.anniversary.days_left <= AHEAD.days


def feasts(user, today):
    """The next anniversary of every living partnership that begins within 18 months, the nearest first."""
    shown = Partnership.objects.visible_to(user).filter(state__in=LIVED)
    shown = list(shown.with_summary(get_language()).order_by("pk"))
    coming = [(one, next_anniversary(one.signed_on, today)) for one in shown]
    near = [(one, feast) for one, feast in coming if feast and feast.on.first_day <= today + AHEAD]
    projects = _projects([one.pk for one, _feast in near], today)
    found = [Feast(one, feast, _project_of(projects.get(one.pk, ()), feast)) for one, feast in near]
    return sorted(found, key=lambda feast: (feast.anniversary.on.first_day, feast.partnership.pk))


def _projects(pks, today):
    """{pk of a partnership: its encounters of this kind} that are not called off."""
    called_off = (Encounter.State.CANCELLED, Encounter.State.DECLINED)
    rows = Encounter.objects.filter(kind=Encounter.Kind.ANNIVERSARY, ends_on__gte=today - AROUND)
    found = {}
    links = Encounter.partnerships.through.objects.filter(
        partnership__in=pks, encounter__in=rows.exclude(state__in=called_off)
    )
    for link in links.select_related("encounter"):
        found.setdefault(link.partnership_id, []).append(link.encounter)
    return found


def _project_of(encounters, feast):
    near = [one for one in encounters if abs(one.starts_on - feast.on.first_day) <= AROUND]
    return min(near, key=lambda one: abs(one.starts_on - feast.on.first_day), default=None)
