"""The journal of a partnership in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.contacts import wording as contacts

VERBS = contacts.VERBS | {
    "partnerships.details_saved": gettext_lazy("Angaben geändert"),
    "partnerships.text_saved": gettext_lazy("Text geändert"),
    "partnerships.event_added": gettext_lazy("Ereignis eingetragen"),
    "partnerships.event_checked": gettext_lazy("Ereignis geprüft"),
    "partnerships.event_removed": gettext_lazy("Ereignis entfernt"),
    "partnerships.published": gettext_lazy("Veröffentlicht"),
    "partnerships.unpublished": gettext_lazy("Zurückgenommen"),
    "partnerships.state_moved": gettext_lazy("Stand geändert"),
    "partnerships.document_uploaded": gettext_lazy("Dokument hochgeladen"),
    "partnerships.document_published": gettext_lazy("Dokument veröffentlicht"),
    "partnerships.document_unpublished": gettext_lazy("Dokument zurückgenommen"),
}
FIELDS = contacts.FIELDS | {
    "legal_form": gettext_lazy("Art"),
    "contact_email": gettext_lazy("E-Mail-Adresse"),
    "internal_note": gettext_lazy("Interne Notiz"),
    "topics": gettext_lazy("Themen"),
    "teaser": gettext_lazy("Kurztext"),
    "profile": gettext_lazy("Profil"),
    "event": gettext_lazy("Ereignis"),
    "document": gettext_lazy("Dokument"),
    "publicness": gettext_lazy("Sichtbarkeit"),
    "state": gettext_lazy("Stand"),
}


def entry_of(line):
    """One line of the journal: when, who, what, and the fields before and after."""
    return {
        "at": line.at,
        "by": str(line.by) if line.by else _("automatisch"),
        "what": VERBS.get(line.verb, line.verb),
        "changes": [
            {"field": label_of(field), "before": before, "after": after}
            for field, (before, after) in line.changes.items()
        ],
    }


def label_of(field):
    """ "Profil (en)" for profile_en; the name itself for a field without words."""
    if field in FIELDS:
        return FIELDS[field]
    stem, _bar, language = field.rpartition("_")
    return f"{FIELDS[stem]} ({language})" if stem in FIELDS else field
