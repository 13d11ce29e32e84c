"""The history of a call: what changed, when, and what the source proposes against our own text."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funding.models.calls import Call
from funding.models.runs import FeedRun


class CallChangeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What happened to a call that one may see; proposals are for staff."""
        visible = self.filter(call__in=Call.objects.visible_to(user))
        return visible if user.is_city_staff else visible.filter(proposal="")

    def proposals(self):
        return self.filter(proposal=CallChange.Proposal.OPEN)


class CallChange(models.Model):
    """One field that changed, or one news item of the source (`field` is "news", `after` its text)."""

    class Weight(models.TextChoices):
        MATERIAL = "material", _("wesentlich")
        NEWS = "news", _("Meldung")

    class Proposal(models.TextChoices):
        NONE = "", _("übernommen")
        OPEN = "open", _("wartet auf Entscheidung")
        ACCEPTED = "accepted", _("angenommen")
        REJECTED = "rejected", _("abgelehnt")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="changes")
    run = models.ForeignKey(FeedRun, on_delete=models.SET_NULL, null=True, related_name="changes")
    at = models.DateTimeField()
    weight = models.CharField(max_length=10, choices=Weight)
    field = models.CharField(max_length=40)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    news_key = models.CharField(max_length=80, blank=True)
    news_at = models.DateTimeField(null=True, blank=True)
    is_from_start = models.BooleanField(default=False)
    proposal = models.CharField(max_length=10, choices=Proposal, blank=True, default=Proposal.NONE)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = CallChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "news_key"], condition=~Q(news_key=""), name="call_news_item_once"
            ),
            models.UniqueConstraint(
                fields=["call", "field"], condition=Q(proposal="open"), name="call_one_open_proposal_a_field"
            ),
        ]
        indexes = [models.Index(fields=["call", "-at"], name="call_change_newest")]

    def __str__(self):
        return f"{self.call} {self.field}"
