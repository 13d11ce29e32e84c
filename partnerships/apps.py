from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import desk, retention

AREAS = ("contacts", "encounters", "networks", "claims", "reports")


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Partnerschaften"

    def ready(self):
        import_module("partnerships.permissions")
        for area in AREAS:
            import_module(f"partnerships.{area}.permissions")
            desk.register_source(import_module(f"partnerships.{area}.desk").waiting_for)
            for term in import_module(f"partnerships.{area}.retention").TERMS:
                retention.register(term)
        topics = import_module("notices.topics")
        topics.register(
            "contact-confirmation", _("Rückfrage zu Ihren Angaben"), concerns=lambda person: False
        )
        source = import_module("partnerships.dates_out").calendar_events
        import_module("notices.calendars").register(
            "jubilaeen", _("Jubiläen unserer Partnerschaften"), source
        )
