"""Rows of the audit town: tasks, reminders, reasons of a suspension."""

import datetime

from django.utils import timezone

from accounts.roles import Role
from partnerships.models import Partnership, Reminder, StateChange, StateReason, Task
from portal.audit_rows import canary, keep
from portal.permission_table import STAFF

# (pattern of a canary, who may find it), as in portal/audit_readers.py
RULES = (("(?:task|state-change)-.*", STAFF),)


def build(town):
    """Add this area's objects to the town."""
    partnership = town.objects["partnership", "active", "public"]
    for state in ("open", "done"):
        town.objects["task", state] = keep(
            Task,
            {"title": canary("task", "title", state)},
            due_on=datetime.date(2026, 1, 1),
            partnership=partnership,
            note=canary("task", "note", state),
            done_at=timezone.now() if state == "done" else None,
            is_example=True,
        )
    for role in (Role.CASE_OFFICER, Role.HEAD):
        town.objects["reminder", str(role)] = keep(
            Reminder, {"person": town.people[str(role)], "partnership": partnership}, days=3650
        )
    reason = keep(StateReason, {"slug": "pruefung"}, name_de="Prüfung", name_en="Audit", name_fr="Contrôle")
    for level in ("public", "internal"):
        keep(
            StateChange,
            {"partnership": town.objects["partnership", "suspended", level]},
            before=Partnership.State.ACTIVE,
            after=Partnership.State.SUSPENDED,
            happened_on=datetime.date(2026, 1, 1),
            review_on=datetime.date(2027, 1, 1),
            reason=reason,
            reason_text=canary("state_change", "reason_text", level),
            decision=canary("state_change", "decision", level),
        )
