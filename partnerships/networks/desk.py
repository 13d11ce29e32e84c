"""What waits for a person: networks to review, proposals to look at, practices to rate."""

from datetime import timedelta

from django.db.models import CharField, DateField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.desk import Waiting
from partnerships.models import GoodPractice, NetworkMembership

AHEAD = timedelta(days=30)
ANSWER = timedelta(days=14)
MOST = 100
REVIEW, PROPOSAL = "review", "proposal"


def waiting_for(user):
    today = timezone.localdate()
    return _of_staff(user, today) if user.is_city_staff else _ratings(user, today)


def _of_staff(user, today):
    """Reviews of memberships and proposals of others, by one query for both."""
    due = NetworkMembership.objects.visible_to(user).filter(review_on__lte=today + AHEAD)
    reviews = due.exclude(member_until__lt=today).values_list(
        Value(REVIEW), "review_on", "network", Cast("pk", CharField())
    )
    proposals = (
        GoodPractice.objects.visible_to(user)
        .filter(state=GoodPractice.State.FOUND, proposed_by__isnull=False)
        .values_list(Value(PROPOSAL), Cast("created_at", DateField()), "title", "slug")
    )
    return [_entry(*row, today) for row in reviews.union(proposals, all=True)[:MOST]]


def _entry(what, day, name, key, today):
    if what == REVIEW:
        title, kind = _("Mitgliedschaft prüfen: %(network)s") % {"network": name}, _("Netzwerk")
        url = reverse("networks:network", args=[key])
    else:
        title, kind = _("Vorschlag ansehen: %(title)s") % {"title": name}, _("Gute Praxis")
        url, day = reverse("networks:practice", args=[key]), day + ANSWER
    return Waiting(day, title, url, kind, "late" if day < today else "open")


def _ratings(user, today):
    own = user.organisations() if user.is_authenticated else []
    if not own:
        return []
    asked = GoodPractice.objects.filter(rated_by__in=own, state=GoodPractice.State.DESCRIBED)
    return [
        Waiting(
            today + ANSWER,
            _("Bewerten: %(title)s") % {"title": one.title},
            one.get_absolute_url(),
            _("Gute Praxis"),
        )
        for one in asked.order_by("pk")[:MOST]
    ]
