import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.attachments import check_upload
from tests.clamd import EICAR, clamd


def image(kind="PNG", size=(4, 4)):
    content = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", size).save(content, kind)
    return content.getvalue()


def package(**parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


OFFICE_FILE = package(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("urkunde.pdf", b"%PDF-1.7\n%\xe2\xe3", "application/pdf"),
        ("foto.png", image(), "image/png"),
        ("FOTO.JPG", image("JPEG"), "image/jpeg"),
        ("liste.csv", "Stadt;Jahr\nVaraždin;2007\n".encode(), "text/csv"),
        (
            "brief.docx",
            OFFICE_FILE,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_a_file_whose_content_fits_its_name_is_taken(name, content, media_type):
    """R32"""
    assert check_upload(SimpleUploadedFile(name, content)) == media_type


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("leer.pdf", b"", "ist leer"),
        ("programm.exe", b"MZ\x90", "Diese Art von Datei"),
        ("programm.pdf", b"MZ\x90\x00", "passt nicht zu ihrer Endung"),
        ("seite.svg", b"<svg onload='x'/>", "Diese Art von Datei"),
        ("seite.html", b"<html>", "Diese Art von Datei"),
        ("bild.png", b"<html><script>", "passt nicht zu ihrer Endung"),
        ("bild.jpg", image("PNG"), "passt nicht zu ihrer Endung"),
        ("text.txt", b"<script>alert(1)</script>", "passt nicht zu ihrer Endung"),
        ("text.txt", b"a\0b", "passt nicht zu ihrer Endung"),
        ("brief.docx", b"PK\x03\x04kaputt", "passt nicht zu ihrer Endung"),
        ("makro.docx", package(**{"[Content_Types].xml": "", "word/vbaProject.bin": ""}), "passt nicht"),
        ("bombe.docx", package(**{"[Content_Types].xml": "0" * 101 * 1024 * 1024}), "ausgepackt zu groß"),
        ("riese.png", image(size=(9000, 9000)), "zu viele Bildpunkte"),
    ],
)
def test_a_dangerous_or_broken_file_is_refused_in_words(name, content, reason):
    """R32"""
    with pytest.raises(ValidationError, match=reason):
        check_upload(SimpleUploadedFile(name, content))


def test_a_file_over_ten_megabytes_is_refused():
    """R32"""
    with pytest.raises(ValidationError, match="größer als 10 MB"):
        check_upload(SimpleUploadedFile("gross.pdf", b"%PDF-" + b"0" * 10 * 1024 * 1024))


def socket_file(tmp_path):
    return str(tmp_path / "clamd.ctl")


def loopback(_tmp_path):
    return ("127.0.0.1", 0)


@pytest.mark.parametrize("place", [loopback, socket_file])
def test_the_scanner_reads_every_byte_and_refuses_what_is_infected(settings, tmp_path, place):
    """R34: over TCP and over a socket; a file of several chunks, the virus at its end."""
    harmless = b"Guten Tag\n" * 20_000
    with clamd(place(tmp_path)) as scanner:
        settings.CLAMD_ADDRESS = scanner.address
        assert check_upload(SimpleUploadedFile("brief.txt", harmless)) == "text/plain"
        with pytest.raises(ValidationError, match="Der Virenschutz hat diese Datei abgelehnt"):
            check_upload(SimpleUploadedFile("virus.txt", harmless + EICAR))

    assert scanner.scanned == [(b"zINSTREAM\0", harmless), (b"zINSTREAM\0", harmless + EICAR)]


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"\0", b"stream: OK ERROR\0"])
def test_a_scanner_that_says_neither_yes_nor_no_lets_nothing_pass(settings, answer):
    """R34"""
    with clamd(answer=answer) as scanner:
        settings.CLAMD_ADDRESS = scanner.address
        with pytest.raises(ValidationError, match="Laden Sie die Datei später noch einmal hoch"):
            check_upload(SimpleUploadedFile("brief.txt", b"Guten Tag"))


def test_without_its_scanner_the_portal_takes_no_file(settings, tmp_path):
    """R34: nobody listens, neither here nor there."""
    with clamd() as scanner:
        gone = scanner.address
    for address in (gone, str(tmp_path / "nobody.ctl")):
        settings.CLAMD_ADDRESS = address
        with pytest.raises(ValidationError, match="Laden Sie die Datei später noch einmal hoch"):
            check_upload(SimpleUploadedFile("brief.txt", b"Guten Tag"))
