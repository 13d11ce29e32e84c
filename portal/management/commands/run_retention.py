from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from core import retention


class Command(BaseCommand):
    help = "Löscht oder anonymisiert Daten, deren Frist abgelaufen ist; mit --dry-run wird nur gezählt."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="nur zählen")

    def handle(self, *args, dry_run, **options):
        outcomes = retention.run(timezone.now(), dry_run=dry_run)
        for outcome in outcomes:
            self.stdout.write(f"{outcome.number:7}  {outcome.title}")
        words = (
            _("Abgelaufene Zeilen: %(rows)d, Klassen: %(classes)d. Geändert wurde nichts.")
            if dry_run
            else _("Beendete Zeilen: %(rows)d, Klassen: %(classes)d.")
        )
        number = sum(outcome.number for outcome in outcomes)
        self.stdout.write(words % {"rows": number, "classes": len(outcomes)})
