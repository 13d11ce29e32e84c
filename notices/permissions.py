"""Who may do what with notices."""

import rules

from accounts.roles import Role


@rules.predicate
def is_signed_in(user):
    return user.is_authenticated


@rules.predicate
def is_told(user, notice):
    return notice.person_id == user.pk


@rules.predicate
def looks_after_delivery(user):
    return user.is_city_staff or Role.ADMIN in user.roles


rules.add_perm("notices.choose_frequencies", is_signed_in)
rules.add_perm("notices.mark_read", is_told)
rules.add_perm("notices.see_delivery", looks_after_delivery)
rules.add_perm("notices.retry_delivery", looks_after_delivery)
