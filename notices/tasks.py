"""Jobs of the timetable."""

from celery import shared_task

from notices import delivery


@shared_task
def deliver():
    return str(delivery.deliver_all())


@shared_task
def digest():
    return str(delivery.digest())
