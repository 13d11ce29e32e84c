"""Objects and bodies for the permission table: imports of twinnings and their review."""

# What is sent by POST where an empty form would do nothing: {URL name: data}
BODIES = {"claims:run_map": {"name_b": "ort"}, "claims:case_reject": {"reason": "Verwechslung"}}


def arguments(page, case, role, town):
    """The parts of the address of a page; NOT_APPLICABLE when a role can have no such object."""
    for start, name in (("run_", "import_run"), ("case", "review_case"), ("mention_", "mention")):
        if page.startswith(start) or page == "run" and start == "run_":
            return {"pk": town.objects[name].pk}
    return {}
