"""Who may do what: imports of twinnings and their review (domain.md 4.2)."""
