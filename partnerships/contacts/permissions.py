"""Who may do what: the contact book (domain.md 4.2)."""

import rules

from accounts.permissions import is_city_staff, is_head
from accounts.roles import Role


@rules.predicate
def is_partner_contact(user):
    return Role.PARTNER_CITY in user.roles


rules.add_perm("contacts.see", is_city_staff)
rules.add_perm("contacts.edit", is_city_staff)
rules.add_perm("contacts.log", is_city_staff)
rules.add_perm("contacts.merge", is_city_staff)
rules.add_perm("contacts.ask", is_city_staff)
rules.add_perm("contacts.settle", is_city_staff)
rules.add_perm("contacts.move", is_head)
rules.add_perm("contacts.export", is_head)
rules.add_perm("contacts.see_own", is_partner_contact)
