"""Objects and bodies for the permission table: encounters, delegations and journeys."""

# What is sent by POST where an empty form would do nothing: {URL name: data}
BODIES = {
    "encounters:move": {"move": "held"},
    "encounters:delegation_move": {"move": "prepared"},
}
PLAIN = {"list", "new", "templates", "factors", "factors_add"}


def arguments(page, case, role, town):
    """The parts of the address of a page; NOT_APPLICABLE when a role can have no such object."""
    if page in PLAIN:
        return {}
    if page == "start":
        return {"slug": "schueleraustausch"}
    if page == "factors_retire":
        return {"slug": "pruefung-2026"}
    if page == "file":
        row = town.objects["encounter_file", case.state]
        return {"pk": row.encounter_id, "file": row.pk}
    found = {"pk": town.objects["encounter", case.state].pk}
    if page.startswith("file_") and page != "file_add":
        found["file"] = town.objects["encounter_file", "own"].pk
    if page in ("person", "person_remove"):
        found["participant"] = town.objects["participant"].pk
    if page in ("trip_choose", "trip_remove"):
        found["trip"] = town.objects["trip"].pk
    if page == "leg_remove":
        found["leg"] = town.objects["leg"].pk
    if page in ("part_add", "part", "part_remove"):
        found["kind"] = "geschenke"
    if page in ("part", "part_remove"):
        found["part"] = town.objects["gift"].pk
    return found
