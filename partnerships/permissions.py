"""Who may do what with partnerships (domain.md 4.2, reliability.md 2.1)."""

import rules

from accounts.permissions import is_city_staff, is_head
from accounts.roles import Role


@rules.predicate
def is_on_steering_team(user):
    return Role.STEERING_TEAM in user.roles


rules.add_perm("partnerships.edit", is_city_staff)
rules.add_perm("partnerships.publish", is_head)
rules.add_perm("partnerships.move", is_head)
rules.add_perm("partnerships.see_history", is_city_staff)
rules.add_perm("partnerships.see_internal", is_city_staff | is_on_steering_team)
