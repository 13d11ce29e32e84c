from importlib import import_module

from django.apps import AppConfig

from core import outbox


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = "Hinweise"

    def ready(self):
        import_module("notices.permissions")
        import_module("notices.desk")
        outbox.use(import_module("notices.actions").notify)
