"""Photos and papers of an encounter: checked, described, released one by one."""

import io

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from core.attachments import check_quota, check_upload, describe
from core.journal import record
from core.publicness import Publicness
from partnerships.actions import NotNow
from partnerships.models import Encounter, EncounterFile


def upload(encounter, file, *, title, by, alt_text="", rights="", people_agreed=False):
    """Keep a file, internal at first; (row, whether it is new). ValidationError says why not.

    A photo needs the words for those who do not see it, and who has its rights; where it was taken
    and with which device is taken out.
    """
    check_quota(by, file)
    media_type = check_upload(file)
    is_photo = media_type.startswith("image/")
    if is_photo and not alt_text.strip():
        raise ValidationError({"alt_text": _("Beschreiben Sie, was auf dem Bild zu sehen ist.")})
    if is_photo and not rights.strip():
        raise ValidationError(
            {"rights": _("Nennen Sie, wer das Bild gemacht hat und ob es gezeigt werden darf.")}
        )
    row = EncounterFile(
        encounter=encounter, title=title, is_photo=is_photo, alt_text=alt_text, rights=rights,
        people_agreed=is_photo and people_agreed, uploaded_by=by,
    )  # fmt: skip
    if is_photo:
        file = _without_traces(file)
    return _keep(encounter, describe(row, file, media_type), file, by)


def _without_traces(file):
    """The same picture, turned upright, without the data that cameras write into it."""
    file.seek(0)
    with Image.open(file) as image:
        kind = image.format
        clean = ImageOps.exif_transpose(image)
        out = io.BytesIO()
        clean.save(out, kind, **({"quality": 90} if kind in ("JPEG", "WEBP") else {}))
    file.file, file.size = out, out.getbuffer().nbytes
    file.seek(0)
    return file


@transaction.atomic
def _keep(encounter, row, file, by):
    Encounter.objects.select_for_update(of=["self"]).get(pk=encounter.pk)
    known = encounter.files.filter(sha256=row.sha256).first()
    if known is not None:
        return known, False
    row.file = file
    row.save(force_insert=True)
    record("encounters.file_added", encounter, by=by, changes={"file": (None, row.title)})
    return row, True


@transaction.atomic
def release(file, *, by):
    """Show it to whoever sees the encounter; a photo only if everybody on it has agreed."""
    file = EncounterFile.objects.select_for_update(of=["self"]).get(pk=file.pk)
    if file.publicness == Publicness.PUBLIC:
        raise NotNow(_("Diese Datei ist schon öffentlich."))
    if file.is_photo and not file.people_agreed:
        raise NotNow(_("Das Bild bleibt intern, bis alle Abgebildeten zugestimmt haben."))
    return _set_level(file, Publicness.PUBLIC, "encounters.file_released", by)


@transaction.atomic
def take_back(file, *, by):
    file = EncounterFile.objects.select_for_update(of=["self"]).get(pk=file.pk)
    if file.publicness == Publicness.INTERNAL:
        raise NotNow(_("Diese Datei ist schon intern."))
    return _set_level(file, Publicness.INTERNAL, "encounters.file_taken_back", by)


def _set_level(file, level, verb, by):
    before, file.publicness = file.publicness, level
    file.save(update_fields=["publicness"])
    record(verb, file.encounter, by=by, changes={"file": (None, file.title), "publicness": (before, level)})
    return file


@transaction.atomic
def agree(file, *, by):
    """Write down that everybody on the photo has agreed to be shown."""
    file = EncounterFile.objects.select_for_update(of=["self"]).get(pk=file.pk)
    file.people_agreed = True
    file.save(update_fields=["people_agreed"])
    record("encounters.people_agreed", file.encounter, by=by, changes={"file": (None, file.title)})
    return file


@transaction.atomic
def remove(file, *, by):
    """Take a file away for good; the stored bytes go once the row is gone."""
    record("encounters.file_removed", file.encounter, by=by, changes={"file": (file.title, None)})
    name = file.file.name
    file.delete()
    transaction.on_commit(lambda: default_storage.delete(name))
