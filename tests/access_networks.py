"""Objects and bodies for the permission table: networks and good practices."""

# What is sent by POST where an empty form would do nothing: {URL name: data}
BODIES = {"networks:practice_move": {"move": "rated"}}


def arguments(page, case, role, town):
    """The parts of the address of a page; NOT_APPLICABLE when a role can have no such object."""
    if not case.state:
        return {}
    if page.startswith("practice"):
        return {"slug": town.objects["practice", case.state].slug}
    return {"pk": town.objects["network", case.state].pk}
