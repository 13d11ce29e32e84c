"""Objects and bodies for the permission table: encounters, delegations and journeys."""

# What is sent by POST where an empty form would do nothing: {URL name: data}
BODIES = {}


def arguments(page, case, role, town):
    """The parts of the address of a page; NOT_APPLICABLE when a role can have no such object."""
    return {}
