"""What waits for a person: networks to review, proposals to look at, practices to rate."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from core.desk import Waiting
from partnerships.models import GoodPractice, NetworkMembership

AHEAD = timedelta(days=30)
ANSWER = timedelta(days=14)
MOST = 50


def waiting_for(user):
    today = timezone.localdate()
    if user.is_city_staff:
        return [*_reviews(today), *_proposals(user)]
    return _ratings(user, today)


def _reviews(today):
    due = NetworkMembership.objects.filter(review_on__lte=today + AHEAD).exclude(member_until__lt=today)
    return [
        Waiting(
            one.review_on,
            _("Mitgliedschaft prüfen: %(network)s") % {"network": one.network},
            one.get_absolute_url(),
            _("Netzwerk"),
            "late" if one.review_on < today else "open",
        )
        for one in due.order_by("review_on", "pk")[:MOST]
    ]


def _proposals(user):
    found = GoodPractice.objects.visible_to(user).filter(
        state=GoodPractice.State.FOUND, proposed_by__isnull=False
    )
    return [
        Waiting(
            timezone.localdate(one.created_at) + ANSWER,
            _("Vorschlag ansehen: %(title)s") % {"title": one.title},
            one.get_absolute_url(),
            _("Gute Praxis"),
        )
        for one in found.order_by("created_at", "pk")[:MOST]
    ]


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
