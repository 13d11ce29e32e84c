"""Jobs that take longer than a page may, and the weekly question to Wikidata; each is one action."""

from celery import shared_task

from partnerships.claims import actions
from partnerships.models import ImportRun


@shared_task
def check_import(run):
    actions.check(ImportRun.objects.select_related("source").get(pk=run))


@shared_task
def apply_import(run):
    actions.apply(ImportRun.objects.select_related("source").get(pk=run))


@shared_task
def ask_wikidata():
    actions.ask_every_week()
