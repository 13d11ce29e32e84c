from django.conf import settings
from django.urls import path

from accounts.views import administration, demo, organisations, overview, own_data, requests

app_name = "accounts"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("angaben/", overview.profile, name="profile"),
    path("daten/", own_data.own_data, name="own_data"),
    path("daten/export.json", own_data.export, name="export"),
    path("daten/loeschen/", own_data.delete_account, name="delete_account"),
    path("organisationen/", organisations.mine, name="organisations"),
    path("organisationen/anmelden/", organisations.found, name="found"),
    path("organisationen/beitreten/", organisations.choose, name="choose"),
    path("organisationen/<slug:slug>/", organisations.organisation, name="organisation"),
    path("organisationen/<slug:slug>/bearbeiten/", organisations.edit, name="edit_organisation"),
    path("organisationen/<slug:slug>/beitreten/", organisations.join, name="join"),
    path("anfragen/", requests.requests, name="requests"),
    path(
        "anfragen/organisation/<slug:slug>/bestaetigen/", requests.confirm_founding, name="confirm_founding"
    ),
    path("anfragen/organisation/<slug:slug>/ablehnen/", requests.decline_founding, name="decline_founding"),
    path("anfragen/<int:pk>/bestaetigen/", requests.confirm_joining, name="confirm_joining"),
    path("anfragen/<int:pk>/ablehnen/", requests.decline_joining, name="decline_joining"),
    path("mitgliedschaften/<int:pk>/funktion/", requests.change_function, name="change_function"),
    path("mitgliedschaften/<int:pk>/beenden/", requests.end_membership, name="end_membership"),
    path("mitgliedschaften/<int:pk>/austreten/", requests.leave, name="leave"),
    path("verwaltung/", administration.people, name="people"),
    path("verwaltung/<int:pk>/", administration.person, name="person"),
    path("verwaltung/<int:pk>/sperren/", administration.deactivate, name="deactivate"),
    path("verwaltung/<int:pk>/entsperren/", administration.reactivate, name="reactivate"),
    path("verwaltung/<int:pk>/abmelden/", administration.end_sessions, name="end_sessions"),
    path("verwaltung/<int:pk>/mitgliedschaft/", administration.grant, name="grant"),
    path("verwaltung/mitgliedschaft/<int:pk>/beenden/", administration.end_granted, name="end_granted"),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", demo.demo_sign_in, name="demo"))
