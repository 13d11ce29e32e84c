"""Rows of the audit town: encounters, delegations and journeys."""

# (pattern of a canary, who may find it), as in portal/audit_readers.py
RULES = ()


def build(town):
    """Add this area's objects to the town."""
