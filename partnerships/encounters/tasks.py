"""Jobs of the timetable; each is one action."""

from celery import shared_task

from partnerships.encounters import reminders


@shared_task
def remind():
    reminders.remind_of_reports()
