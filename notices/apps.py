from importlib import import_module

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = "Hinweise"

    def ready(self):
        import_module("notices.permissions")
        import_module("notices.desk")
