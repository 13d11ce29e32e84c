"""The whole portal in one command: database, migrations, demo town, web server, worker and timetable."""

import http.client
import os
import socket
import sys
import time
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from config import data_folder, embedded
from config.refusal import Refused
from portal import demo, static_files
from portal.supervisor import Part, Supervisor, end_leftovers

PORT_TAKEN = (
    "Der Port {0} ist belegt: Beenden Sie das andere Programm oder nehmen Sie einen anderen, etwa PORT={1}."
)
PORT_FORBIDDEN = "Der Port {0} ist diesem Konto verwehrt: Nehmen Sie einen über 1023, etwa PORT=8000."
NEWER_DATABASE = (
    "Die Datenbank wurde von einer neueren Fassung geschrieben ({}): "
    "Nehmen Sie diese Fassung oder wählen Sie mit DATA_DIR= einen anderen Ordner."
)
NOT_READY = "Der Webserver startet nicht: Die Meldungen darüber sagen, warum."
FOR_DEMO_ONLY = (
    "run_portal ist für die eingebettete Fassung: Im Betrieb starten die Dienste aus docs/betrieb einzeln."
)


class Command(BaseCommand):
    help = "Startet das ganze Portal; Strg-C beendet alles."
    requires_system_checks = []
    requires_migrations_checks = False

    def handle(self, *args, **options):
        if settings.IN_PRODUCTION:
            raise CommandError(FOR_DEMO_ONLY)
        folder = Path(settings.DATA_DIR)
        data_folder.prepare(folder)
        with data_folder.held(folder):
            try:
                with data_folder.clear_reasons(folder):
                    self.run(folder)
            except KeyboardInterrupt:  # before the supervisor took over
                sys.exit(130)
            finally:
                connection.close()
                embedded.release_all()

    def run(self, folder):
        record = folder / "run" / "processes.json"
        check_port(settings.PORT, patience=10 if end_leftovers(record) else 0)
        prepare_database(unseeded=folder / "run" / "unseeded")
        data_folder.mark(folder)
        static_files.collect_when_changed()
        supervisor = Supervisor(parts(folder), record, look_after_database=database_keeper(folder))
        connection.close()
        try:
            if supervisor.start(answers, patience=60):
                self.greet()
                supervisor.run(self.tell_restart)
            elif not supervisor.asked_to_stop():
                raise CommandError(NOT_READY)
        finally:
            self.say("Das Portal wird beendet …")
            supervisor.end()

    def greet(self):
        self.say(f"\nDas Portal ist bereit: http://127.0.0.1:{settings.PORT}/\n")
        if settings.DEMO:
            self.say(f"Demo-Konten (mit einem Klick: http://127.0.0.1:{settings.PORT}/konto/demo/):")
            for role, email, password in demo.accounts():
                self.say(f"  {getattr(role, 'label', role)!s:42} {email:42} {password}")
            self.say("")
        self.say("Strg-C beendet alles.")

    def tell_restart(self, name, code):
        self.stderr.write(f"{name} war beendet (Code {code}) und läuft wieder.")

    def say(self, message):
        self.stdout.write(message)
        self.stdout.flush()


def check_port(port, patience):
    """Refuse a taken port before anything starts; what was just ended may need a moment to let it go."""
    deadline = time.monotonic() + patience
    while True:
        with socket.socket() as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind(("127.0.0.1", port))
                return
            except PermissionError as error:
                raise CommandError(PORT_FORBIDDEN.format(port)) from error
            except OSError as error:
                if time.monotonic() > deadline:
                    raise CommandError(PORT_TAKEN.format(port, port + 1)) from error
        time.sleep(0.1)


def prepare_database(unseeded):
    """Bring the database up to this version; a new one gets the demo town, even if a start was cut off."""
    loader = MigrationLoader(connection)
    ours = {config.label for config in apps.get_app_configs()}
    unknown = sorted(".".join(key) for key in loader.applied_migrations.keys() - loader.disk_migrations.keys()
                     if key[0] in ours)  # fmt: skip
    if unknown:
        raise CommandError(NEWER_DATABASE.format(unknown[0]))
    if not loader.applied_migrations:
        unseeded.touch()
    if loader.disk_migrations.keys() - loader.applied_migrations.keys():
        call_command("migrate", verbosity=0, interactive=False)
    if unseeded.exists():
        if settings.DEMO:
            call_command("seed_demo", verbosity=0)
        unseeded.unlink()


def parts(folder):
    """What runs beside this process. Threads in the worker: docs/decisions/processes.md."""
    commands = {
        "Web": "gunicorn -c config/web_server.py config.wsgi",
        "Worker": "celery --quiet -A config worker --loglevel WARNING --pool threads --concurrency 2"
        " --without-gossip --without-mingle --without-heartbeat",
        "Zeitplan": "celery --quiet -A config beat --loglevel WARNING --pidfile=",
    }
    environment = os.environ | {"PORT": str(settings.PORT), "DATA_DIR": str(folder)}
    return [
        Part(
            name,
            [sys.executable, "-W", "ignore:You're running the worker", "-m", *command.split()],
            folder=settings.BASE_DIR,
            environment=environment,
        )
        for name, command in commands.items()
    ]


def database_keeper(folder):
    """What looks after the embedded database once a second; nothing to do for a database of its own."""
    if os.environ.get("DATABASE_URL"):
        return lambda: None
    next_look = 0

    def keep():
        nonlocal next_look
        if time.monotonic() < next_look:
            return
        next_look = time.monotonic() + 1
        try:
            embedded.database_url(folder)
        except Refused as reason:
            next_look = time.monotonic() + 10
            sys.stderr.write(f"{reason}\n")

    return keep


def answers():
    """Whether the web server says that it is well."""
    asking = http.client.HTTPConnection("127.0.0.1", settings.PORT, timeout=2)
    try:
        asking.request("GET", "/healthz")
        return asking.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()
