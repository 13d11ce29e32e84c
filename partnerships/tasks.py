"""Jobs of the timetable; each is one action."""

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from accounts.roles import STAFF
from partnerships import states


@shared_task
def remind():
    return states.remind_of_reviews(list(User.objects.with_role(*STAFF)), timezone.localdate())
