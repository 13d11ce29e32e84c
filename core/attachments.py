"""Files that people upload: checked by content, served only after asking who may see them."""

import hashlib
import io
import logging
import os
import secrets
import zipfile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Sum
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from core.publicness import PublicnessField
from core.virus_scan import ScannerAway, is_infected

logger = logging.getLogger(__name__)

MOST_PIXELS = 40_000_000
Image.MAX_IMAGE_PIXELS = None  # we ask for the size ourselves, before anything is unpacked
MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 2000
INLINE = {"application/pdf", "image/png", "image/jpeg", "image/webp"}
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".docx": OFFICE + "wordprocessingml.document",
    ".xlsx": OFFICE + "spreadsheetml.sheet",
    ".pptx": OFFICE + "presentationml.presentation",
    ".odt": OPEN_DOCUMENT + "text",
    ".ods": OPEN_DOCUMENT + "spreadsheet",
    ".odp": OPEN_DOCUMENT + "presentation",
    ".txt": "text/plain",
    ".csv": "text/csv",
}


def storage_name(instance, filename):
    """A name that nobody can guess and that says nothing about the content."""
    extension = os.path.splitext(filename)[1].lower()
    return f"{instance._meta.app_label}/{secrets.token_urlsafe(24)}{extension if extension in TYPES else ''}"


class Attachment(models.Model):
    """A file with its checked type; each app has its own table, with the object it belongs to."""

    file = models.FileField(_("Datei"), upload_to=storage_name)
    title = models.CharField(_("Titel"), max_length=200)
    filename = models.CharField(max_length=200, editable=False)
    media_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    publicness = PublicnessField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


def check_upload(upload, *, data=None):
    """The media type of an uploaded file, found in its content; ValidationError says what to do.

    `data` names further endings with their types for files that are only read, never shown: whether their
    content fits is said by whoever reads them. The virus scanner is asked over the network: call it outside
    of transactions.
    """
    if not upload.size:
        raise ValidationError(_("Die Datei ist leer. Wählen Sie eine andere Datei."))
    if upload.size > settings.LARGEST_UPLOAD:
        raise ValidationError(
            _("Die Datei ist größer als 10 MB. Verkleinern Sie sie und laden Sie sie noch einmal hoch.")
        )
    extension = os.path.splitext(upload.name)[1].lower()
    types = TYPES | (data or {})
    if extension not in types:
        raise ValidationError(
            _("Diese Art von Datei nehmen wir nicht an. Erlaubt sind PDF, Bilder, Office-Dateien und Text.")
        )
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    if extension not in (data or {}) and not _fits(extension, content):
        raise ValidationError(
            _("Der Inhalt der Datei passt nicht zu ihrer Endung. Speichern Sie sie neu ab.")
        )
    _scan(content)
    return types[extension]


def _scan(content):
    if settings.CLAMD_ADDRESS is None:
        return
    try:
        infected = is_infected(content, settings.CLAMD_ADDRESS)
    except ScannerAway as reason:
        logger.error("virus scanner away: %s", reason)
        raise ValidationError(
            _("Der Virenschutz antwortet gerade nicht. Laden Sie die Datei später noch einmal hoch.")
        ) from reason
    if infected:
        raise ValidationError(_("Der Virenschutz hat diese Datei abgelehnt."))


def check_quota(person, upload):
    """ValidationError when this file would be one too many of this person's."""
    own = [model.objects.filter(uploaded_by=person) for model in Attachment.__subclasses__()]
    used = sum(files.aggregate(bytes=Sum("size"))["bytes"] or 0 for files in own)
    if used + upload.size > settings.UPLOAD_QUOTA:
        raise ValidationError(
            _(
                "Mit dieser Datei hätten Sie mehr als %(limit)d MB hochgeladen. Wählen Sie eine kleinere "
                "oder bitten Sie die technische Verwaltung um mehr Platz."
            )
            % {"limit": settings.UPLOAD_QUOTA // 1024**2}
        )


def _fits(extension, content):
    if extension == ".pdf":
        return content[:5] == b"%PDF-"
    if extension in (".png", ".jpg", ".jpeg", ".webp"):
        return _is_image(extension, content)
    if extension in (".txt", ".csv"):
        return _is_text(content)
    return _is_office_file(content)


def _is_image(extension, content):
    names = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
    try:
        with Image.open(io.BytesIO(content), formats=[names[extension]]) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise ValidationError(_("Das Bild hat zu viele Bildpunkte. Verkleinern Sie es."))
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return False
    return True


def _is_text(content):
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in content and content.lstrip()[:1] != b"<"


def _is_office_file(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise ValidationError(_("Die Datei ist ausgepackt zu groß."))
            if any(name.endswith("vbaProject.bin") for name in names):
                return False
            return "[Content_Types].xml" in names or "mimetype" in names
    except zipfile.BadZipFile:
        return False


def describe(attachment, upload, media_type):
    """Fill in what the content says: name, type, size and checksum."""
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    attachment.filename = os.path.basename(upload.name)[:200]
    attachment.media_type = media_type
    attachment.size = upload.size
    attachment.sha256 = digest.hexdigest()
    return attachment


def serve(attachment):
    """The file as an answer that no browser interprets as anything else."""
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=attachment.media_type not in INLINE,
        filename=attachment.filename,
        content_type=attachment.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store, private"
    return response
