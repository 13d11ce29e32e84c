"""How figures are called and printed; what nobody has recorded is said in words, never as a 0."""

from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partnerships.models import Encounter, Partnership
from partnerships.reports.figures import MONEY

LABELS = {
    "encounters": gettext_lazy("Begegnungen"),
    "participants": gettext_lazy("Teilnehmende"),
    "own": gettext_lazy("davon von hier"),
    "partner": gettext_lazy("davon aus den Partnerstädten"),
    "minors": gettext_lazy("davon unter 18 Jahren"),
    "first_timers": gettext_lazy("davon zum ersten Mal dabei"),
    "nights": gettext_lazy("Nächte"),
    "cost": gettext_lazy("Kosten insgesamt"),
    "municipal": gettext_lazy("davon städtischer Anteil"),
    "third_party": gettext_lazy("davon Drittmittel"),
    "grant": gettext_lazy("Zuschüsse der Stadt an Dritte"),
    "cost_per_participant": gettext_lazy("Kosten je teilnehmender Person"),
    "third_party_per_euro": gettext_lazy("Drittmittel je Euro der Stadt"),
    "kg": gettext_lazy("Emissionen der Reisen"),
    "planned": gettext_lazy("geplant, noch nicht durchgeführt"),
}
# What is missing, as the end of "Bei 4 von 12 Begegnungen fehlt …"
MISSING = {
    "participants": gettext_lazy("die Zahl der Teilnehmenden"),
    "own": gettext_lazy("die Zahl der Personen von hier"),
    "partner": gettext_lazy("die Zahl der Personen aus der Partnerstadt"),
    "minors": gettext_lazy("die Zahl der Personen unter 18 Jahren"),
    "first_timers": gettext_lazy("die Zahl der Personen, die zum ersten Mal dabei sind"),
    "nights": gettext_lazy("die Zahl der Nächte"),
    "cost": gettext_lazy("die Angabe der Kosten"),
    "municipal": gettext_lazy("der städtische Anteil"),
    "third_party": gettext_lazy("die Angabe der Drittmittel"),
    "grant": gettext_lazy("die Angabe, ob es einen Zuschuss gab"),
    "kg": gettext_lazy("die Reise mit ihren Emissionen"),
}


def unknown():
    return _("keine Angabe")


def amount(name, value):
    """A figure in words: "1.234", "1.234,50 €", "12,0 kg", "keine Angabe"."""
    if value is None:
        return unknown()
    if name == "third_party_per_euro" or name in MONEY or name == "cost_per_participant":
        return f"{_number(value, 2)} €"
    return f"{_number(value, 1)} kg" if name == "kg" else _number(value, 0)


def _number(value, places):
    return formats.number_format(Decimal(value), places, use_l10n=True, force_grouping=True)


def change(name, now, before):
    """The difference to the year before, with its sign; empty when one of both is not known."""
    if now is None or before is None:
        return ""
    difference = now - before
    if not difference:
        return "±0"
    return f"{'+' if difference > 0 else '−'}{amount(name, abs(difference))}"


def coverage(one):
    """ "aus 8 von 12 Begegnungen"; empty when nothing is missing."""
    if not one.missing:
        return ""
    return _("aus %(recorded)d von %(asked)d Begegnungen") % {"recorded": one.recorded, "asked": one.asked}


def gap(one):
    """ "Bei 4 von 12 Begegnungen fehlt die Angabe der Kosten." """
    return ngettext(
        "Bei %(missing)d von %(asked)d Begegnung fehlt %(what)s.",
        "Bei %(missing)d von %(asked)d Begegnungen fehlt %(what)s.",
        one.asked,
    ) % {"missing": one.missing, "asked": one.asked, "what": MISSING[one.name]}


def kind(code):
    return str(Encounter.Kind(code).label)


def state(code):
    return str(Partnership.State(code).label)


def legal_form(code):
    return str(Partnership.LegalForm(code).label)
