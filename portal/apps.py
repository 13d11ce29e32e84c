from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self):
        for module in ("permissions", "personal_data"):
            import_module(f"portal.{module}")
        import_module("partnerships.claims.outside").use(import_module("portal.outside").fetch_capped)
        self._tell()
        self._wait()
        self._end()

    def _tell(self):
        topics = import_module("notices.topics")
        topics.register("barrier-new", _("Gemeldete Barrieren"), concerns=lambda person: person.is_city_staff)
        topics.register(
            "barrier-answer",
            _("Antworten auf gemeldete Barrieren"),
            mandatory=True,
            concerns=lambda person: False,
        )

    def _wait(self):
        desk = import_module("portal.desk")
        import_module("core.desk").register_rows("barrier", desk.rows, desk.show)

    def _end(self):
        register = import_module("core.retention").register
        for term in import_module("portal.retention").TERMS:
            register(term)
