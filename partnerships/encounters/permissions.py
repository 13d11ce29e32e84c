"""Who may do what: encounters, delegations and journeys (domain.md 4.2)."""
