"""Jobs of the timetable, and those that take longer than a page may; each is one action."""

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from accounts.roles import STAFF
from partnerships import states
from partnerships.claims import actions as claims
from partnerships.encounters import reminders
from partnerships.models import ImportRun


@shared_task
def remind():
    return states.remind_of_reviews(list(User.objects.with_role(*STAFF)), timezone.localdate())


@shared_task
def remind_of_reports():
    return reminders.remind_of_reports()


@shared_task
def check_import(run):
    claims.check(ImportRun.objects.select_related("source").get(pk=run))


@shared_task
def apply_import(run):
    claims.apply(ImportRun.objects.select_related("source").get(pk=run))


@shared_task
def ask_wikidata():
    claims.ask_every_week()
