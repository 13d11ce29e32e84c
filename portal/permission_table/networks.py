"""Networks and good practices."""

from accounts.roles import Role
from portal.permission_table.cases import EVERYBODY, FORM, HEAD, SEND, STAFF, on_levels, open_to

PROPOSING = frozenset(
    str(role)
    for role in (
        Role.ASSOCIATION_EDITOR,
        Role.ASSOCIATION_ADMIN,
        Role.SCHOOL,
        Role.BUSINESS,
        Role.PARTNER_CITY,
        Role.COUNCILLOR,
        Role.GROUP_MANAGER,
    )
)

NETWORKS = {
    "networks:list": open_to(EVERYBODY),
    "networks:new": open_to(STAFF, FORM),
    "networks:network": on_levels(EVERYBODY, public=True),
    "networks:edit": on_levels(STAFF, FORM),
    "networks:leave": on_levels(STAFF, FORM),
    "networks:publish": on_levels(HEAD, SEND),
    "networks:unpublish": on_levels(HEAD, SEND),
    "networks:practices": open_to(EVERYBODY),
    "networks:practice_new": open_to(STAFF, FORM),
    "networks:practice_propose": open_to(PROPOSING, FORM),
    "networks:practice": on_levels(EVERYBODY, public=True),
    "networks:practice_edit": on_levels(STAFF, FORM),
    "networks:practice_rate": on_levels(STAFF, FORM),
    "networks:practice_move": on_levels(STAFF, SEND),
    "networks:practice_drop": on_levels(STAFF, FORM),
    "networks:practice_publish": on_levels(HEAD, SEND),
    "networks:practice_unpublish": on_levels(HEAD, SEND),
}
