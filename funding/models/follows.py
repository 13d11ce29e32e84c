"""Who wants to hear of a call, or of every new one that suits the city."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from funding.models.calls import Call


class CallFollowQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(person=user.pk) if user.is_authenticated else self.none()


class CallFollow(models.Model):
    """A person follows a call; without a call they are told of every new one that is for us."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followed_calls"
    )
    call = models.ForeignKey(Call, on_delete=models.CASCADE, null=True, blank=True, related_name="follows")
    since = models.DateTimeField(default=timezone.now)

    objects = CallFollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "call"], nulls_distinct=False, name="call_follow_once_per_person"
            )
        ]

    def __str__(self):
        return f"{self.person_id} {self.call_id or 'new'}"
