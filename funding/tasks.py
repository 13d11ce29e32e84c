"""Jobs of the timetable; each is one action."""

from celery import shared_task
from django.db import InterfaceError, OperationalError

from funding import actions


@shared_task
def poll_due():
    actions.poll_due(enqueue=lambda source: poll.delay(source))


@shared_task(bind=True, autoretry_for=(OperationalError, InterfaceError), retry_backoff=2, max_retries=5)
def poll(self, source):
    """Asks again under the same claim when the database went away in between."""
    actions.poll_by_id(source, token=self.request.id or "")


@shared_task
def tick_status():
    actions.tick()


@shared_task
def refresh_search_words():
    actions.refresh_search_words()


@shared_task
def remind():
    actions.remind_all()
