"""How long it is kept: encounters, delegations and journeys (domain.md 4.3)."""

TERMS = ()
