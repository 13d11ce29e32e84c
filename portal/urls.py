from django.urls import path

from portal.views import pages
from portal.views.preview import preview

app_name = "portal"

urlpatterns = [
    path("", pages.home, name="home"),
    path("mein-bereich/", pages.my_area, name="my_area"),
    path("termine/", pages.dates, name="dates"),
    path("suche/", pages.search, name="search"),
    path("austausch/", pages.exchange, name="exchange"),
    path("strategie/", pages.strategy, name="strategy"),
    path("impressum/", pages.imprint, name="imprint"),
    path("datenschutz/", pages.privacy, name="privacy"),
    path("barrierefreiheit/", pages.accessibility, name="accessibility"),
    path("barriere-melden/", pages.report_barrier, name="report_barrier"),
    path("lizenzen/", pages.licences, name="licences"),
    path("kontakt/", pages.contact, name="contact"),
    path("leichte-sprache/", pages.easy_language, name="easy_language"),
    path("gebaerdensprache/", pages.sign_language, name="sign_language"),
    path("daten/", pages.data, name="data"),
    path("vorschau/", preview, name="preview"),
]
