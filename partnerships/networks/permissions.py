"""Who may do what: networks and good practices (domain.md 4.2)."""
