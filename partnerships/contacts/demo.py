"""Rows of the demo town: the contact book."""


def seed(today, people, partnerships):
    """Build what is not there yet; `people` by role and key, `partnerships` by slug."""


def remove(partnerships):
    """Take back what `seed` has made and the partnerships do not take with them."""
