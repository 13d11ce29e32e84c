"""Names are read by few, for a reason, and not for long; pictures are shown only with consent."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.roles import Function, Role
from core import retention
from core.models import JournalEntry
from core.publicness import Publicness
from partnerships.models import EncounterFile, Participant, ParticipantList
from tests.factories import make_membership, make_organisation, make_user
from tests.partnerships.encounters.builders import days, make_encounter
from tests.partnerships.encounters.test_encounters import at, details

pytestmark = pytest.mark.django_db
NAME = "Zacharias Zeppelin"


def keeper():
    """(browser of an association's editor, its encounter)."""
    client, club = Client(), make_organisation()
    client.user = make_user()
    make_membership(person=client.user, organisation=club, function=Function.EDITOR)
    client.force_login(client.user)
    return client, make_encounter(organisers=[club])


def with_a_name():
    client, encounter = keeper()
    client.post(at(encounter, "liste/anlegen/"))
    client.post(at(encounter, "liste/neu/"), {"name": NAME, "birth_year": "2012", "diet": "Erdnuss"})
    return client, encounter


def test_the_organiser_keeps_a_list_that_no_browser_keeps():
    client, encounter = with_a_name()

    answer = client.get(at(encounter, "liste/"))

    assert NAME in answer.content.decode() and "no-store" in answer["Cache-Control"]
    assert ParticipantList.objects.get().delete_on == encounter.ends_on + timedelta(days=90)
    assert NAME in client.get(at(encounter, "liste/drucken/")).content.decode()


def test_staff_read_it_only_after_stating_a_reason_and_for_a_quarter_of_an_hour(signed_in):
    _client, encounter = with_a_name()
    staff, page = signed_in(Role.CASE_OFFICER), at(encounter, "liste/")

    with time_machine.travel(timezone.now(), tick=False) as clock:
        closed = staff.get(page).content.decode()
        refused = staff.post(page, {"reason": ""})
        staff.post(page, {"reason": "Notfall auf der Reise"})
        opened = staff.get(page).content.decode()
        clock.shift(timedelta(minutes=16))
        later = staff.get(page).content.decode()

    assert [NAME in text for text in (closed, opened, later)] == [False, True, False]
    assert refused.status_code == 422
    line = JournalEntry.objects.get(verb="encounters.list_read")
    assert (line.by, line.changes) == (staff.user, {"reason": [None, "Notfall auf der Reise"]})


@pytest.mark.parametrize(
    "role", [Role.COUNCILLOR, Role.ECONOMIC_DEVELOPMENT, Role.EXECUTIVE, Role.DATA_PROTECTION]
)
def test_nobody_else_reads_it(signed_in, role):
    _client, encounter = with_a_name()

    assert signed_in(role).get(at(encounter, "liste/")).status_code == 403


def test_no_name_reaches_the_journal_or_a_notice():
    client, encounter = with_a_name()
    person = Participant.objects.get()
    client.post(at(encounter, f"liste/{person.pk}/"), {"name": f"{NAME} junior"})
    client.post(at(encounter, f"liste/{person.pk}/entfernen/"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(j::text, '') FROM core_journalentry j")
        journal = cursor.fetchone()[0]
    assert "list_changed" in journal and "Zeppelin" not in journal


def test_the_list_deletes_itself_on_its_day():
    _client, encounter = with_a_name()
    midnight = timezone.make_aware(timezone.datetime.combine(encounter.ends_on, timezone.datetime.min.time()))

    retention.run(midnight + timedelta(days=89))
    before = Participant.objects.count()
    retention.run(midnight + timedelta(days=90, hours=3))

    assert (before, Participant.objects.count(), ParticipantList.objects.count()) == (1, 0, 0)
    assert JournalEntry.objects.filter(verb="encounters.list_deleted", by=None).count() == 1


def test_longer_only_for_a_funder_and_never_beyond_five_years():
    client, encounter = with_a_name()
    page = at(encounter, "liste/frist/")

    def term(number, funder=""):
        day = (encounter.ends_on + timedelta(days=number)).isoformat()
        return client.post(page, {"delete_on": day, "funder": funder}).status_code

    assert [term(91), term(-1), term(300, "DFJW"), term(60)] == [422, 422, 302, 302]
    assert term(366 * 5 + 30, "DFJW") == 422


def test_its_day_follows_the_end_of_the_encounter(signed_in):
    _client, encounter = with_a_name()
    later = encounter.ends_on + timedelta(days=10)

    signed_in(Role.HEAD).post(at(encounter, "bearbeiten/"), details(encounter, ends_on=later.isoformat()))

    assert ParticipantList.objects.get().delete_on == later + timedelta(days=90)


def picture(name="bild.png", colour="red"):
    out = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


def status_of(client, address):
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def upload(client, encounter, **more):
    sent = {"file": picture(), "title": "Gruppe", "alt_text": "Eine Gruppe", "rights": "E. Beispiel"} | more
    return client.post(at(encounter, "dateien/neu/"), sent)


@pytest.mark.parametrize("missing", ["alt_text", "rights", "title", "file"])
def test_a_photo_says_what_it_shows_and_who_has_its_rights(signed_in, missing):
    answer = upload(signed_in(Role.CASE_OFFICER), make_encounter(), **{missing: ""})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [missing])


def test_a_photo_is_public_only_with_everybodys_consent(signed_in):
    head, encounter = signed_in(Role.HEAD), make_encounter()
    upload(head, encounter)
    photo = EncounterFile.objects.get()
    address, seen = photo.get_absolute_url(), []

    for step in ("veroeffentlichen", "zustimmung", "veroeffentlichen"):
        head.post(at(encounter, f"dateien/{photo.pk}/{step}/"))
        seen.append(status_of(Client(), address))

    photo.refresh_from_db()
    assert (seen, photo.publicness) == ([404, 404, 200], Publicness.PUBLIC)
    page = Client().get(at(encounter)).content.decode()
    assert 'alt="Eine Gruppe" width=' in page
    head.post(at(encounter, f"dateien/{photo.pk}/zuruecknehmen/"))
    assert status_of(Client(), address) == 404


def test_where_a_photo_was_taken_is_taken_out(signed_in):
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Geheime Kamera"
    Image.new("RGB", (30, 20)).save(out, "JPEG", exif=exif)
    sent = SimpleUploadedFile("a.jpg", out.getvalue(), content_type="image/jpeg")

    upload(signed_in(Role.HEAD), make_encounter(), file=sent)

    row = EncounterFile.objects.get()
    with row.file.open() as file:
        content = file.read()
    assert b"Geheime Kamera" not in content and row.size == len(content)


def test_a_file_of_an_internal_encounter_is_not_there_for_others(signed_in):
    head, encounter = signed_in(Role.HEAD), make_encounter(publicness=Publicness.INTERNAL, starts_on=days(-1))
    upload(head, encounter)

    address = EncounterFile.objects.get().get_absolute_url()

    assert [status_of(client, address) for client in (head, signed_in(Role.COUNCILLOR))] == [200, 404]
