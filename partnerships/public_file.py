"""What the page of a partnership shows of its file: papers, dates, associations, photos."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.urls import NoReverseMatch, reverse
from django.utils import formats
from django.utils.translation import gettext as _

from accounts.models import Organisation
from core.partial_dates import PartialDate
from partnerships.models import PARTNER_LANGUAGES, Agreement, Encounter, EncounterFile

State = Encounter.State
NEXT, LAST, PHOTOS, PAPERS, ASSOCIATIONS = 5, 5, 12, 20, 30


def with_file(partnerships, user, today):
    """Annotated with agreement_, next_, last_, association_ and photo_rows, as `user` sees them.

    All of it comes with the query of the partnership itself.
    """
    agreements = Agreement.objects.visible_to(user).filter(partnership=OuterRef("pk"))
    encounters = Encounter.objects.visible_to(user).filter(partnerships=OuterRef("pk"))
    coming = encounters.filter(state__in=[State.PLANNED, State.CONFIRMED], ends_on__gte=today)
    photos = EncounterFile.objects.visible_to(user).filter(
        encounter__partnerships=OuterRef("pk"), is_photo=True
    )
    associations = Organisation.objects.visible_to(user).filter(partnerships=OuterRef("pk"))
    return partnerships.annotate(
        agreement_rows=_rows(agreements.order_by("-signed_on", "pk"), PAPERS, *AGREEMENT),
        next_rows=_rows(coming.order_by("starts_on", "pk"), NEXT, *ENCOUNTER),
        last_rows=_rows(encounters.held().order_by("-ends_on", "-pk"), LAST, *ENCOUNTER),
        association_rows=_rows(associations.order_by("name"), ASSOCIATIONS, *ASSOCIATION),
        photo_rows=_rows(
            photos.order_by("-encounter__ends_on", "pk"), PHOTOS, *PHOTO, title=F("encounter__title")
        ),
    )


AGREEMENT = ("pk", "kind", "title", "signed_on", "valid_to", "languages", "is_example")
ENCOUNTER = ("pk", "title", "starts_on", "ends_on", "kind", "is_example")
ASSOCIATION = ("name", "slug", "website", "is_example")
PHOTO = ("pk", "encounter_id", "alt_text", "rights")


def _rows(queryset, most, *names, **more):
    parts = JSONObject(**{name: F(name) for name in names}, **more)
    return ArraySubquery(queryset.values(parts=parts)[:most])


def file_of(partnership, documents):
    """What the template shows of the annotated rows; `documents` are the files that the reader sees."""
    files = {}
    for document in documents:
        files.setdefault(document.agreement_id, []).append(document)
    return {
        "agreements": [_agreement(row, files.get(row["pk"], [])) for row in partnership.agreement_rows],
        "next_dates": [_date(row) for row in partnership.next_rows],
        "last_encounters": [_encounter(row) for row in partnership.last_rows],
        "associations": [_association(row) for row in partnership.association_rows],
        "photos": [photo for row in partnership.photo_rows if (photo := _photo(row))["url"]],
        "fields": partnership.field_names,
    }


def _agreement(row, documents):
    words = dict(PARTNER_LANGUAGES)
    return {
        "title": row["title"],
        "kind": Agreement.Kind(row["kind"]).label,
        "signed": PartialDate.parse(row["signed_on"]).display() if row["signed_on"] else "",
        "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        "languages": ", ".join(str(words.get(code, code)) for code in row["languages"]),
        "files": [
            {"title": one.title, "url": one.get_absolute_url(), "language": one.language} for one in documents
        ],
        "is_example": row["is_example"],
    }


def _file(document):
    return {"title": document.title, "url": document.get_absolute_url(), "language": document.language}


def _page(name, *parts):
    """The address of a page; nothing where this portal does not have it."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


def _when(row):
    first, last = (date.fromisoformat(row[name]) for name in ("starts_on", "ends_on"))
    words = [formats.date_format(day, "DATE_FORMAT") for day in (first, last)]
    return first, words[0] if first == last else _("%(first)s bis %(last)s") % {
        "first": words[0],
        "last": words[1],
    }


def _date(row):
    first, words = _when(row)
    return {"day": first, "title": row["title"], "url": _page("encounters:detail", row["pk"]), "text": words}


def _encounter(row):
    _first, words = _when(row)
    return {
        "date": words,
        "title": row["title"],
        "text": str(Encounter.Kind(row["kind"]).label),
        "url": _page("encounters:detail", row["pk"]),
    }


def _association(row):
    return row | {"url": _page("accounts:organisation", row["slug"])}


def _photo(row):
    return row | {"url": _page("encounters:file", row["encounter_id"], row["pk"])}
