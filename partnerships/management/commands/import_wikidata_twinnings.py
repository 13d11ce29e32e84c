from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from partnerships.actions import NotNow
from partnerships.claims import actions


class Command(BaseCommand):
    help = (
        "Take over what Wikidata says about the twinnings of a city; --file reads a recorded answer instead."
    )

    def add_arguments(self, parser):
        parser.add_argument("--city", required=True, help="the Wikidata id of our city, such as Q3104")
        parser.add_argument("--file", help="a SPARQL answer or an answer of wbgetentities, as JSON")

    def handle(self, *args, city, file, **options):
        try:
            run = actions.ask_wikidata(city, body=Path(file).read_bytes() if file else None)
        except (NotNow, OSError) as wrong:
            raise CommandError(str(wrong)) from wrong
        numbers = ", ".join(f"{number} {name}" for name, number in run.counts.items())
        self.stdout.write(f"{run.state}: {numbers}")
