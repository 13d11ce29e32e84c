"""Who may do what: reports, profiles as files, registers (domain.md 4.2)."""
