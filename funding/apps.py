from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    name = "funding"
    verbose_name = "Förderung"

    def ready(self):
        topics = import_module("notices.topics")
        topics.register("call-new", _("Neue Förderaufrufe für uns"), default=topics.Frequency.DAILY)
        topics.register("call-changed", _("Änderungen an Aufrufen, denen ich folge"))
        topics.register("call-deadline", _("Fristen von Aufrufen, denen ich folge"))
        for module in ("permissions", "desk", "personal_data"):
            import_module(f"funding.{module}")
        dates = import_module("funding.dates_out")
        import_module("notices.calendars").register(
            "foerderfristen", _("Förderfristen"), dates.calendar_events
        )
        for term in import_module("funding.retention").TERMS:
            import_module("core.retention").register(term)
