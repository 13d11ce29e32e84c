"""Delete what has been kept long enough."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from core import retention


class Command(BaseCommand):
    help = "Löscht oder anonymisiert Daten, deren Frist abgelaufen ist; mit --dry-run wird nur gezählt."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="nur zählen")

    def handle(self, *args, dry_run, **options):
        outcomes = retention.run(timezone.now(), dry_run=dry_run)
        for outcome in outcomes:
            self.stdout.write(f"{outcome.number:6}  {outcome.title}")
        word = "would end" if dry_run else "ended"
        self.stdout.write(f"{sum(outcome.number for outcome in outcomes)} rows {word}")
