"""How long it is kept: reports, profiles as files, registers (domain.md 4.3)."""

TERMS = ()
