"""The outbox: what people are told, how often they want mail, and their private calendar address."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from notices import topics
from notices.topics import Frequency

PENDING = ("waiting", "failed")
SERVER_AWAY = "MailServerAway"


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and nobody else's."""
        return self.filter(person=user.pk) if user.is_authenticated else self.none()

    def shown_at(self, now):
        """Reminders appear when they are due, not when they are planned."""
        return self.filter(due_at__lte=now)

    def unread(self):
        return self.filter(read_at=None)

    def not_left(self):
        return self.filter(state__in=PENDING)

    def due(self, now):
        return self.not_left().filter(next_try_at__lte=now)

    def with_frequency(self):
        """Annotate how often the recipient wants mail about the topic."""
        chosen = Preference.objects.filter(
            Q(person=OuterRef("person")) | Q(person=None, email=OuterRef("email")), topic=OuterRef("topic")
        )
        defaults = [When(topic=topic.name, then=Value(str(topic.default))) for topic in topics.all_topics()]
        otherwise = Case(*defaults, default=Value(str(Frequency.IMMEDIATE)), output_field=models.CharField())
        return self.annotate(frequency=Coalesce(Subquery(chosen.values("frequency")[:1]), otherwise))


class Notice(models.Model):
    """One thing that one person is told once; written by an action, delivered by a job."""

    class State(models.TextChoices):
        WAITING = "waiting", _("wartet")
        SENT = "sent", _("verschickt")
        FAILED = "failed", _("wird wiederholt")
        DEAD = "dead", _("nicht zustellbar")
        SILENT = "silent", _("nur im Portal")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="notices"
    )
    email = models.EmailField(blank=True)
    topic = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(db_default=Now())
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="notice_once_per_person"),
            models.UniqueConstraint(
                fields=["email", "key"], condition=Q(person=None), name="notice_once_per_address"
            ),
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(email=""), name="notice_to_a_person_or_an_address"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="notice_sent_with_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-due_at", "-id"], name="notice_of_person"),
            models.Index(fields=["next_try_at"], condition=Q(state__in=PENDING), name="notice_pending"),
            models.Index(fields=["key"], condition=Q(state__in=PENDING), name="notice_pending_key",
                         opclasses=["varchar_pattern_ops"]),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def recipient(self):
        """The mail address as it is today."""
        return self.person.email if self.person_id else self.email


class UndeliverableQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff and the technical administration see what could not be delivered, without its content."""
        if user.is_city_staff or Role.ADMIN in user.roles:
            return self.exclude(last_error="").filter(state__in=[*PENDING, Notice.State.DEAD])
        return self.none()

    def dead(self):
        return self.filter(state=Notice.State.DEAD)


class Undeliverable(Notice):
    """A notice seen from the side of delivery: address, attempts, last error."""

    objects = UndeliverableQuerySet.as_manager()

    class Meta:
        proxy = True

    @property
    def is_dead(self):
        return self.state == self.State.DEAD

    @property
    def reason(self):
        """What the mail server said, or that it said nothing."""
        return (
            _("Der Mailserver ist nicht erreichbar.") if self.last_error == SERVER_AWAY else self.last_error
        )


class PreferenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(person=user.pk) if user.is_authenticated else self.none()


class Preference(models.Model):
    """How often somebody wants mail about a topic; without a row the default of the topic holds."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="preferences"
    )
    email = models.EmailField(blank=True)
    topic = models.CharField(max_length=60)
    frequency = models.CharField(max_length=10, choices=Frequency)
    before_off = models.CharField(max_length=10, choices=Frequency, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="preference_once_per_person"),
            models.UniqueConstraint(
                fields=["email", "topic"], condition=Q(person=None), name="preference_once_per_address"
            ),
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(email=""), name="preference_of_a_person_or_an_address"
            ),
            models.CheckConstraint(
                condition=Q(before_off="") | ~Q(before_off=F("frequency")),
                name="preference_before_off_differs",
            ),
        ]

    def __str__(self):
        return f"{self.topic}: {self.frequency}"


def new_token():
    return secrets.token_urlsafe(32)


class CalendarKey(models.Model):
    """The secret part of a person's private calendar address."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_key"
    )
    token = models.CharField(max_length=64, unique=True, default=new_token)
    renewed_at = models.DateTimeField()

    def __str__(self):
        return str(self.person)

    @property
    def name(self):
        return f"meine-{self.token}"
