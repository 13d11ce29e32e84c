"""The yearly report for the council: a draft with living figures, then frozen ones (domain.md 5, US-08)."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.lost_updates import VersionedModel
from core.publicness import Publicness, PublicnessField, VisibleQuerySet


class YearlyReport(VersionedModel):
    """What the city tells its council about a year; `snapshot` holds the rows that the figures come from."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Entwurf")
        FINAL = "final", _("abgeschlossen")

    year = models.PositiveSmallIntegerField(_("Jahr"), unique=True)
    introduction = models.TextField(_("Einleitung"), blank=True, max_length=6000)
    outlook = models.TextField(_("Ausblick"), blank=True, max_length=6000)
    state = models.CharField(_("Stand"), max_length=8, choices=State, default=State.DRAFT)
    snapshot = models.JSONField(null=True, blank=True, editable=False, encoder=DjangoJSONEncoder)
    checksum = models.CharField(max_length=64, blank=True, editable=False)
    finalised_at = models.DateTimeField(_("Abgeschlossen am"), null=True, blank=True)
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    publicness = PublicnessField()
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=1946, year__lte=2200), name="yearly_report_year_is_plausible"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", snapshot=None, checksum="", finalised_at=None)
                | (Q(state="final", snapshot__isnull=False, finalised_at__isnull=False) & ~Q(checksum="")),
                name="yearly_report_frozen_when_final",
            ),
            models.CheckConstraint(
                condition=Q(state="final") | Q(publicness="internal"), name="yearly_report_draft_is_internal"
            ),
        ]

    def __str__(self):
        return str(_("Jahresbericht %(year)s") % {"year": self.year})

    def get_absolute_url(self):
        return reverse("reports:detail", args=[self.year])

    @property
    def is_final(self):
        return self.state == self.State.FINAL

    @property
    def is_published(self):
        return self.publicness != Publicness.INTERNAL
