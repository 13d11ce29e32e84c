from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import retention

AREAS = ("work", "contacts", "encounters", "networks", "claims", "reports")


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Partnerschaften"

    def ready(self):
        import_module("partnerships.permissions")
        for area in AREAS:
            import_module(f"partnerships.{area}.permissions")
            import_module(f"partnerships.{area}.desk")
            for term in import_module(f"partnerships.{area}.retention").TERMS:
                retention.register(term)
        self._tell()
        self._date()

    def _tell(self):
        register = import_module("notices.topics").register
        register(
            "partnership-review",
            _("Ausgesetzte Partnerschaften prüfen"),
            concerns=lambda person: person.is_city_staff,
        )
        register("good-practice", _("Gute Praxis: Vorschläge und Bewertungen"))
        register("contact-confirmation", _("Rückfrage zu Ihren Angaben"), concerns=lambda person: False)
        register("encounter-proposal", _("Antworten auf vorgeschlagene Begegnungen"))
        register("encounter-report", _("Berichte, die nach Begegnungen fällig werden"))
        register("delegation-approval", _("Genehmigung von Delegationen"))

    def _date(self):
        register = import_module("notices.calendars").register
        feasts = import_module("partnerships.dates_out").calendar_events
        register("jubilaeen", _("Jubiläen unserer Partnerschaften"), feasts)
        meetings = import_module("partnerships.encounters.dates_out").calendar_events
        register("begegnungen", _("Begegnungen mit Partnerstädten"), meetings)
