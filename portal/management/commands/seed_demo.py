from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import demo


class Command(BaseCommand):
    help = (
        "Baut die Demo-Stadt auf: Konten, Partnerstädte, Förderaufrufe; ein zweites Mal ändert sich nichts."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--remove",
            action="store_true",
            help="nimmt alles wieder weg; Länder und Wortlisten bleiben, sie gehören zu jedem Portal",
        )

    def handle(self, *args, remove, **options):
        if settings.IN_PRODUCTION:
            raise CommandError(
                _("Die Demo-Stadt hat öffentlich bekannte Passwörter: Im Betrieb gibt es sie nicht.")
            )
        if remove:
            demo.remove()
            self.stdout.write(_("Die Demo-Stadt ist entfernt."))
            return
        demo.seed(timezone.localdate())
        if options["verbosity"]:
            self.stdout.write(
                _("Die Demo-Stadt steht: %(people)d Konten, %(towns)d Partnerschaften, %(calls)d Aufrufe.")
                % demo.numbers()
            )
