from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.backup import BackupFailed, back_up


class Command(BaseCommand):
    help = (
        "Sichert Datenbank und Dateien in einen neuen Ordner, mit Prüfsummen; ohne Schlüssel und Sitzungen."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR")

    def handle(self, *args, folder, **options):
        try:
            manifest = back_up(folder)
        except BackupFailed as reason:
            raise CommandError(str(reason)) from reason
        rows = sum(noted["rows"] for noted in manifest["tables"].values())
        self.stdout.write(
            _("Gesichert: %(tables)d Tabellen, %(rows)d Zeilen, %(files)d Dateien in %(folder)s.")
            % {
                "tables": len(manifest["tables"]),
                "rows": rows,
                "files": len(manifest["media"]),
                "folder": folder,
            }
        )
