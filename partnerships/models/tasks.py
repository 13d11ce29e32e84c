"""What has to be done by a day: bring-forward dates, steps of a template, what a debrief left over."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.lost_updates import VersionedModel
from partnerships.models.contacts import ContactEvent
from partnerships.models.encounters import Encounter
from partnerships.models.partnership import Partnership
from partnerships.models.vocabularies import CooperationField


class TaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_city_staff else self.none()

    def open(self):
        return self.filter(done_at=None)


class Task(VersionedModel):
    """A task of the staff; without an owner it is everybody's."""

    class Origin(models.TextChoices):
        BRING_FORWARD = "bring_forward", _("Wiedervorlage")
        CONTACT = "contact", _("Nachfassen")
        TEMPLATE = "template", _("Vorbereitung")
        DEBRIEF = "debrief", _("aus dem Bericht")
        ANNIVERSARY = "anniversary", _("Jubiläum")

    title = models.CharField(_("Was ist zu tun?"), max_length=200)
    due_on = models.DateField(_("Fällig am"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="partnership_tasks",
        verbose_name=_("Wer?"),
    )
    origin = models.CharField(max_length=14, choices=Origin, default=Origin.BRING_FORWARD)
    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks"
    )
    encounter = models.ForeignKey(
        Encounter, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks"
    )
    contact_event = models.ForeignKey(
        ContactEvent, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks"
    )
    note = models.TextField(_("Notiz"), blank=True, max_length=2000)
    postponed = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_on"], condition=Q(done_at=None), name="partnership_task_open_by_day")
        ]

    def __str__(self):
        return self.title


class ReminderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Reminders are one's own."""
        return self.filter(person=user.pk) if user.is_authenticated else self.none()


class Reminder(models.Model):
    """ "Tell me when nothing has happened for n days": chosen by a person, per partnership and field."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="partnership_reminders"
    )
    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="reminders", verbose_name=_("Partnerschaft")
    )
    field = models.ForeignKey(
        CooperationField,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Feld"),
    )
    days = models.PositiveSmallIntegerField(_("Tage ohne Kontakt"), default=180)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=7, days__lte=3650), name="reminder_between_a_week_and_ten_years"
            ),
            models.UniqueConstraint(
                fields=["person", "partnership", "field"], nulls_distinct=False, name="reminder_once"
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.days}"
