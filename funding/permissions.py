"""Who may do what with calls and their sources."""

import rules

from accounts.permissions import is_city_staff, is_signed_in

rules.add_perm("funding.follow_call", is_signed_in)
rules.add_perm("funding.edit_call", is_city_staff)
rules.add_perm("funding.see_sources", is_city_staff)
rules.add_perm("funding.ask_source", is_city_staff)
rules.add_perm("funding.decide_proposal", is_city_staff)
rules.add_perm("funding.decide_quarantine", is_city_staff)
