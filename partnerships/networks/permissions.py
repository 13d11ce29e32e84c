"""Who may do what: networks and good practices (domain.md 4.2)."""

import rules

from accounts.permissions import is_city_staff, is_head
from accounts.roles import Role

# Who may propose a practice; staff write one down themselves
PROPOSING = frozenset(
    {
        Role.ASSOCIATION_EDITOR,
        Role.ASSOCIATION_ADMIN,
        Role.SCHOOL,
        Role.BUSINESS,
        Role.PARTNER_CITY,
        Role.COUNCILLOR,
        Role.GROUP_MANAGER,
    }
)


@rules.predicate
def may_propose(user):
    return bool(user.roles & PROPOSING)


@rules.predicate
def is_asked_to_rate(user, practice):
    """Belongs to the office that is to rate this practice."""
    return practice.rated_by_id is not None and practice.rated_by_id in {o.pk for o in user.organisations()}


rules.add_perm("partnerships.edit_network", is_city_staff)
rules.add_perm("partnerships.publish_network", is_head)
rules.add_perm("partnerships.edit_practice", is_city_staff)
rules.add_perm("partnerships.propose_practice", may_propose)
rules.add_perm("partnerships.rate_practice", is_city_staff | is_asked_to_rate)
rules.add_perm("partnerships.publish_practice", is_head)
