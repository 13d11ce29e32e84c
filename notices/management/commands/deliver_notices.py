"""Empty the outbox once: single mails, and the summaries that are due."""

from django.core.management.base import BaseCommand, CommandError

from notices import delivery


class Command(BaseCommand):
    help = "Send the notices that are due, and the daily and weekly summaries whose hour has come."

    def handle(self, *args, **options):
        run = delivery.deliver_all()
        if run.is_server_away:
            raise CommandError(f"deliver_notices: {run}")
        self.stdout.write(f"deliver_notices: {run}")
