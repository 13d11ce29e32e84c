"""Addresses of this area below /partnerschaften/: encounters, delegations and journeys."""

from django.urls import path

from partnerships.encounters import delegation_views, file_views, list_views, travel_views, views

app_name = "encounters"

urlpatterns = [
    path("", views.encounter_list, name="list"),
    path("neu/", views.new, name="new"),
    path("vorlagen/", views.template_list, name="templates"),
    path("vorlagen/<slug:slug>/", views.start, name="start"),
    path("faktoren/", travel_views.factor_sets, name="factors"),
    path("faktoren/neu/", travel_views.add_factors, name="factors_add"),
    path("faktoren/<slug:slug>/zuruecknehmen/", travel_views.retire_factors, name="factors_retire"),
    path("<int:pk>/", views.encounter_detail, name="detail"),
    path("<int:pk>/bearbeiten/", views.edit, name="edit"),
    path("<int:pk>/stand/", views.move, name="move"),
    path("<int:pk>/annehmen/", views.accept, name="accept"),
    path("<int:pk>/ablehnen/", views.decline, name="decline"),
    path("<int:pk>/kopieren/", views.copy, name="copy"),
    path("<int:pk>/veroeffentlichen/", views.publish, name="publish"),
    path("<int:pk>/zuruecknehmen/", views.unpublish, name="unpublish"),
    path("<int:pk>/verlauf/", views.encounter_history, name="history"),
    path("<int:pk>/dateien/neu/", file_views.upload, name="file_add"),
    path("<int:pk>/dateien/<int:file>/", file_views.file, name="file"),
    path("<int:pk>/dateien/<int:file>/veroeffentlichen/", file_views.release, name="file_release"),
    path("<int:pk>/dateien/<int:file>/zuruecknehmen/", file_views.take_back, name="file_take_back"),
    path("<int:pk>/dateien/<int:file>/zustimmung/", file_views.agree, name="file_agree"),
    path("<int:pk>/dateien/<int:file>/entfernen/", file_views.remove, name="file_remove"),
    path("<int:pk>/liste/", list_views.people, name="people"),
    path("<int:pk>/liste/anlegen/", list_views.begin, name="people_begin"),
    path("<int:pk>/liste/drucken/", list_views.print_view, name="people_print"),
    path("<int:pk>/liste/neu/", list_views.person, name="person_add"),
    path("<int:pk>/liste/frist/", list_views.term, name="people_term"),
    path("<int:pk>/liste/loeschen/", list_views.delete, name="people_delete"),
    path("<int:pk>/liste/<int:participant>/", list_views.person, name="person"),
    path("<int:pk>/liste/<int:participant>/entfernen/", list_views.remove_person, name="person_remove"),
    path("<int:pk>/reise/", travel_views.journey, name="journey"),
    path("<int:pk>/reise/neu/", travel_views.add_leg, name="leg_add"),
    path("<int:pk>/reise/<int:trip>/waehlen/", travel_views.choose, name="trip_choose"),
    path("<int:pk>/reise/<int:trip>/entfernen/", travel_views.remove_trip, name="trip_remove"),
    path("<int:pk>/reise/abschnitt/<int:leg>/entfernen/", travel_views.remove_leg, name="leg_remove"),
    path("<int:pk>/delegation/", delegation_views.detail, name="delegation"),
    path("<int:pk>/delegation/vorschlagen/", delegation_views.propose, name="delegation_propose"),
    path("<int:pk>/delegation/bearbeiten/", delegation_views.edit, name="delegation_edit"),
    path("<int:pk>/delegation/entscheiden/", delegation_views.decide, name="delegation_decide"),
    path("<int:pk>/delegation/stand/", delegation_views.move, name="delegation_move"),
    path("<int:pk>/delegation/bericht/", delegation_views.debrief, name="delegation_debrief"),
    path("<int:pk>/delegation/mappe/", delegation_views.briefing_page, name="briefing"),
    path("<int:pk>/delegation/mappe.pdf", delegation_views.briefing_pdf, name="briefing_pdf"),
    path("<int:pk>/delegation/<slug:kind>/neu/", delegation_views.part, name="part_add"),
    path("<int:pk>/delegation/<slug:kind>/<int:part>/", delegation_views.part, name="part"),
    path(
        "<int:pk>/delegation/<slug:kind>/<int:part>/entfernen/", delegation_views.remove_part, name="part_remove"
    ),
]
