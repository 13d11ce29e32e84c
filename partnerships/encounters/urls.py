"""Addresses of this area below /partnerschaften/: encounters, delegations and journeys."""

app_name = "encounters"

urlpatterns = []
