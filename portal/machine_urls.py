"""Addresses for machines: without a language."""

from django.urls import path

from notices import views as notices
from portal.gallery import gallery
from portal.views import health, machine, open_data

urlpatterns = [
    path("dev/bausteine/", gallery, name="gallery"),
    path("dev/mail/", notices.dev_mail, name="dev_mail"),
    path("dev/mail/<str:name>/", notices.dev_mail_detail, name="dev_mail_detail"),
    path("kalender/<str:name>.ics", notices.calendar, name="calendar"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path(".well-known/security.txt", machine.security_txt, name="security_txt"),
    path("sicherheit.txt", machine.security_policy, name="security_policy"),
    path("robots.txt", machine.robots, name="robots"),
    path("sitemap.xml", machine.sitemap, name="sitemap"),
    path("feeds/<slug:name>.xml", open_data.feed, name="feed"),
    path("daten/partnerschaften.geojson", open_data.partnerships_geojson, name="partnerships_geojson"),
    path("daten/partnerschaften.csv", open_data.partnerships_csv, name="partnerships_csv"),
    path("daten/aufrufe.csv", open_data.calls_csv, name="calls_csv"),
    path("daten/catalog.jsonld", open_data.catalogue, name="catalogue"),
    path("api/v1/openapi.json", open_data.api_description, name="openapi"),
    path("api/v1/partnerschaften", open_data.api_partnerships, name="api_partnerships"),
    path("api/v1/aufrufe", open_data.api_calls, name="api_calls"),
    path("api/v1/<path:rest>", open_data.api_unknown, name="api_unknown"),
]
