"""How long it is kept: encounters, delegations and journeys (domain.md 4.3)."""

from django.utils.translation import gettext_lazy as _

from core.retention import Term
from partnerships.encounters import lists

TERMS = (
    Term(
        "encounters.participant_lists",
        _("Teilnehmerlisten, 90 Tage nach dem Ende der Begegnung (mit Fördergeber bis zu fünf Jahre)"),
        lists.over,
        lists.end,
    ),
)
