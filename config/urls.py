"""The addresses of the portal: German words, the language in front (design.md 5)."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

handler400 = "core.errors.bad_request"
handler403 = "core.errors.forbidden"
handler404 = "core.errors.not_found"
handler429 = "core.errors.too_many"  # asked for by allauth
handler500 = "core.errors.server_error"

urlpatterns = [
    path("", include("portal.machine_urls")),
    *i18n_patterns(
        path("partnerschaften/arbeit/", include("partnerships.work.urls")),
        path("partnerschaften/kontakte/", include("partnerships.contacts.urls")),
        path("partnerschaften/begegnungen/", include("partnerships.encounters.urls")),
        path("partnerschaften/netzwerke/", include("partnerships.networks.urls")),
        path("partnerschaften/abgleich/", include("partnerships.claims.urls")),
        path("partnerschaften/berichte/", include("partnerships.reports.urls")),
        path("partnerschaften/", include("partnerships.urls")),
        path("foerderung/", include("funding.urls")),
        path("hinweise/", include("notices.urls")),
        path("konto/", include("accounts.urls")),
        path("konto/", include("allauth.urls")),
        path("", include("portal.urls")),
        prefix_default_language=False,
    ),
]
