"""What people do with partnerships: each function one verb, one transaction, one line in the journal."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.attachments import check_quota, check_upload, describe
from core.journal import changed_fields, record
from core.lost_updates import StaleVersion, save_versioned
from core.publicness import Publicness
from partnerships.models import Partnership, PartnershipDocument, PartnershipEvent, PartnershipText
from partnerships.models.partnership import SOURCE_LANGUAGE
from partnerships.states import NotNow

DETAILS = (
    "legal_form",
    "lead_office",
    "council_decision",
    "decision_not_recorded",
    "contact_email",
    "named_places",
    "travel_is_suspended",
    "travel_note",
    "review_years",
    "review_on",
    "internal_note",
)
MANY = ("topics", "type_tags", "fields", "goals", "associations")


def _locked(partnership):
    return Partnership.objects.select_for_update(of=["self"]).select_related("city").get(pk=partnership.pk)


@transaction.atomic
def save_details(partnership, *, many, loaded_version, by):
    """Save the details and `many` ({name of a relation: rows}); StaleVersion if somebody else was faster."""
    before = Partnership.objects.get(pk=partnership.pk)
    save_versioned(partnership, loaded_version=loaded_version, fields=DETAILS)
    changes = changed_fields(before, partnership, DETAILS)
    for name, rows in many.items():
        relation = getattr(partnership, name)
        words = sorted(map(str, relation.all())), sorted(map(str, rows))
        if words[0] != words[1]:
            changes[name] = tuple(", ".join(both) for both in words)
            relation.set(rows)
    record("partnerships.details_saved", partnership, by=by, changes=changes)
    return partnership


@transaction.atomic
def add_association(partnership, organisation, *, by):
    partnership.associations.add(organisation)
    record(
        "partnerships.association_added", partnership, by=by, changes={"association": (None, organisation)}
    )


@transaction.atomic
def remove_association(partnership, organisation, *, by):
    partnership.associations.remove(organisation)
    record(
        "partnerships.association_removed", partnership, by=by, changes={"association": (organisation, None)}
    )


@transaction.atomic
def save_text(text, *, loaded_version, by):
    """Save teaser and profile in one language; a translation then follows the German text of this moment."""
    partnership, language = text.partnership, text.language
    if language != SOURCE_LANGUAGE:
        source = partnership.texts.filter(language=SOURCE_LANGUAGE).values_list("version", flat=True).first()
        text.translated_from = source
    before = PartnershipText.objects.filter(partnership=partnership, language=language).first()
    if before is None:
        _create_text(text)
    else:
        text.pk = before.pk
        save_versioned(text, loaded_version=loaded_version, fields=("teaser", "profile", "translated_from"))
    changes = {
        f"{field}_{language}": (getattr(before, field, ""), getattr(text, field))
        for field in ("teaser", "profile")
        if getattr(before, field, "") != getattr(text, field)
    }
    record("partnerships.text_saved", partnership, by=by, changes=changes)
    return text


def _create_text(text):
    """The first text of its language; of two people who write it at once, one is told."""
    try:
        with transaction.atomic():
            text.save(force_insert=True)
    except IntegrityError as taken:
        current = PartnershipText.objects.get(partnership=text.partnership, language=text.language)
        raise StaleVersion(current) from taken


@transaction.atomic
def add_event(event, *, by):
    """Add something that happened; nothing is a fact for readers before somebody has checked it."""
    event.is_checked = False
    _refuse_second_signing(event)
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError as known:
        raise NotNow(_("Dieses Ereignis ist mit diesem Datum schon eingetragen.")) from known
    record("partnerships.event_added", event.partnership, by=by, changes={"event": (None, event)})
    return event


def _refuse_second_signing(event):
    """What comes after the signing is a renewal; two days of one signing are a question for the sources."""
    Kind = PartnershipEvent.Kind
    if event.kind != Kind.SIGNING:
        return
    known = event.partnership.events.filter(kind=Kind.SIGNING, is_checked=True).first()
    if known is not None:
        raise NotNow(
            _(
                "Die Unterzeichnung ist schon eingetragen (%(day)s). Wählen Sie „Erneuerung“, oder "
                "entfernen Sie zuerst die andere."
            )
            % {"day": known.happened_on.display()}
        )


@transaction.atomic
def check_event(event, *, by):
    """Say that this person has compared the event with its source: readers see it from now on."""
    event = PartnershipEvent.objects.select_for_update(of=["self"]).get(pk=event.pk)
    event.is_checked = True
    event.save(update_fields=["is_checked"])
    record("partnerships.event_checked", event.partnership, by=by, changes={"event": (None, event)})
    return event


@transaction.atomic
def remove_event(event, *, by):
    record("partnerships.event_removed", event.partnership, by=by, changes={"event": (event, None)})
    event.delete()


@transaction.atomic
def publish(partnership, *, by):
    """Show the partnership to everybody."""
    partnership = _locked(partnership)
    if partnership.is_public:
        raise NotNow(_("Diese Partnerschaft ist schon öffentlich."))
    if not partnership.texts.filter(language=SOURCE_LANGUAGE).exists():
        raise NotNow(_("Schreiben Sie zuerst einen deutschen Text."))
    return _change_publicness(partnership, Publicness.PUBLIC, "partnerships.published", by)


@transaction.atomic
def unpublish(partnership, *, by):
    """Take the partnership back: only staff see it from now on."""
    partnership = _locked(partnership)
    if partnership.publicness == Publicness.INTERNAL:
        raise NotNow(_("Diese Partnerschaft ist schon intern."))
    return _change_publicness(partnership, Publicness.INTERNAL, "partnerships.unpublished", by)


def _change_publicness(row, level, verb, by, *, about=None):
    before, row.publicness = row.publicness, level
    row.save(update_fields=["publicness"])
    changes = {"publicness": (before, level)} | ({"document": (None, row)} if about else {})
    record(verb, about or row, by=by, changes=changes)
    return row


def upload_document(partnership, upload, *, title, language, agreement=None, by):
    """Keep a file, internal at first; (document, whether it is new). ValidationError says why not."""
    check_quota(by, upload)
    media_type = check_upload(upload)
    document = describe(
        PartnershipDocument(
            partnership=partnership, title=title, language=language, agreement=agreement, uploaded_by=by
        ),
        upload,
        media_type,
    )
    return _keep_document(partnership, document, upload, by)


@transaction.atomic
def _keep_document(partnership, document, upload, by):
    _locked(partnership)
    known = partnership.documents.filter(sha256=document.sha256).first()
    if known is not None:
        return known, False
    document.file = upload
    document.save(force_insert=True)
    record("partnerships.document_uploaded", partnership, by=by, changes={"document": (None, document)})
    return document, True


@transaction.atomic
def publish_document(document, *, by):
    """Show a document to whoever sees its partnership."""
    document = PartnershipDocument.objects.select_for_update(of=["self"]).get(pk=document.pk)
    if document.publicness == Publicness.PUBLIC:
        raise NotNow(_("Dieses Dokument ist schon öffentlich."))
    return _change_publicness(
        document, Publicness.PUBLIC, "partnerships.document_published", by, about=document.partnership
    )


@transaction.atomic
def unpublish_document(document, *, by):
    document = PartnershipDocument.objects.select_for_update(of=["self"]).get(pk=document.pk)
    if document.publicness == Publicness.INTERNAL:
        raise NotNow(_("Dieses Dokument ist schon intern."))
    return _change_publicness(
        document, Publicness.INTERNAL, "partnerships.document_unpublished", by, about=document.partnership
    )
