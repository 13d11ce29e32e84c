"""Pages below /partnerschaften/."""

from django.urls import path

from partnerships import agreement_views, desk_views, file_views, views

app_name = "partnerships"

urlpatterns = [
    path("", views.partnership_list, name="list"),
    path("partnerschaften.csv", views.partnership_csv, name="csv"),
    path("<slug:slug>/", views.partnership_detail, name="detail"),
    path("<slug:slug>/dokumente/<int:pk>/", views.partnership_document, name="document"),
    path("<slug:slug>/bearbeiten/", desk_views.edit, name="edit"),
    path("<slug:slug>/text/<str:language>/", desk_views.edit_text, name="text"),
    path("<slug:slug>/ereignisse/neu/", desk_views.add_event, name="event_add"),
    path("<slug:slug>/ereignisse/<int:pk>/pruefen/", desk_views.check_event, name="event_check"),
    path("<slug:slug>/ereignisse/<int:pk>/entfernen/", desk_views.remove_event, name="event_remove"),
    path("<slug:slug>/dokumente/neu/", desk_views.upload_document, name="document_add"),
    path(
        "<slug:slug>/dokumente/<int:pk>/veroeffentlichen/",
        desk_views.publish_document,
        name="document_publish",
    ),
    path(
        "<slug:slug>/dokumente/<int:pk>/zuruecknehmen/",
        desk_views.unpublish_document,
        name="document_unpublish",
    ),
    path("<slug:slug>/veroeffentlichen/", desk_views.publish, name="publish"),
    path("<slug:slug>/zuruecknehmen/", desk_views.unpublish, name="unpublish"),
    path("<slug:slug>/stand/", desk_views.move, name="move"),
    path("<slug:slug>/stand/<slug:name>/", desk_views.state, name="state"),
    path("<slug:slug>/papiere/", desk_views.papers, name="papers"),
    path("<slug:slug>/akte/", file_views.partnership_file, name="file"),
    path("<slug:slug>/vereine/neu/", desk_views.add_association, name="association_add"),
    path("<slug:slug>/vereine/<int:pk>/entfernen/", desk_views.remove_association, name="association_remove"),
    path("<slug:slug>/vereinbarungen/neu/", agreement_views.add, name="agreement_add"),
    path("<slug:slug>/vereinbarungen/<int:pk>/", agreement_views.edit, name="agreement_edit"),
    path(
        "<slug:slug>/vereinbarungen/<int:pk>/veroeffentlichen/",
        agreement_views.publish,
        name="agreement_publish",
    ),
    path(
        "<slug:slug>/vereinbarungen/<int:pk>/zuruecknehmen/",
        agreement_views.unpublish,
        name="agreement_unpublish",
    ),
    path("<slug:slug>/verlauf/", desk_views.partnership_history, name="history"),
]
