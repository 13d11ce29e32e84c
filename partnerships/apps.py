from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Partnerschaften"

    def ready(self):
        import_module("partnerships.permissions")
        source = import_module("partnerships.dates_out").calendar_events
        import_module("notices.calendars").register(
            "jubilaeen", _("Jubiläen unserer Partnerschaften"), source
        )
