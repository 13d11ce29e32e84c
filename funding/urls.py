from django.urls import path

from funding.views import public, sources, staff

app_name = "funding"

urlpatterns = [
    path("", public.overview, name="overview"),
    path("neue-aufrufe/folgen/", public.follow_new, name="follow_new"),
    path("neue-aufrufe/nicht-mehr-folgen/", public.unfollow_new, name="unfollow_new"),
    path("aufrufe/", public.call_list, name="list"),
    path("aufrufe/<slug:slug>/", public.call_detail, name="detail"),
    path("aufrufe/<slug:slug>/frist.ics", public.call_calendar, name="calendar"),
    path("aufrufe/<slug:slug>/folgen/", public.follow, name="follow"),
    path("aufrufe/<slug:slug>/nicht-mehr-folgen/", public.unfollow, name="unfollow"),
    path("aufrufe/<slug:slug>/bearbeiten/", staff.call_edit, name="edit"),
    path("aufrufe/<slug:slug>/verlauf/", staff.call_history, name="history"),
    path("aufrufe/<slug:slug>/zurueckziehen/", staff.call_withdraw, name="withdraw"),
    path("eintragen/", staff.call_new, name="new"),
    path("vorschlaege/<int:pk>/", staff.proposal_decide, name="proposal"),
    path("quellen/", sources.source_list, name="sources"),
    path("quellen/<slug:key>/", sources.source_detail, name="source"),
    path("quellen/<slug:key>/abrufen/", sources.source_ask, name="source_ask"),
    path("quellen/<slug:key>/schalten/", sources.source_switch, name="source_switch"),
    path("quellen/<slug:key>/neu-lesen/", sources.source_replay, name="source_replay"),
    path("quellen/<slug:key>/freigeben/", sources.quarantine_release, name="quarantine_release"),
    path("quarantaene/<int:pk>/beiseite/", sources.quarantine_dismiss, name="quarantine_dismiss"),
    path("seiten/<int:pk>/gelesen/", sources.page_change_read, name="page_change_read"),
]
