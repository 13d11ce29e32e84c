from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import desk, retention

AREAS = ("work", "contacts", "encounters", "networks", "claims", "reports")


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
        import_module("notices.topics").register(
            "partnership-review",
            _("Ausgesetzte Partnerschaften prüfen"),
            concerns=lambda person: person.is_city_staff,
        )
        import_module("notices.topics").register(
            "good-practice", _("Gute Praxis: Vorschläge und Bewertungen")
        )
        source = import_module("partnerships.dates_out").calendar_events
        import_module("notices.calendars").register(
            "jubilaeen", _("Jubiläen unserer Partnerschaften"), source
        )
        self._encounters()

    def _encounters(self):
        topics = import_module("notices.topics")
        topics.register("encounter-proposal", _("Antworten auf vorgeschlagene Begegnungen"))
        topics.register("encounter-report", _("Berichte, die nach Begegnungen fällig werden"))
        topics.register("delegation-approval", _("Genehmigung von Delegationen"))
        source = import_module("partnerships.encounters.dates_out").calendar_events
        import_module("notices.calendars").register(
            "begegnungen", _("Begegnungen mit Partnerstädten"), source
        )
