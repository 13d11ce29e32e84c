"""What the portal itself keeps: barriers that readers have reported."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ANSWER_WITHIN = timedelta(days=14)


def number_of(year, key):
    return f"B-{year}-{key:04}"


class BarrierReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only staff read what people report."""
        return self if user.is_city_staff else self.none()

    def waiting(self):
        return self.filter(state=BarrierReport.State.NEW)


class BarrierReport(models.Model):
    """Something on the portal that somebody could not read or use, and our answer to it."""

    class State(models.TextChoices):
        NEW = "new", _("neu")
        ANSWERED = "answered", _("beantwortet")
        CLOSED = "closed", _("ohne Antwort abgeschlossen")

    page = models.CharField(_("Seite"), max_length=500, blank=True)
    text = models.TextField(_("Barriere"), max_length=4000)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="de")
    reported_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("Stand"), max_length=10, choices=State, default=State.NEW)
    answer = models.TextField(_("Antwort"), max_length=4000, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = BarrierReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="new", done_at=None) | (~Q(state="new") & Q(done_at__isnull=False)),
                name="barrier_report_done_with_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer=""), name="barrier_report_answered_with_words"
            ),
        ]
        indexes = [models.Index(fields=["-reported_at"], name="barrier_report_newest")]

    def __str__(self):
        return self.number

    @property
    def number(self):
        """What people quote: "B-2026-0007"."""
        return number_of(self.reported_at.year, self.pk)

    @property
    def due_on(self):
        """The day by which the law wants an answer: within two weeks."""
        return timezone.localdate(self.reported_at) + ANSWER_WITHIN

    def get_absolute_url(self):
        return reverse("portal:barrier", args=[self.pk])
