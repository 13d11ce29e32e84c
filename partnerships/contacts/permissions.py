"""Who may do what: the contact book (domain.md 4.2)."""
