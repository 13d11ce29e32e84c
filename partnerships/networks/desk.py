"""What waits for a person: networks to review, proposals to look at, practices to rate."""

from datetime import timedelta

from django.db.models import DateField, ExpressionWrapper, Value
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.desk import as_rows, register_rows
from partnerships.models import GoodPractice, NetworkMembership

AHEAD = timedelta(days=30)
ANSWER = timedelta(days=14)


def reviews(user):
    """Memberships in networks that are to be looked at again within a month."""
    if not user.is_city_staff:
        return []
    today = timezone.localdate()
    due = NetworkMembership.objects.visible_to(user).filter(review_on__lte=today + AHEAD)
    return [as_rows(due.exclude(member_until__lt=today), due="review_on", title="network")]


def show_review(row):
    title = _("Mitgliedschaft prüfen: %(network)s") % {"network": row.title}
    return row.waiting(title, reverse("networks:network", args=[row.key]), _("Netzwerk"), name="network")


def proposals(user):
    """Good practices that others have proposed."""
    if not user.is_city_staff:
        return []
    found = GoodPractice.objects.visible_to(user).filter(
        state=GoodPractice.State.FOUND, proposed_by__isnull=False
    )
    due = ExpressionWrapper(TruncDate("created_at") + Value(ANSWER), output_field=DateField())
    return [as_rows(found, due=due, key="slug", title="title")]


def show_proposal(row):
    title = _("Vorschlag ansehen: %(title)s") % {"title": row.title}
    return row.waiting(title, reverse("networks:practice", args=[row.key]), _("Gute Praxis"), name="practice")


def ratings(user):
    """Good practices that somebody's office is to rate."""
    own = [] if user.is_city_staff or not user.is_authenticated else user.organisations()
    if not own:
        return []
    asked = GoodPractice.objects.filter(rated_by__in=own, state=GoodPractice.State.DESCRIBED)
    return [as_rows(asked, due=Value(timezone.localdate() + ANSWER), key="slug", title="title")]


def show_rating(row):
    title = _("Bewerten: %(title)s") % {"title": row.title}
    return row.waiting(title, reverse("networks:practice", args=[row.key]), _("Gute Praxis"), name="rating")


register_rows("network-review", reviews, show_review)
register_rows("practice-proposal", proposals, show_proposal)
register_rows("practice-rating", ratings, show_rating)
