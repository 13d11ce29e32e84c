"""Who may do what on the portal's own pages."""

import rules

from accounts.permissions import is_city_staff

rules.add_perm("portal.answer_barriers", is_city_staff)
