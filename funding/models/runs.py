"""What came in: every asking of a source, every state of a record, and what could not be used."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funding.models.sources import FeedSource

LONGEST_RAW_TEXT = 20_000


class OnlyStaffQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_city_staff else self.none()


class FeedRun(models.Model):
    """One asking of a source, the failed one too."""

    class State(models.TextChoices):
        RUNNING = "running", _("läuft")
        COMPLETE = "complete", _("vollständig")
        INCOMPLETE = "incomplete", _("unvollständig")
        REJECTED = "rejected", _("verworfen")
        FAILED = "failed", _("fehlgeschlagen")
        REFUSED = "refused", _("nicht erlaubt")

    ANSWERED = (State.COMPLETE, State.INCOMPLETE, State.REJECTED)
    TAKEN_OVER = (State.COMPLETE, State.INCOMPLETE)

    source = models.ForeignKey(FeedSource, on_delete=models.CASCADE, related_name="runs")
    claim = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    requests = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    seconds = models.FloatField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=0)
    distinct = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    archived = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    held_back = models.PositiveIntegerField(default=0)
    absent = models.PositiveIntegerField(default=0)
    cause = models.CharField(max_length=60, blank=True)
    error = models.CharField(max_length=500, blank=True)
    excerpt = models.CharField(max_length=200, blank=True)
    unknown_codes = models.JSONField(default=list, blank=True)
    report = models.JSONField(default=dict, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)

    objects = OnlyStaffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="running", finished_at=None)
                | (~Q(state="running") & Q(finished_at__isnull=False)),
                name="feed_run_finished_or_running",
            ),
            models.UniqueConstraint(
                fields=["source"], condition=Q(state="running"), name="feed_run_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["source", "-started_at"], name="feed_run_newest")]

    def __str__(self):
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M} {self.state}"

    @property
    def is_good(self):
        return self.state == self.State.COMPLETE


class RawRecord(models.Model):
    """One distinct state of a record as it came, so that it can be read again by a better parser."""

    key = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    is_archive = models.BooleanField(default=False)
    raw = models.TextField()
    run = models.ForeignKey(FeedRun, on_delete=models.SET_NULL, null=True, related_name="raw_records")
    seen_at = models.DateTimeField()

    objects = OnlyStaffQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "digest"], name="raw_record_once")]
        indexes = [models.Index(fields=["digest"], condition=Q(is_archive=True), name="raw_record_archive")]

    def __str__(self):
        return f"{self.key} {self.digest[:8]}"


class QuarantinedQuerySet(OnlyStaffQuerySet):
    def waiting(self):
        return self.filter(resolved_at=None)


class Quarantined(models.Model):
    """A row that was not taken over, with the reason; a person decides what becomes of it."""

    FLOOD = "flood"

    run = models.ForeignKey(FeedRun, on_delete=models.CASCADE, related_name="quarantine")
    source = models.ForeignKey(FeedSource, on_delete=models.CASCADE, related_name="quarantine")
    fingerprint = models.CharField(max_length=64)
    reason = models.CharField(max_length=80)
    title = models.CharField(max_length=300, blank=True)
    raw = models.TextField()
    held_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = QuarantinedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "fingerprint"], name="quarantined_once_per_source")
        ]

    def __str__(self):
        return self.title or self.reason

    @property
    def is_held_back(self):
        """Readable, only too many at once: it can be taken over as it stands."""
        return self.reason.startswith(self.FLOOD)
