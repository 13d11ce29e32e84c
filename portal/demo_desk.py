"""Invented things that wait on the desks of the demo town: a barrier, and an association to confirm."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Membership, Organisation
from accounts.roles import Function, Kind
from core.models import JournalEntry
from portal.models import BarrierReport

BARRIER = "Beispiel: Auf dem Telefon sind die Namen auf der Karte zu klein."
ASSOCIATION = "chor-novara-demo"


def seed(people):
    """Build what is not there yet; `people` maps keys of demo accounts to their accounts."""
    three_days_ago = timezone.now() - timedelta(days=3)
    BarrierReport.objects.get_or_create(
        is_example=True,
        defaults={"text": BARRIER, "page": "/partnerschaften/", "reported_at": three_days_ago},
    )
    association, is_new = Organisation.objects.get_or_create(
        slug=ASSOCIATION,
        defaults={
            "name": "Chor der Freundschaft Novara (Demo)",
            "kind": Kind.ASSOCIATION,
            "about": "Beispiel: Der Chor plant ein gemeinsames Konzert mit Novara.",
            "is_example": True,
            "created_at": three_days_ago,
        },
    )
    if is_new:
        Membership.objects.create(
            person=people["buergerin"],
            organisation=association,
            function=Function.RESPONSIBLE,
            first_day=timezone.localdate(three_days_ago),
            asked_at=three_days_ago,
        )


def remove():
    reports = BarrierReport.objects.filter(is_example=True)
    keys = [str(pk) for pk in reports.values_list("pk", flat=True)]
    JournalEntry.objects.filter(object_kind="portal.barrierreport", object_pk__in=keys).delete()
    reports.delete()
    Membership.objects.filter(organisation__slug=ASSOCIATION).delete()
    Organisation.objects.filter(slug=ASSOCIATION).delete()
