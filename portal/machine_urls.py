"""Addresses for machines: without a language."""

from django.urls import path

from portal.gallery import gallery
from portal.views import health

urlpatterns = [
    path("dev/bausteine/", gallery, name="gallery"),
    path("healthz", health.healthz, name="healthz"),
]
