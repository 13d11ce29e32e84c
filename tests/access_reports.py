"""Objects and bodies for the permission table: reports, profiles as files, registers."""

# What is sent by POST where an empty form would do nothing: {URL name: data}
BODIES = {"reports:publish": {"level": "public"}, "reports:new": {"year": "1999"}}
KINDS = {"file": "docx", "activities_file": "xlsx", "register": "csv", "register_internal": "xlsx"}
OF_A_PARTNERSHIP = ("steckbrief", "steckbrief_internal", "figures_of_one")


def arguments(page, case, role, town):
    """The parts of the address of a page; NOT_APPLICABLE when a role can have no such object."""
    found = {"kind": KINDS[page]} if page in KINDS else {}
    if page in OF_A_PARTNERSHIP:
        return {"slug": town.objects["partnership", "active", case.state].slug}
    if case.state:
        found["year"] = town.objects["report", case.state].year
    return found
