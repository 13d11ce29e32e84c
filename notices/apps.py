from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import outbox, retention


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = "Hinweise"

    def ready(self):
        import_module("notices.permissions")
        import_module("notices.desk")
        source = import_module("notices.desk_calendar").calendar_events
        import_module("notices.calendars").register("wartet", _("Wartet auf mich"), source, is_public=False)
        outbox.use(import_module("notices.actions").notify, import_module("notices.topics").register)
        retention.register(import_module("notices.retention").OLD_NOTICES)
