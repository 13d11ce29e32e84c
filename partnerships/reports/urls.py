"""Addresses of this area below /partnerschaften/berichte/: reports, statistics, profiles, registers."""

from django.urls import path

from partnerships.reports import desk_views, views

app_name = "reports"

urlpatterns = [
    path("", views.report_list, name="list"),
    path("neu/", desk_views.start, name="new"),
    path("zahlen/", desk_views.figures, name="figures"),
    path("zahlen/<slug:slug>/", desk_views.figures_of_one, name="figures_of_one"),
    path("begegnungen/", desk_views.rows, name="rows"),
    path("taetigkeiten/", views.activities, name="activities"),
    path("taetigkeiten.<str:kind>", views.activities_file, name="activities_file"),
    path("register.<str:kind>", views.register_file, name="register"),
    path("register-intern.<str:kind>", desk_views.register_file, name="register_internal"),
    path("steckbrief/<slug:slug>.pdf", views.steckbrief, name="steckbrief"),
    path("steckbrief/<slug:slug>/intern.pdf", desk_views.steckbrief, name="steckbrief_internal"),
    path("<int:year>/", views.report_detail, name="detail"),
    path("<int:year>/bericht.<str:kind>", views.report_file, name="file"),
    path("<int:year>/bearbeiten/", desk_views.edit, name="edit"),
    path("<int:year>/abschliessen/", desk_views.finalise, name="finalise"),
    path("<int:year>/oeffnen/", desk_views.reopen, name="reopen"),
    path("<int:year>/veroeffentlichen/", desk_views.publish, name="publish"),
    path("<int:year>/zuruecknehmen/", desk_views.unpublish, name="unpublish"),
]
