"""How long it is kept: the contact book (domain.md 4.3)."""

TERMS = ()
