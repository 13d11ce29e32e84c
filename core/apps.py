from importlib import import_module

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Grundlagen"

    def ready(self):
        import_module("core.retention").register(import_module("core.cache_rows").DEAD_CACHE_ROWS)
