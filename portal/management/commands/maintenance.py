from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from core import maintenance


class Command(BaseCommand):
    help = "Schließt das Portal für eine Wartung (on), öffnet es wieder (off) oder sagt den Stand (status)."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("wish", choices=["on", "off", "status"])

    def handle(self, *args, wish, **options):
        if wish == "on":
            maintenance.close()
        elif wish == "off":
            maintenance.open_again()
        self.stdout.write(
            _("Das Portal ist wegen Wartung geschlossen.")
            if maintenance.is_closed()
            else _("Das Portal ist offen.")
        )
