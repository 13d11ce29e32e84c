"""Addresses of this area below /partnerschaften/: reports, profiles as files, registers."""

app_name = "reports"

urlpatterns = []
