"""What data protection means for a contact in another country: read from the country's dated facts."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from places.models import CountryFact

Value = CountryFact.Value


@dataclass(frozen=True)
class Notice:
    """What staff have to know before they send data there; `needs_care`: it asks for a decision."""

    country: str
    needs_care: bool
    text: str
    valid_to: date | None = None
    source: str = ""


def notice_for(country, today):
    """The Notice of a country, or None without a country and where the GDPR itself applies."""
    if country is None:
        return None
    fact = country.adequacy_on(today)
    if fact is not None and fact.value == Value.EU:
        return None
    if fact is None:
        words = _(
            "Für dieses Land ist kein Stand zum Datenschutz geprüft. Fragen Sie die "
            "Datenschutzbeauftragten, bevor Sie Daten weitergeben."
        )
        return Notice(country.name, True, words)
    return Notice(country.name, fact.value != Value.DECISION, _words(fact), fact.valid_to, fact.source_title)


def _words(fact):
    words = {
        Value.DECISION: _("Für dieses Land gilt ein Angemessenheitsbeschluss der EU-Kommission."),
        Value.PARTIAL: _(
            "Der Angemessenheitsbeschluss gilt dort nur für zertifizierte Organisationen. Prüfen Sie das, "
            "oder holen Sie eine Einwilligung ein (Art. 49 DSGVO)."
        ),
        Value.NONE: _(
            "Für dieses Land gibt es keinen Angemessenheitsbeschluss. Geben Sie Daten nur mit Einwilligung "
            "oder einem anderen Grund nach Art. 49 DSGVO dorthin weiter."
        ),
    }[fact.value]
    if fact.valid_to:
        words += " " + _("Das gilt bis %(day)s.") % {"day": date_format(fact.valid_to)}
    return words


def country_of(person):
    """Where a person lives or works: the named country, or that of the town."""
    return person.country or (person.city.country if person.city else None)
