"""Who may do what: imports of twinnings and their review (domain.md 4.2)."""

import rules

from accounts.permissions import is_city_staff

rules.add_perm("claims.see", is_city_staff)
rules.add_perm("claims.import", is_city_staff)
rules.add_perm("claims.decide", is_city_staff)
