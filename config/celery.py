"""The Celery application; settings with the prefix CELERY_ are its configuration."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("staedtebruecke")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
