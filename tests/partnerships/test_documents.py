"""Documents: what is taken, who reads them, how they are handed out."""

import hashlib
import io
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.roles import Role
from core.publicness import Publicness
from partnerships import actions
from partnerships.models import PartnershipDocument
from tests.clamd import EICAR, clamd
from tests.factories import make_user
from tests.partnerships.builders import make_city, make_partnership

pytestmark = pytest.mark.django_db
UPLOAD = "/partnerschaften/nevers/dokumente/neu/"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\ntrailer"


@pytest.fixture
def nevers():
    return make_partnership(city=make_city(slug="nevers", name="Nevers"))


def fetch(browser, document):
    """The answer with its content read: an answer that is left open keeps a file and a connection."""
    response = browser.get(document.get_absolute_url())
    response.body = b"".join(response) if response.streaming else response.content
    return response


def upload(browser, name, content, title="Urkunde"):
    return browser.post(UPLOAD, {"title": title, "language": "de", "file": SimpleUploadedFile(name, content)})


def keep(partnership, *, name="urkunde.pdf", content=PDF, publicness=Publicness.PUBLIC):
    document, _is_new = actions.upload_document(
        partnership, SimpleUploadedFile(name, content), title="Urkunde", language="de", by=make_user()
    )
    PartnershipDocument.objects.filter(pk=document.pk).update(publicness=publicness)
    return document


def zip_bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * (101 * 1024 * 1024))
    return file.getvalue()


def pixel_bomb():
    """A PNG of a few bytes that says it is 50,000 pixels wide and high."""
    file = io.BytesIO()
    Image.new("1", (1, 1)).save(file, "PNG")
    content = bytearray(file.getvalue())
    content[16:24] = (50_000).to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(bytes(content[12:29])).to_bytes(4, "big")
    return bytes(content)


def test_an_uploaded_file_is_internal_at_first_and_keeps_its_checksum(client, signed_in, nevers):
    response = upload(signed_in(Role.CASE_OFFICER), "Urkunde 1963.pdf", PDF)

    document = nevers.documents.get()
    assert response.status_code == 302
    assert document.publicness == Publicness.INTERNAL
    assert (document.filename, document.media_type, document.size) == (
        "Urkunde 1963.pdf",
        "application/pdf",
        len(PDF),
    )
    assert document.sha256 == hashlib.sha256(PDF).hexdigest()
    assert "1963" not in document.file.name
    assert client.get(document.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("leer.pdf", b"", "Die Datei ist leer."),
        ("programm.exe", b"MZ\x90\x00", "Diese Art von Datei nehmen wir nicht an."),
        ("programm.pdf", b"MZ\x90\x00", "Der Inhalt der Datei passt nicht zu ihrer Endung."),
        ("programm.docx", b"MZ\x90\x00", "Der Inhalt der Datei passt nicht zu ihrer Endung."),
        ("bild.svg", b"<svg onload='alert(1)'/>", "Diese Art von Datei nehmen wir nicht an."),
        ("bombe.docx", zip_bomb(), "Die Datei ist ausgepackt zu groß."),
        ("bombe.png", pixel_bomb(), "Das Bild hat zu viele Bildpunkte."),
        ("gross.pdf", PDF + b"0" * (10 * 1024 * 1024), "größer als 10 MB"),
        ("ohne-endung", PDF, "Diese Art von Datei nehmen wir nicht an."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_dangerous_file_is_refused_in_words_R32(signed_in, nevers, name, content, words):
    response = upload(signed_in(Role.CASE_OFFICER), name, content)

    assert response.status_code == 422
    assert words in response.text
    assert nevers.documents.count() == 0


def test_a_form_without_a_file_says_what_is_missing(signed_in, nevers):
    response = signed_in(Role.CASE_OFFICER).post(UPLOAD, {})

    assert response.status_code == 422
    assert "Wählen Sie eine Datei." in response.text
    assert "Geben Sie dem Dokument einen Titel." in response.text


def test_the_same_file_sent_twice_is_kept_once(signed_in, nevers):
    staff = signed_in(Role.CASE_OFFICER)
    upload(staff, "urkunde.pdf", PDF)

    response = upload(staff, "kopie.pdf", PDF)

    assert response.status_code == 302
    assert nevers.documents.count() == 1


@pytest.mark.parametrize(
    ("publicness", "role", "status"),
    [
        (Publicness.PUBLIC, None, 200),
        (Publicness.PUBLIC, Role.CITIZEN, 200),
        (Publicness.PORTAL, None, 404),
        (Publicness.PORTAL, Role.CITIZEN, 404),
        (Publicness.PORTAL, Role.PARTNER_CITY, 200),
        (Publicness.INTERNAL, None, 404),
        (Publicness.INTERNAL, Role.PARTNER_CITY, 404),
        (Publicness.INTERNAL, Role.COUNCILLOR, 404),
        (Publicness.INTERNAL, Role.ADMIN, 404),
        (Publicness.INTERNAL, Role.CASE_OFFICER, 200),
        (Publicness.CLOSED, Role.CASE_OFFICER, 404),
    ],
)
def test_a_document_is_read_by_whoever_may_see_it_R33(client, signed_in, nevers, publicness, role, status):
    document = keep(nevers, publicness=publicness)
    browser = signed_in(role) if role else client

    assert fetch(browser, document).status_code == status


def test_a_public_document_of_an_internal_partnership_stays_hidden_R33(client, signed_in):
    hidden = make_partnership(publicness=Publicness.INTERNAL)
    document = keep(hidden)

    assert client.get(document.get_absolute_url()).status_code == 404
    assert fetch(signed_in(Role.HEAD), document).body == PDF


def test_a_document_is_only_reached_through_its_own_partnership_R03(client, nevers):
    document = keep(make_partnership())

    assert client.get(f"/partnerschaften/nevers/dokumente/{document.pk}/").status_code == 404


def test_no_browser_takes_a_document_for_anything_else_R33(client, nevers):
    text = keep(nevers, name='a"b\r\nSet-Cookie: x=1.txt', content=b"Hallo")

    response = fetch(client, text)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "text/plain"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert "\n" not in response["Content-Disposition"]
    assert "Set-Cookie" not in response.headers


def test_only_the_head_publishes_a_document(client, signed_in, nevers):
    document = keep(nevers, publicness=Publicness.INTERNAL)
    address = f"/partnerschaften/nevers/dokumente/{document.pk}/veroeffentlichen/"

    refused = signed_in(Role.CASE_OFFICER).post(address)
    hidden = client.get(document.get_absolute_url()).status_code
    allowed = signed_in(Role.HEAD).post(address)
    shown = fetch(client, document).status_code

    assert (refused.status_code, hidden, allowed.status_code, shown) == (403, 404, 302, 200)


def test_a_document_that_is_taken_back_is_hidden_at_once(client, nevers):
    document, by = keep(nevers), make_user(role=Role.HEAD)
    before = fetch(client, document).status_code

    actions.unpublish_document(document, by=by)

    assert (before, client.get(document.get_absolute_url()).status_code) == (200, 404)
    with pytest.raises(actions.NotNow):
        actions.unpublish_document(document, by=by)


def test_an_infected_file_is_refused_and_nothing_is_kept_R34(signed_in, nevers, settings):
    with clamd() as scanner:
        settings.CLAMD_ADDRESS = scanner.address
        response = upload(signed_in(Role.CASE_OFFICER), "virus.txt", EICAR)

    assert (response.status_code, PartnershipDocument.objects.count()) == (422, 0)
    assert "Der Virenschutz hat diese Datei abgelehnt." in response.text
    assert len(scanner.scanned) == 1


def test_without_its_scanner_nothing_piles_up_R34(signed_in, nevers, settings):
    with clamd() as scanner:
        settings.CLAMD_ADDRESS = scanner.address
    response = upload(signed_in(Role.CASE_OFFICER), "urkunde.pdf", PDF)

    assert (response.status_code, PartnershipDocument.objects.count()) == (422, 0)
    assert "Laden Sie die Datei später noch einmal hoch." in response.text


def test_nobody_uploads_more_than_their_share_R32(signed_in, nevers, settings):
    settings.UPLOAD_QUOTA = 1024**2
    browser = signed_in(Role.CASE_OFFICER)
    keep(nevers, name="von-anderen.pdf", content=PDF + b"1" * 900_000)

    first = upload(browser, "eins.pdf", PDF + b"2" * 900_000)
    second = upload(browser, "zwei.pdf", PDF + b"3" * 900_000)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "mehr als 1 MB hochgeladen" in second.text
    assert PartnershipDocument.objects.count() == 2
