"""Rows that every app needs and no page shows by itself."""

from django.conf import settings
from django.db import models


class JournalEntry(models.Model):
    """One thing that somebody did; never changed, never deleted by people."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="journal"
    )
    verb = models.CharField(max_length=80)
    object_kind = models.CharField(max_length=80)
    object_pk = models.CharField(max_length=40)
    object_label = models.CharField(max_length=200, blank=True)
    changes = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["object_kind", "object_pk", "-at"], name="journal_of_object"),
            models.Index(fields=["by", "-at"], name="journal_of_person"),
        ]

    def __str__(self):
        return f"{self.verb} {self.object_label}"


class SentForm(models.Model):
    """The token of a form that was sent: the second click finds the first result."""

    token = models.CharField(max_length=40, unique=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True)
    sent_at = models.DateTimeField(auto_now_add=True)
    result_url = models.CharField(max_length=500, blank=True)

    def __str__(self):
        return self.token


class Family(models.Model):
    """A version number for a family of records; public pages make their ETag of it."""

    name = models.CharField(max_length=40, primary_key=True)
    version = models.PositiveBigIntegerField(default=1)
    changed_at = models.DateTimeField()

    def __str__(self):
        return f"{self.name} {self.version}"
