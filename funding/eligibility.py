"""Who may apply in the strands for towns: the conditions of the call documents in plain words.

Pure; what a country may do comes in as an answer with its date and source (places.Country.eligible_for).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from funding.sedia.labels import NETWORK_OF_TOWNS, TOWN_TWINNING

YES, NO, UNKNOWN = "yes", "no", "unknown"
APPLICANTS = _(
    "Städte und Gemeinden, andere kommunale oder regionale Behörden, ihre Partnerschaftsvereine oder Netze,"
    " gemeinnützige Vereine im Auftrag einer Kommune. Einzelne Personen nicht."
)
REGISTRATION = _("Jede Organisation braucht vorher eine PIC-Nummer aus dem Teilnehmerregister der EU.")
RULES = {
    TOWN_TWINNING: (
        (_("Wer beantragt"), APPLICANTS),
        (
            _("Mit wem"),
            _(
                "Kommunen aus mindestens 2 teilnehmenden Ländern."
                " Mindestens 1 davon ist ein EU-Mitgliedstaat."
            ),
        ),
        (
            _("Wie viele"),
            _(
                "Mindestens 50 Menschen nehmen direkt teil. Mindestens 25 davon reisen aus einem anderen"
                " teilnehmenden Land an."
            ),
        ),
        (_("Wie lange"), _("In der Regel 6 bis 12 Monate.")),
        (_("Vorher"), REGISTRATION),
    ),
    NETWORK_OF_TOWNS: (
        (_("Wer beantragt"), APPLICANTS),
        (
            _("Mit wem"),
            _(
                "Mindestens 4 Partner aus 4 teilnehmenden Ländern."
                " Mindestens 2 davon sind EU-Mitgliedstaaten."
            ),
        ),
        (_("Wo"), _("Veranstaltungen in mindestens 2 teilnehmenden Ländern.")),
        (_("Wie lange"), _("12 bis 24 Monate.")),
        (_("Vorher"), REGISTRATION),
    ),
}
LEAST_COUNTRIES = {TOWN_TWINNING: 2, NETWORK_OF_TOWNS: 4}
SOURCE = _("Aufrufdokumente 2024 bis 2026, zusammengefasst. Verbindlich ist das Aufrufdokument.")


@dataclass(frozen=True)
class PartnerTown:
    """A partner town with the answer for its country."""

    name: str
    country: str
    country_code: str
    answer: str
    url: str = ""


@dataclass(frozen=True)
class Reach:
    """What the city can do with the partners it has."""

    counted: tuple[PartnerTown, ...]
    not_counted: tuple[PartnerTown, ...]
    countries: int
    is_enough: bool


def strand_of(strands):
    """The strand for towns among the codes of a call, or ""."""
    return next((code for code in (TOWN_TWINNING, NETWORK_OF_TOWNS) if code in strands), "")


def rules_of(strands):
    return RULES.get(strand_of(strands), ())


def reach(strand, towns, *, own_country):
    """Which partner towns count, and whether the city with them reaches the number of countries."""
    counted = tuple(town for town in towns if town.answer == YES)
    others = tuple(town for town in towns if town.answer != YES)
    countries = len({own_country, *(town.country_code for town in counted)})
    return Reach(counted, others, countries, countries >= LEAST_COUNTRIES.get(strand, 99))
