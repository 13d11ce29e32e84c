"""What to do next: tasks, reminders, anniversaries."""

from portal.permission_table.cases import FORM, NOBODY, SEND, SIGNED_IN, STAFF, STEERING, Case, Line, open_to

TASK = (Case(STAFF, STAFF, "open"), Case(STAFF, STAFF, "done"))
WORK = {
    "work:overview": open_to(STAFF | STEERING),
    "work:tasks": open_to(STAFF),
    "work:task_add": open_to(STAFF, FORM),
    "work:task": Line(FORM, TASK),
    "work:task_finish": Line(SEND, TASK),
    "work:task_reopen": Line(SEND, TASK),
    "work:task_postpone": Line(SEND, TASK),
    "work:reminders": open_to(STAFF, FORM),
    "work:reminder_remove": Line(
        SEND, (Case(STAFF, STAFF, relation="own"), Case(NOBODY, NOBODY, relation="foreign"))
    ),
    "work:anniversaries": open_to(STAFF),
    # there is nothing to prepare in the town of the tests: staff find nothing, others may not
    "work:anniversary_begin": Line(SEND, (Case(NOBODY, SIGNED_IN - STAFF, "none"),)),
}
