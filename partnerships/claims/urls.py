"""Addresses of this area below /partnerschaften/: imports of twinnings and their review."""

app_name = "claims"

urlpatterns = []
