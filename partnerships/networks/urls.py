"""Addresses of this area below /partnerschaften/netzwerke/: memberships and good practices."""

from django.urls import path

from partnerships.networks import practice_views, views

app_name = "networks"

urlpatterns = [
    path("", views.network_list, name="list"),
    path("neu/", views.new, name="new"),
    path("<int:pk>/", views.network_detail, name="network"),
    path("<int:pk>/bearbeiten/", views.edit, name="edit"),
    path("<int:pk>/beenden/", views.leave, name="leave"),
    path("<int:pk>/veroeffentlichen/", views.publish, name="publish"),
    path("<int:pk>/zuruecknehmen/", views.unpublish, name="unpublish"),
    path("gute-praxis/", practice_views.practice_list, name="practices"),
    path("gute-praxis/neu/", practice_views.new, name="practice_new"),
    path("gute-praxis/vorschlagen/", practice_views.propose, name="practice_propose"),
    path("gute-praxis/<slug:slug>/", practice_views.practice_detail, name="practice"),
    path("gute-praxis/<slug:slug>/bearbeiten/", practice_views.edit, name="practice_edit"),
    path("gute-praxis/<slug:slug>/bewerten/", practice_views.rate, name="practice_rate"),
    path("gute-praxis/<slug:slug>/stand/", practice_views.move, name="practice_move"),
    path("gute-praxis/<slug:slug>/verwerfen/", practice_views.drop, name="practice_drop"),
    path("gute-praxis/<slug:slug>/veroeffentlichen/", practice_views.publish, name="practice_publish"),
    path("gute-praxis/<slug:slug>/zuruecknehmen/", practice_views.unpublish, name="practice_unpublish"),
]
