#!/usr/bin/env python3
"""The partnership file with many rows: pages that staff open, against the floor page, in one run.

    DATABASE_URL=postgres://…/SCRATCH PGUSER=postgres FLOOR_DB=floor \
        python -m bench.bench_partnerships --floor-python VENV/bin/python [--n 100]

Fills Nevers in SCRATCH, which holds the demo town, with 500 encounters, 200 contacts and 2,000 entries of the
contact log, writes 2,000 open tasks and 2,000 encounters of one year, signs a case officer in and asks for each page.
"""

import argparse
import datetime
import os
import sys
import time

import django

DATA = "/tmp/bench-data"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DATA_DIR"] = DATA  # the key that signs sessions lies there
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import Organisation, User  # noqa: E402
from bench.bench_pages import HERE, OURS, floor_figures, gunicorn, sample, server  # noqa: E402
from partnerships.models import (  # noqa: E402
    ContactEvent,
    Encounter,
    Partnership,
    Person,
    PersonFunction,
    Task,
)

YEAR = 2025
ENCOUNTERS, CONTACTS, ENTRIES, TASKS, OF_A_YEAR = 500, 200, 2000, 2000, 2000
PAGES = {
    "file of a partnership": "/partnerschaften/nevers/akte/",
    "partnership, public": "/partnerschaften/nevers/",
    "what helps next, all towns": "/partnerschaften/arbeit/",
    "Wartet auf mich": "/mein-bereich/",
    "tasks": "/partnerschaften/arbeit/aufgaben/?zeige=alle",
    "encounters, list": "/partnerschaften/begegnungen/",
    "encounters of one town": "/partnerschaften/begegnungen/?partnerschaft=nevers",
    "contact book": "/partnerschaften/kontakte/",
    "contact log": "/partnerschaften/kontakte/protokoll/",
    "figures of a year": f"/partnerschaften/berichte/zahlen/?jahr={YEAR}",
    "partnerships, list": "/partnerschaften/",
}


def fill():
    """Rows without a detour through forms; returns the key of a case officer's session."""
    today = timezone.localdate()
    nevers = Partnership.objects.get(slug="nevers")
    towns = list(Partnership.objects.exclude(pk=nevers.pk))
    meetings = [_meeting(n, today - datetime.timedelta(days=4 * n)) for n in range(ENCOUNTERS)]
    _link(Encounter.objects.bulk_create(meetings), [nevers])
    first = datetime.date(YEAR, 1, 1)
    of_year = [_meeting(n, first + datetime.timedelta(days=n % 365)) for n in range(OF_A_YEAR)]
    _link(Encounter.objects.bulk_create(of_year), towns)
    people = Person.objects.bulk_create(
        Person(given_name="Erika", family_name=f"Beispiel {n}", is_example=True) for n in range(CONTACTS)
    )
    office = Organisation.objects.filter(kind="partner_administration").first()
    PersonFunction.objects.bulk_create(
        PersonFunction(person=one, organisation=office, partnership=nevers, title="Verwaltung")
        for one in people
    )
    entries = ContactEvent.objects.bulk_create(
        ContactEvent(
            partnership=nevers, happened_on=today - datetime.timedelta(days=n % 1500), subject=f"Anruf {n}"
        )
        for n in range(ENTRIES)
    )
    through = ContactEvent.persons.through
    through.objects.bulk_create(
        through(contactevent=entry, person=people[n % CONTACTS]) for n, entry in enumerate(entries)
    )
    Task.objects.bulk_create(
        Task(title=f"Brief {n}", due_on=today + datetime.timedelta(days=n % 400 - 20), partnership=nevers)
        for n in range(TASKS)
    )
    return _signed_in(User.objects.get(email="sachbearbeitung@example.org"))


def _meeting(number, day):
    return Encounter(
        title=f"Begegnung {number}", kind="citizens", direction="in" if number % 2 else "out",
        starts_on=day, ends_on=day, state="reported", publicness="public", participants_own=number % 40,
        participants_partner=number % 30, cost_total=100, municipal_share=50,
    )  # fmt: skip


def _link(meetings, towns):
    through = Encounter.partnerships.through
    through.objects.bulk_create(
        through(encounter=one, partnership=towns[n % len(towns)]) for n, one in enumerate(meetings)
    )


def _signed_in(person):
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = next(one for one in settings.AUTHENTICATION_BACKENDS if "allauth" in one)
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


def measure(options, floor, key):
    environment = {
        "BENCH": "1",
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "DATA_DIR": DATA,
        "PORT": str(OURS),
        "FEED_ENABLED": "0",
        "LOG_LEVEL": "WARNING",
    }
    cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={key}"}
    print(
        f"\nstaff, {ENCOUNTERS} encounters and {ENTRIES} entries of one town:  floor page p50 {floor:.2f} ms"
    )
    with server(gunicorn(sys.executable, OURS, "config.wsgi"), OURS, HERE.parent, environment) as (
        _one,
        client,
    ):
        for name, path in PAGES.items():
            row = sample(client, path, options.n, cookie)
            print(
                f"{name:30} p50 {row['p50']:7.2f} ms = {row['p50'] / floor:5.2f} x floor   "
                f"p95/p50 {row['p95'] / row['p50']:.2f}   {row['sql']} queries   {row['bytes'] / 1000:.0f} kB",
                flush=True,
            )
        for kind in ("docx", "pdf", "xlsx"):
            started = time.perf_counter()
            answer, body, _took = client.get(f"/partnerschaften/berichte/{YEAR}/bericht.{kind}", cookie)
            took = time.perf_counter() - started
            print(f"yearly report as {kind}: {answer.status} {took:.2f} s, {len(body) / 1000:.0f} kB")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--floor-python", required=True)
    parser.add_argument("--n", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=1)
    options = parser.parse_args()
    key = fill()
    page, _unchanged, _speed = floor_figures(options)
    measure(options, page["p50"], key)


if __name__ == "__main__":
    main()
