from django.core.management.base import BaseCommand

from places.loading import load_countries


class Command(BaseCommand):
    help = "Take over the list of countries and the dated facts about them that come with the portal."

    def handle(self, *args, **options):
        countries, facts = load_countries()
        self.stdout.write(f"{countries} countries, {facts} new facts.")
