"""How long it is kept: imports of twinnings and their review (domain.md 4.3)."""

TERMS = ()
