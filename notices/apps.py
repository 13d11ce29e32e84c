from importlib import import_module

from django.apps import AppConfig

from core import outbox, retention


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = "Hinweise"

    def ready(self):
        import_module("notices.permissions")
        import_module("notices.desk")
        outbox.use(import_module("notices.actions").notify, import_module("notices.topics").register)
        retention.register(import_module("notices.retention").OLD_NOTICES)
