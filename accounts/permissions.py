"""Who may do what with people and organisations."""

import rules

from accounts.roles import Function, Kind, Role

ABOVE_ORGANISATIONS = frozenset({Kind.OFFICE, Kind.EXECUTIVE})
GRANTED_BY_HEAD = frozenset({Kind.OFFICE, Kind.EXECUTIVE, Kind.STEERING_TEAM, Kind.WORKING_GROUP})


@rules.predicate
def is_signed_in(user):
    return user.is_authenticated


@rules.predicate
def is_city_staff(user):
    return user.is_city_staff


@rules.predicate
def is_head(user):
    return Role.HEAD in user.roles


@rules.predicate
def is_admin(user):
    return Role.ADMIN in user.roles


@rules.predicate
def is_responsible_for(user, organisation):
    return organisation in user.organisations(Function.RESPONSIBLE)


@rules.predicate
def is_open_kind(user, organisation):
    return organisation.is_open


@rules.predicate
def is_heads_business(user, organisation):
    return organisation is None or organisation.kind in GRANTED_BY_HEAD and organisation.duty != "platform"


@rules.predicate
def is_themselves(user, person):
    return person == user


@rules.predicate
def leads_the_organisation(user, membership):
    return is_responsible_for(user, membership.organisation)


@rules.predicate
def is_of_open_kind(user, membership):
    return membership.organisation.is_open


@rules.predicate
def is_their_own(user, membership):
    return membership.person_id == user.pk


rules.add_perm("accounts.found_organisation", is_signed_in)
rules.add_perm("accounts.join_organisation", is_signed_in & is_open_kind)
rules.add_perm("accounts.edit_organisation", is_open_kind & (is_city_staff | is_responsible_for))
rules.add_perm("accounts.see_members", is_city_staff | is_responsible_for | is_admin)
rules.add_perm("accounts.confirm_organisation", is_city_staff)
rules.add_perm("accounts.confirm_membership", is_of_open_kind & (is_city_staff | leads_the_organisation))
rules.add_perm("accounts.change_membership", is_of_open_kind & (is_city_staff | leads_the_organisation))
rules.add_perm("accounts.leave_organisation", is_their_own)
rules.add_perm("accounts.administer_people", is_admin)
rules.add_perm("accounts.grant_memberships", is_admin | is_head)
rules.add_perm("accounts.grant_membership_in", is_admin | (is_head & is_heads_business))
