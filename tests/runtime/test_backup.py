"""The restore drill: back up a town, restore it into an empty database, find everything as it was."""

import json
import stat

import psycopg2
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from config.embedded import throwaway_cluster
from portal.backup import LEFT_OUT, BackupFailed, back_up, measure_table
from portal.data_checks import findings
from portal.restore import bring_back, load, read_manifest, refuse_damage, refuse_difference, restore
from tests.factories import make_organisation, make_user
from tests.runtime.commands import manage, succeed

LOG_IN = """
from django.test import Client
from accounts.models import User
email, password = "sicherung@example.org", "kurz-und-Gut-2027"
client = Client(SERVER_NAME="localhost")
pages = "/ /partnerschaften/ /foerderung/aufrufe/ /termine/ /suche/?q=Nevers /impressum/ /datenschutz/"
pages += " /barrierefreiheit/ /lizenzen/ /en/ /fr/ /en/partnerschaften/ /fr/partnerschaften/ /austausch/"
pages += " /daten/ /strategie/ /kontakt/ /konto/login/ /leichte-sprache/ /gebaerdensprache/"
print([(page, status) for page in pages.split() if (status := client.get(page).status_code) != 200])
person = User.objects.get(email=email)
client.force_login(person)
print(person.check_password(password))
print(client.get("/mein-bereich/").status_code)
"""
NEW_PERSON = """
from accounts.models import User
email, password = "sicherung@example.org", "kurz-und-Gut-2027"
User.objects.create_user(email=email, password=password, name="Ö. Müller\\n\\t\\\\N")
"""


@pytest.fixture(scope="module")
def server():
    with throwaway_cluster() as url:
        yield url


def contents(url):
    """Rows and checksum of every table, computed by the server and not by the code under test."""
    found = {}
    with psycopg2.connect(url) as session, session.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            if table not in LEFT_OUT:
                cursor.execute(
                    f"SELECT count(*), md5(string_agg(r::text, '|' ORDER BY r::text)) FROM {table} AS r"
                )
                found[table] = cursor.fetchone()
    session.close()
    return found


@pytest.mark.slow
@pytest.mark.startup
def test_a_town_comes_back_as_it_was(server, tmp_path):
    town = {"DATABASE_URL": server, "DATA_DIR": str(tmp_path / "town"), "STAEDTEBRUECKE_TESTING": "1"}
    other = town | {
        "DATABASE_URL": server.replace("/staedtebruecke?", "/other?"),
        "DATA_DIR": str(tmp_path / "other"),
    }
    succeed("migrate", "--verbosity=0", **town)
    succeed("seed_demo", **town)
    succeed("shell", "--no-imports", "-c", NEW_PERSON, **town)
    (tmp_path / "town" / "media" / "bilder").mkdir()
    (tmp_path / "town" / "media" / "bilder" / "Brücke.txt").write_bytes(b"\0 stone \xff")
    session = psycopg2.connect(server)
    session.autocommit = True
    session.cursor().execute("CREATE DATABASE other")
    session.close()

    told = succeed("backup", tmp_path / "saved", **town)
    before = contents(server)
    told_again = succeed("restore", tmp_path / "saved", **other)

    assert told.startswith("Gesichert: ")
    assert told_again.startswith("Wiederhergestellt und geprüft: ")
    assert contents(other["DATABASE_URL"]) == before
    assert sum(rows for rows, _ in before.values()) > 100
    assert (tmp_path / "other" / "media" / "bilder" / "Brücke.txt").read_bytes() == b"\0 stone \xff"
    shown = manage("shell", "--no-imports", "-c", LOG_IN, **other)
    assert shown.stdout.split("\n")[-4:-1] == ["[]", "True", "200"], (
        shown.stdout[-2000:] + shown.stderr[-2000:]
    )


@pytest.fixture
def saved(transactional_db, tmp_path):
    make_user(name="Anna; DROP TABLE")
    default_storage.save("a/b.txt", ContentFile(b"content"))
    back_up(tmp_path / "saved")
    return tmp_path / "saved"


def test_a_backup_is_for_its_owner_only_and_holds_no_key(saved, settings):
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (saved, *saved.rglob("*"))}
    names = {path.name for path in saved.rglob("*")}

    assert modes == {0}
    assert "django_session.copy.gz" not in names
    assert not any(
        settings.SECRET_KEY.encode() in path.read_bytes() for path in saved.rglob("*") if path.is_file()
    )


def test_a_backup_names_rows_and_checksums(saved):
    noted = read_manifest(saved)["tables"]["accounts_user"]

    assert {"rows": noted["rows"], "md5": noted["md5"]} == measure_table("accounts_user")
    assert noted["rows"] == 1


def test_a_full_folder_is_not_written_into(saved):
    with pytest.raises(BackupFailed, match="nicht leer"):
        back_up(saved)


def test_a_full_database_is_not_written_into(saved):
    with pytest.raises(BackupFailed, match="Datenbank ist nicht leer"):
        restore(saved)


@pytest.mark.parametrize("name", ["tables/accounts_user.copy.gz", "media/a/b.txt"])
@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"other")])
def test_a_damaged_backup_is_refused_before_anything_is_touched(saved, name, damage):
    damage(saved / name)

    with pytest.raises(BackupFailed, match="fehlt oder ist beschädigt"):
        refuse_damage(saved, read_manifest(saved))


def test_half_a_backup_is_none(saved):
    (saved / "manifest.json").unlink()

    with pytest.raises(BackupFailed, match="keine vollständige Sicherung"):
        read_manifest(saved)


def test_another_format_is_refused(saved):
    manifest = json.loads((saved / "manifest.json").read_text())
    (saved / "manifest.json").write_text(json.dumps(manifest | {"format": 2}))

    with pytest.raises(BackupFailed, match="Format"):
        read_manifest(saved)


def test_a_row_that_differs_after_loading_is_noticed(saved):
    manifest = read_manifest(saved)
    make_user()

    with pytest.raises(BackupFailed, match="ist nach dem Laden nicht wie in der Sicherung"):
        refuse_difference(manifest)


def test_a_table_with_other_columns_is_refused(saved):
    with pytest.raises(BackupFailed, match="andere Spalten"):
        load("accounts_user", ["id"], saved)


def test_a_file_comes_back_under_its_name(saved):
    default_storage.delete("a/b.txt")

    bring_back("a/b.txt", saved)

    with default_storage.open("a/b.txt") as file:
        assert file.read() == b"content"


def test_everything_fits_in_a_new_database(db):
    assert list(findings()) == []


def test_a_late_counter_is_found(db):
    make_organisation()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_organisation SET id = 500000")

    assert list(findings()) == [
        "Der Zähler der Tabelle accounts_organisation ist hinter ihren Zeilen zurück."
    ]


def test_a_stray_file_is_found(db):
    default_storage.save("a/b.txt", ContentFile(b"content"))

    assert list(findings()) == ["Die Datei a/b.txt gehört zu keiner Zeile."]


def test_a_constraint_that_was_never_checked_is_found(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_user ADD CONSTRAINT late CHECK (id > 0) NOT VALID")

    assert list(findings()) == ["Die Bedingung oder der Index late ist nicht fertig geprüft."]
