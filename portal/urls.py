"""Pages of the portal itself; included last, at "/"."""

from django.urls import path

from portal.views import barriers, data, home, my_area, pages, search
from portal.views.preview import preview

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("mein-bereich/", my_area.my_area, name="my_area"),
    path("termine/", home.date_list, name="dates"),
    path("suche/", search.search_page, name="search"),
    path("austausch/", pages.exchange, name="exchange"),
    path("strategie/", pages.strategy, name="strategy"),
    path("impressum/", pages.imprint, name="imprint"),
    path("datenschutz/", pages.privacy, name="privacy"),
    path("barrierefreiheit/", pages.accessibility, name="accessibility"),
    path("barriere-melden/", barriers.report_barrier, name="report_barrier"),
    path("barriere-melden/danke/<str:signed>/", barriers.barrier_reported, name="barrier_reported"),
    path("barriere-melden/eingang/", barriers.barriers, name="barriers"),
    path("barriere-melden/eingang/<int:pk>/", barriers.barrier, name="barrier"),
    path("barriere-melden/eingang/<int:pk>/abschliessen/", barriers.close_barrier, name="close_barrier"),
    path("lizenzen/", pages.licences, name="licences"),
    path("kontakt/", pages.contact, name="contact"),
    path("leichte-sprache/", pages.easy_language, name="easy_language"),
    path("gebaerdensprache/", pages.sign_language, name="sign_language"),
    path("daten/", data.data, name="data"),
    path("vorschau/", preview, name="preview"),
]
