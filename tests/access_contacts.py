"""Objects and bodies for the permission table: the contact book."""

from portal.audit_contacts import TOKEN

# What is sent by POST where an empty form would do nothing: {URL name: data}
BODIES = {}
OF_FUNCTIONS = ("function_edit", "function_end")
OF_BASES = ("basis_inform", "basis_revoke")
OF_OBJECTS = {
    "answer": "contact_answer",
    "log_entry": "contact_event",
    "log_edit": "contact_event",
    "follow_up_done": "contact_task",
    "consent_file": "consent_file",
}


def arguments(page, case, role, town):
    """The parts of the address of a page; NOT_APPLICABLE when a role can have no such object."""
    if page == "confirm":
        return {"token": TOKEN if case.state == "asked" else "gibt-es-nicht"}
    if page == "merge":
        kept, other = town.objects["contact", "foreign"], town.objects["contact", "asked"]
        return {"kept": kept.pk, "other": other.pk}
    if page == "ask_partnership":
        return {"slug": town.objects["partnership", "active", "public"].slug}
    if page in OF_OBJECTS:
        return {"pk": town.objects[OF_OBJECTS[page]].pk}
    if not case.relation:
        return {}
    kind = "contact"
    if page in OF_FUNCTIONS:
        kind = "contact_function"
    elif page in OF_BASES:
        kind = "contact_basis"
    return {"pk": town.objects[kind, case.relation].pk}
