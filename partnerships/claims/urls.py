"""Addresses of this area below /partnerschaften/abgleich/: imports of twinnings and their review."""

from django.urls import path

from partnerships.claims import review_views, views

app_name = "claims"

urlpatterns = [
    path("", review_views.overview, name="overview"),
    path("angaben.csv", review_views.claims_csv, name="csv"),
    path("datei/", views.upload, name="upload"),
    path("laeufe/", views.runs, name="runs"),
    path("laeufe/<int:pk>/", views.run_detail, name="run"),
    path("laeufe/<int:pk>/spalten/", views.run_map, name="run_map"),
    path("laeufe/<int:pk>/uebernehmen/", views.run_apply, name="run_apply"),
    path("laeufe/<int:pk>/verwerfen/", views.run_discard, name="run_discard"),
    path("wikidata/abfragen/", views.wikidata_ask, name="wikidata_ask"),
    path("wikidata/umschalten/", views.wikidata_switch, name="wikidata_switch"),
    path("staedte/<int:pk>/", review_views.case_detail, name="case"),
    path("staedte/<int:pk>/annehmen/", review_views.case_accept, name="case_accept"),
    path("staedte/<int:pk>/ablehnen/", review_views.case_reject, name="case_reject"),
    path("staedte/<int:pk>/wieder-pruefen/", review_views.case_reopen, name="case_reopen"),
    path("staedte/<int:pk>/zusammenfuehren/", review_views.case_merge, name="case_merge"),
    path("staedte/<int:pk>/datum/", review_views.case_date, name="case_date"),
    path("orte/", review_views.mentions, name="mentions"),
    path("orte/<int:pk>/zuordnen/", review_views.mention_choose, name="mention_choose"),
    path("orte/<int:pk>/eigener-ort/", review_views.mention_own, name="mention_own"),
    path("querverbindungen/", review_views.cross_links, name="links"),
]
