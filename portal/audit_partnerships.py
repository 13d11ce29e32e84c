"""Partnerships of the audit town: every state and every level, with texts, events, links, documents."""

from django.core.files.base import ContentFile

from core.attachments import check_upload, describe
from core.publicness import Publicness
from partnerships.models import (
    Agreement,
    Partnership,
    PartnershipDocument,
    PartnershipEvent,
    PartnershipLink,
    PartnershipText,
)
from places.models import City, CityFigure, Country
from portal.audit_rows import canary, keep

State = Partnership.State
LEVELS = (Publicness.PUBLIC, Publicness.PORTAL, Publicness.INTERNAL)


def build(town):
    names = {"name_de": "Frankreich", "name_en": "France", "name_fr": "France"}
    country = Country.objects.get_or_create(iso2="FR", defaults=names)[0]
    for level in Publicness:
        _partnership(town, country, State.ACTIVE, level)
    for state in State:
        for level in (Publicness.PUBLIC, Publicness.INTERNAL):
            _partnership(town, country, state, level)


def _partnership(town, country, state, level):
    where = f"{state}-{level}"
    is_public = level == Publicness.PUBLIC
    city = keep(
        City,  # that a town exists is no secret
        {"slug": f"pruefstadt-{where}"},
        name=f"Prüfstadt {where}",
        country=country,
        lat="47.00000",
        lon="3.00000",
    )
    found = keep(
        Partnership,
        {"slug": f"pruefstadt-{where}"},
        city=city,
        state=state,
        publicness=level,
        internal_note=canary("partnership", "internal_note", where),
        travel_is_suspended=True,
        travel_note=canary("partnership", "travel_note", where),
        council_decision=canary("partnership", "council_decision", where),
        contact_email="" if is_public else f"{canary('partnership', 'contact', where)}@example.org",
        is_example=True,
    )
    town.objects["partnership", str(state), str(level)] = found
    _texts(found, where, is_public)
    _events_and_links(town, found, where)
    if state == State.ACTIVE:
        for own in LEVELS:
            _document(town, found, level, own)
            _agreement(town, found, level, own)
        found.associations.add(town.organisations["pruef-association-a"])
    keep(
        CityFigure,
        {"city": city, "source_title": canary("figure", "source", f"unchecked-{where}")},
        value=1000,
        is_checked=False,
    )
    return found


def _texts(partnership, where, is_public):
    for language in ("de", "en", "fr"):
        hidden = [canary("text", name, f"{where}-{language}") for name in ("teaser", "profile")]
        teaser, profile = (f"Kurztext {language}", f"Profil {language}") if is_public else hidden
        keep(
            PartnershipText,
            {"partnership": partnership, "language": language},
            teaser=teaser,
            profile=profile,
            is_example=True,
        )


def _events_and_links(town, partnership, where):
    kinds = PartnershipEvent.Kind
    keep(
        PartnershipEvent,
        {"partnership": partnership, "kind": kinds.SIGNING, "happened_on": "1963-06-24"},
        is_checked=True,
        source_title="Urkunde",
        is_example=True,
    )
    town.objects["event", str(partnership.state), str(partnership.publicness)] = keep(
        PartnershipEvent,
        {"partnership": partnership, "kind": kinds.CELEBRATION, "happened_on": "2018"},
        note_de=canary("event", "note", f"unchecked-{where}"),
        source_title=canary("event", "source", f"unchecked-{where}"),
        is_checked=False,
        is_example=True,
    )
    keep(
        PartnershipLink,
        {"partnership": partnership, "kind": PartnershipLink.Kind.ASSOCIATION},
        title=canary("link", "title", f"unchecked-{where}"),
        source_title="Prüfung",
        is_checked=False,
        is_example=True,
    )


def _document(town, partnership, level, own):
    """A text file whose level differs from that of its partnership."""
    state = f"{level}-{own}"
    is_public = level == own == Publicness.PUBLIC
    title = f"Prüfdokument {state}" if is_public else canary("document", "title", state)
    found = PartnershipDocument.objects.filter(partnership=partnership, title=title).first()
    if found is None:
        words = "Für alle." if is_public else canary("document", "content", state)
        upload = ContentFile(f"{words}\n".encode(), name=f"pruefung-{state}.txt")
        found = describe(PartnershipDocument(partnership=partnership), upload, check_upload(upload))
        found.title, found.publicness, found.is_example, found.file = title, own, True, upload
        found.save(force_insert=True)
    town.objects["document", str(level), str(own)] = found


def _agreement(town, partnership, level, own):
    """An agreement whose level differs from that of its partnership."""
    state = f"{level}-{own}"
    is_public = level == own == Publicness.PUBLIC
    town.objects["agreement", str(level), str(own)] = keep(
        Agreement,
        {"partnership": partnership, "publicness": own, "is_example": True},
        title=f"Prüfvereinbarung {state}" if is_public else canary("agreement", "title", state),
        signatories="" if is_public else canary("agreement", "signatories", state),
    )
