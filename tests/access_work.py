"""Objects and bodies for the permission table: what to do next."""

from accounts.roles import Role

# What is sent by POST where an empty form would do nothing: {URL name: data}
BODIES = {"work:task_postpone": {"days": 7}}


def arguments(page, case, role, town):
    """The parts of the address of a page; NOT_APPLICABLE when a role can have no such object."""
    if page == "reminder_remove":
        owner = role if case.relation == "own" else Role.CASE_OFFICER
        found = town.objects.get(("reminder", owner))
        return {"pk": found.pk} if found and (case.relation == "own" or role != owner) else None
    if page == "anniversary_begin":
        return {"slug": town.objects["partnership", "ended", "public"].slug}
    return {"pk": town.objects["task", case.state].pk} if case.state else {}
