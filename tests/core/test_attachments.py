import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.attachments import check_upload


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
        (
            "virus.txt",
            b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
            "Virenschutz",
        ),
    ],
)
def test_a_dangerous_or_broken_file_is_refused_in_words(name, content, reason):
    """R32, R34"""
    with pytest.raises(ValidationError, match=reason):
        check_upload(SimpleUploadedFile(name, content))


def test_a_file_over_ten_megabytes_is_refused():
    """R32"""
    with pytest.raises(ValidationError, match="größer als 10 MB"):
        check_upload(SimpleUploadedFile("gross.pdf", b"%PDF-" + b"0" * 10 * 1024 * 1024))
