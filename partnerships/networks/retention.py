"""How long it is kept: networks and good practices (domain.md 4.3)."""

TERMS = ()
