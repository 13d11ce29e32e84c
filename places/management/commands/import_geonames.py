from django.core.management.base import BaseCommand, CommandError

from places.geonames import UnreadableFile
from places.geonames_loading import load_gazetteer


class Command(BaseCommand):
    help = (
        "Take over towns of the world and their names, to recognise what other sources mean: the shared CSV "
        "files or the official dumps of GeoNames (CC BY 4.0). A second run changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--file", required=True, help="cities.csv, cities500.zip, cities5000.zip, XX.zip")
        parser.add_argument("--alternate", help="city_alternate_names.csv.gz or alternateNamesV2.zip")

    def handle(self, *args, file, alternate, **options):
        try:
            outcome = load_gazetteer(file, alternate)
        except (UnreadableFile, OSError, UnicodeDecodeError) as wrong:
            raise CommandError(str(wrong)) from wrong
        for problem in outcome.problems:
            self.stderr.write(problem)
        self.stdout.write(str(outcome))
