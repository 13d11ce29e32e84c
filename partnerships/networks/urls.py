"""Addresses of this area below /partnerschaften/: networks and good practices."""

app_name = "networks"

urlpatterns = []
