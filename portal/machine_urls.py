"""Addresses for machines: without a language."""

from django.urls import path

from notices import views as notices
from portal.gallery import gallery
from portal.views import health

urlpatterns = [
    path("dev/bausteine/", gallery, name="gallery"),
    path("dev/mail/", notices.dev_mail, name="dev_mail"),
    path("dev/mail/<str:name>/", notices.dev_mail_detail, name="dev_mail_detail"),
    path("kalender/<str:name>.ics", notices.calendar, name="calendar"),
    path("healthz", health.healthz, name="healthz"),
]
