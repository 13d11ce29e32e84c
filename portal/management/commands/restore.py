from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.backup import BackupFailed
from portal.restore import restore


class Command(BaseCommand):
    help = "Stellt eine Sicherung in eine leere Datenbank wieder her und prüft jede Tabelle."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR")

    def handle(self, *args, folder, **options):
        try:
            manifest = restore(folder)
        except BackupFailed as reason:
            raise CommandError(str(reason)) from reason
        call_command("migrate", verbosity=0, interactive=False)
        rows = sum(noted["rows"] for noted in manifest["tables"].values())
        self.stdout.write(
            _("Wiederhergestellt und geprüft: %(tables)d Tabellen, %(rows)d Zeilen, %(files)d Dateien.")
            % {"tables": len(manifest["tables"]), "rows": rows, "files": len(manifest["media"])}
        )
