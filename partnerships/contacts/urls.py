"""Addresses of this area below /partnerschaften/: the contact book."""

app_name = "contacts"

urlpatterns = []
