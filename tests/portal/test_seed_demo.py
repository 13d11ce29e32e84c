"""`seed_demo`: one town, built once, removed without trace, never in production."""

from datetime import date

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from accounts.demo import DEMO_PEOPLE
from accounts.models import User
from accounts.roles import Role
from core.publicness import Publicness
from partnerships.demo import load_vocabularies
from partnerships.models import Partnership
from places.loading import load_countries
from portal import demo
from portal.backup import media_names
from tests.factories import make_organisation, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
ONLY_COUNTS = {"core_family"}  # version numbers of pages: they only ever rise


def contents():
    """Every row of every table, as text; version numbers apart."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - ONLY_COUNTS)
        found = {}
        for table in tables:
            cursor.execute(f"SELECT row::text FROM {quote(table)} AS row ORDER BY 1")
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


def without_rows(before, after):
    return {table for table in before if before[table] != after[table]}


def test_every_role_has_a_demo_account_with_the_printed_password(settings):
    demo.seed(TODAY)

    rows = demo.accounts()
    people = {person.email: person for person in User.objects.filter(is_example=True)}
    assert sorted(people) == sorted(email for _label, email, _password in rows)
    assert set().union(*(person.roles for person in people.values())) | {Role.CITIZEN} == set(Role)
    assert all(check_password(password, people[email].password) for _label, email, password in rows)


def test_the_town_stands_in_every_app():
    demo.seed(TODAY)

    numbers = demo.numbers()
    assert numbers["people"] == len(DEMO_PEOPLE)
    assert Partnership.objects.filter(publicness=Publicness.PUBLIC).count() == 9
    assert numbers["calls"] > 0


def test_a_second_seeding_changes_no_row():
    demo.seed(TODAY)
    once = contents()

    demo.seed(TODAY)

    assert without_rows(once, contents()) == set()


def test_a_changed_password_of_a_demo_account_stays():
    demo.seed(TODAY)
    person = User.objects.get(email="verein@example.org")
    person.set_password("selbst-gewählt-2027")
    person.save()

    demo.seed(TODAY)

    assert User.objects.get(pk=person.pk).check_password("selbst-gewählt-2027")


def test_removal_leaves_every_table_and_folder_as_it_was():
    load_countries()
    load_vocabularies()
    make_user(role=Role.CASE_OFFICER)
    make_organisation()
    before = contents()

    demo.seed(TODAY)
    seeded = contents()
    demo.remove()

    assert without_rows(before, seeded)
    assert without_rows(before, contents()) == set()
    assert list(media_names()) == []


def test_the_command_says_what_stands_and_what_is_gone(capsys):
    call_command("seed_demo")
    call_command("seed_demo", "--remove")

    first, second = capsys.readouterr().out.strip().splitlines()
    assert first.startswith(f"Die Demo-Stadt steht: {len(DEMO_PEOPLE)} Konten, 10 Partnerschaften, ")
    assert second == "Die Demo-Stadt ist entfernt."


@pytest.mark.parametrize("arguments", [[], ["--remove"]])
def test_production_has_no_demo_town(settings, arguments):
    settings.IN_PRODUCTION = True

    with pytest.raises(CommandError, match="Im Betrieb gibt es sie nicht"):
        call_command("seed_demo", *arguments)
    assert User.objects.count() == 0
