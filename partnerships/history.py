"""The journal of a partnership in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.contacts import wording as of_contacts
from partnerships.encounters import history as of_encounters

VERBS = of_contacts.VERBS | {
    "partnerships.details_saved": gettext_lazy("Angaben geändert"),
    "partnerships.text_saved": gettext_lazy("Text geändert"),
    "partnerships.event_added": gettext_lazy("Ereignis eingetragen"),
    "partnerships.event_checked": gettext_lazy("Ereignis geprüft"),
    "partnerships.event_removed": gettext_lazy("Ereignis entfernt"),
    "partnerships.association_added": gettext_lazy("Organisation zugeordnet"),
    "partnerships.association_removed": gettext_lazy("Organisation entfernt"),
    "partnerships.agreement_added": gettext_lazy("Vereinbarung eingetragen"),
    "partnerships.agreement_saved": gettext_lazy("Vereinbarung geändert"),
    "partnerships.agreement_published": gettext_lazy("Vereinbarung veröffentlicht"),
    "partnerships.agreement_unpublished": gettext_lazy("Vereinbarung zurückgenommen"),
    "partnerships.begun_from": gettext_lazy("Aus einer anderen Partnerschaft hervorgegangen"),
    "partnerships.published": gettext_lazy("Veröffentlicht"),
    "partnerships.unpublished": gettext_lazy("Zurückgenommen"),
    "partnerships.state_moved": gettext_lazy("Stand geändert"),
    "partnerships.document_uploaded": gettext_lazy("Dokument hochgeladen"),
    "partnerships.document_published": gettext_lazy("Dokument veröffentlicht"),
    "partnerships.document_unpublished": gettext_lazy("Dokument zurückgenommen"),
    **of_encounters.VERBS,
    "partnerships.network_joined": gettext_lazy("Mitgliedschaft eingetragen"),
    "partnerships.network_saved": gettext_lazy("Angaben geändert"),
    "partnerships.network_left": gettext_lazy("Mitgliedschaft beendet"),
    "partnerships.network_published": gettext_lazy("Veröffentlicht"),
    "partnerships.network_unpublished": gettext_lazy("Zurückgenommen"),
    "partnerships.practice_found": gettext_lazy("Eingetragen"),
    "partnerships.practice_proposed": gettext_lazy("Vorgeschlagen"),
    "partnerships.practice_saved": gettext_lazy("Angaben geändert"),
    "partnerships.practice_rated": gettext_lazy("Bewertet"),
    "partnerships.practice_moved": gettext_lazy("Stand geändert"),
    "partnerships.practice_published": gettext_lazy("Veröffentlicht"),
    "partnerships.practice_unpublished": gettext_lazy("Zurückgenommen"),
}
FIELDS = of_contacts.FIELDS | {
    "legal_form": gettext_lazy("Art"),
    "contact_email": gettext_lazy("E-Mail-Adresse"),
    "internal_note": gettext_lazy("Interne Notiz"),
    "topics": gettext_lazy("Themen"),
    "teaser": gettext_lazy("Kurztext"),
    "profile": gettext_lazy("Profil"),
    "type_tags": gettext_lazy("Was sie außerdem ist"),
    "fields": gettext_lazy("Felder der Zusammenarbeit"),
    "goals": gettext_lazy("Nachhaltigkeitsziele"),
    "lead_office": gettext_lazy("Federführung"),
    "council_decision": gettext_lazy("Beschluss des Stadtrats"),
    "decision_not_recorded": gettext_lazy("Ein Beschluss ist nicht überliefert"),
    "named_places": gettext_lazy("Benannte Orte"),
    "travel_is_suspended": gettext_lazy("Reisen ruhen zurzeit"),
    "travel_note": gettext_lazy("Warum Reisen ruhen (intern)"),
    "review_years": gettext_lazy("Prüfung alle … Jahre"),
    "review_on": gettext_lazy("Nächste Prüfung"),
    "association": gettext_lazy("Organisation"),
    "agreement": gettext_lazy("Vereinbarung"),
    "title": gettext_lazy("Titel"),
    "kind": gettext_lazy("Art"),
    "signed_on": gettext_lazy("Unterzeichnet"),
    "signed_place": gettext_lazy("Ort der Unterzeichnung"),
    "signatories": gettext_lazy("Unterzeichnende"),
    "valid_from": gettext_lazy("Gilt ab"),
    "valid_to": gettext_lazy("Gilt bis"),
    "languages": gettext_lazy("Sprachen"),
    "is_binding": gettext_lazy("rechtlich bindend"),
    "renewal_of": gettext_lazy("erneuert"),
    "before": gettext_lazy("vorher"),
    "event": gettext_lazy("Ereignis"),
    "document": gettext_lazy("Dokument"),
    "publicness": gettext_lazy("Sichtbarkeit"),
    "state": gettext_lazy("Stand"),
    **of_encounters.FIELDS,
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
