"""Who may do what: encounters, delegations and journeys (domain.md 4.2).

"Own" is an encounter that an organisation of this person organises, leads or has proposed.
"""

import rules

from accounts.permissions import is_city_staff, is_head
from accounts.roles import Kind, Role
from partnerships.models.encounters import EDITING, READ_INTERNAL

ORGANISERS = frozenset(
    {Kind.ASSOCIATION, Kind.SCHOOL, Kind.UNIVERSITY, Kind.BUSINESS, Kind.CHAMBER, Kind.OTHER, Kind.OFFICE}
)
PROPOSERS = ORGANISERS | {Kind.PARTNER_ADMINISTRATION}
BODIES = frozenset({Role.COUNCILLOR, Role.GROUP_MANAGER, Role.WORKING_GROUP, Role.STEERING_TEAM})


def organisations_of(user, kinds=PROPOSERS):
    """The organisations for which this person records and proposes; of the offices the specialist ones."""
    own = user.organisations(*EDITING)
    return [one for one in own if one.kind in kinds and (one.kind != Kind.OFFICE or not one.duty)]


def has_role(*wanted):
    @rules.predicate
    def holds(user):
        return bool(user.roles & set(wanted))

    return holds


is_economic_development = has_role(Role.ECONOMIC_DEVELOPMENT)
is_executive = has_role(Role.EXECUTIVE)
reads_internal = has_role(*READ_INTERNAL)
is_in_a_body = has_role(*BODIES)


@rules.predicate
def may_propose(user):
    return bool(organisations_of(user))


@rules.predicate
def organises(user, encounter):
    own = {one.pk for one in organisations_of(user, ORGANISERS)}
    if not own:
        return False
    if own & {encounter.proposed_by_id, encounter.lead_office_id}:
        return True
    return any(one.pk in own for one in encounter.organisers.all())


@rules.predicate
def has_proposed(user, encounter):
    return encounter.proposed_by_id in {one.pk for one in organisations_of(user)}


@rules.predicate
def keeps_the_list(user, encounter):
    """Whoever organises it; of the administration only with a stated reason (lists.py)."""
    return organises(user, encounter)


@rules.predicate
def did_not_propose(user, delegation):
    """Four eyes: who has proposed a delegation does not approve it."""
    return delegation.proposed_by_id != user.pk


records = is_city_staff | is_economic_development
rules.add_perm("encounters.create", records | may_propose)
rules.add_perm("encounters.plan", records)
rules.add_perm("encounters.edit", records | organises)
rules.add_perm("encounters.answer_proposal", is_city_staff)
rules.add_perm("encounters.publish", is_head)
rules.add_perm("encounters.see_record", records | reads_internal | organises | has_proposed | is_in_a_body)
rules.add_perm("encounters.see_money", records | reads_internal | organises | has_proposed)
rules.add_perm("encounters.see_history", is_city_staff)
rules.add_perm("encounters.start_template", records)
rules.add_perm("encounters.see_list_of_people", is_city_staff | keeps_the_list)
rules.add_perm("encounters.keep_list_of_people", is_city_staff | keeps_the_list)
rules.add_perm("encounters.see_factors", is_city_staff)
rules.add_perm("encounters.keep_factors", is_head)

rules.add_perm("encounters.prepare_delegation", records)
rules.add_perm("encounters.propose_delegation", records)
rules.add_perm("encounters.see_delegation", rules.always_true)
rules.add_perm("encounters.approve_delegation", is_executive & did_not_propose)
rules.add_perm("encounters.see_briefing", records | has_role(Role.EXECUTIVE, Role.STEERING_TEAM))
