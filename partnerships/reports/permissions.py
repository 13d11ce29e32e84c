"""Who may do what: reports, profiles as files, registers (domain.md 4.2)."""

import rules

from accounts.permissions import is_city_staff, is_head

rules.add_perm("partnerships.make_report", is_city_staff)
rules.add_perm("partnerships.finalise_report", is_head)
rules.add_perm("partnerships.publish_report", is_head)
rules.add_perm("partnerships.see_figures", is_city_staff)
