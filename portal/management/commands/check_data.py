from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.data_checks import findings


class Command(BaseCommand):
    help = "Prüft, ob Zeilen, Dateien, Zähler und Bedingungen zusammenpassen; ändert nichts."

    def handle(self, *args, **options):
        found = list(findings())
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(_("Gefunden: %d.") % len(found))
        self.stdout.write(_("Alles passt zusammen."))
