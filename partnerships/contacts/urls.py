"""Addresses of this area below /partnerschaften/: the contact book."""

from django.urls import path

from partnerships.contacts import (
    answer_views,
    duplicate_views,
    edit_views,
    export_views,
    log_views,
    own_views,
    views,
)

app_name = "contacts"

urlpatterns = [
    path("", views.person_list, name="list"),
    path("neu/", edit_views.create, name="create"),
    path("export/", export_views.export, name="export"),
    path("dubletten/", duplicate_views.duplicates, name="duplicates"),
    path("dubletten/<int:kept>/<int:other>/", duplicate_views.merge, name="merge"),
    path("meine-angaben/", own_views.own, name="own"),
    path("stimmt-das/<str:token>/", answer_views.confirm, name="confirm"),
    path("antworten/<int:pk>/", answer_views.answer, name="answer"),
    path("fragen/<slug:slug>/", answer_views.ask_partnership, name="ask_partnership"),
    path("protokoll/", log_views.log, name="log"),
    path("protokoll/neu/", log_views.add, name="log_add"),
    path("protokoll/<int:pk>/", log_views.entry, name="log_entry"),
    path("protokoll/<int:pk>/bearbeiten/", log_views.edit, name="log_edit"),
    path("protokoll/nachfassen/<int:pk>/", log_views.follow_up_done, name="follow_up_done"),
    path("einwilligung/<int:pk>/", views.consent_file, name="consent_file"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/bearbeiten/", edit_views.edit, name="edit"),
    path("<int:pk>/funktionen/neu/", edit_views.add_function, name="function_add"),
    path("<int:pk>/fragen/", answer_views.ask, name="ask"),
    path("<int:pk>/rechtsgrundlagen/neu/", edit_views.add_basis, name="basis_add"),
    path("<int:pk>/konto/verbinden/", edit_views.link_account, name="link"),
    path("<int:pk>/konto/loesen/", edit_views.unlink_account, name="unlink"),
    path("<int:pk>/stand/", export_views.move, name="move"),
    path("<int:pk>/auskunft.json", export_views.subject_data, name="subject_data"),
    path("funktionen/<int:pk>/", edit_views.edit_function, name="function_edit"),
    path("funktionen/<int:pk>/beenden/", edit_views.end_function, name="function_end"),
    path("rechtsgrundlagen/<int:pk>/information/", edit_views.inform, name="basis_inform"),
    path("rechtsgrundlagen/<int:pk>/widerruf/", edit_views.revoke, name="basis_revoke"),
]
