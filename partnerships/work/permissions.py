"""Who may do what with tasks, reminders and the file of a partnership (domain.md 4.2)."""

import rules

from accounts.permissions import is_city_staff, is_signed_in
from partnerships.permissions import is_on_steering_team


@rules.predicate
def is_their_reminder(user, reminder):
    return reminder.person_id == user.pk


rules.add_perm("work.see_file", is_city_staff | is_on_steering_team)
rules.add_perm("work.see_overview", is_city_staff | is_on_steering_team)
rules.add_perm("work.do_tasks", is_city_staff)
rules.add_perm("work.choose_reminders", is_city_staff)
rules.add_perm("work.remove_reminder", is_signed_in & is_their_reminder)
rules.add_perm("work.begin_anniversary", is_city_staff)
