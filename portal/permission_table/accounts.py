"""People and organisations."""

from portal.permission_table.cases import (
    ADMIN,
    EVERYBODY,
    FORM,
    HEAD,
    NOBODY,
    PARTICIPANTS,
    RESPONSIBLE,
    SEND,
    SIGNED_IN,
    STAFF,
    Case,
    Line,
    on_memberships,
    on_organisations,
    open_to,
)

ACCOUNTS = {
    "accounts:demo": open_to(EVERYBODY, FORM),
    "accounts:overview": open_to(SIGNED_IN),
    "accounts:profile": open_to(SIGNED_IN, FORM),
    "accounts:own_data": open_to(SIGNED_IN),
    "accounts:export": open_to(SIGNED_IN, SEND),
    "accounts:delete_account": open_to(SIGNED_IN, FORM),
    "accounts:organisations": open_to(SIGNED_IN),
    "accounts:found": open_to(SIGNED_IN, FORM),
    "accounts:choose": open_to(SIGNED_IN),
    "accounts:organisation": on_organisations(PARTICIPANTS, SIGNED_IN),
    "accounts:edit_organisation": on_organisations(RESPONSIBLE, STAFF, FORM),
    "accounts:join": Line(
        FORM,
        (
            Case(SIGNED_IN, state="confirmed-public"),
            Case(SIGNED_IN, state="confirmed-internal"),
            Case(NOBODY, NOBODY, "proposed-public"),
            Case(NOBODY, NOBODY, "blocked-public"),
            Case(NOBODY, NOBODY, "office"),
        ),
    ),
    "accounts:requests": open_to(SIGNED_IN),
    "accounts:confirm_founding": Line(SEND, (Case(STAFF, STAFF | ADMIN, "proposed-internal"),)),
    "accounts:decline_founding": Line(FORM, (Case(STAFF, STAFF | ADMIN, "proposed-internal"),)),
    "accounts:confirm_joining": on_memberships(SEND),
    "accounts:decline_joining": on_memberships(FORM),
    "accounts:change_function": on_memberships(FORM),
    "accounts:end_membership": on_memberships(FORM),
    "accounts:leave": Line(
        FORM, (Case(PARTICIPANTS, NOBODY, relation="own"), Case(NOBODY, NOBODY, relation="foreign"))
    ),
    "accounts:people": open_to(HEAD | ADMIN),
    "accounts:person": open_to(HEAD | ADMIN),
    "accounts:deactivate": open_to(ADMIN, SEND),
    "accounts:reactivate": open_to(ADMIN, SEND),
    "accounts:end_sessions": open_to(ADMIN, SEND),
    "accounts:grant": open_to(HEAD | ADMIN, FORM),
    "accounts:end_granted": Line(
        FORM, (Case(ADMIN, state="association"), Case(HEAD | ADMIN, state="office"))
    ),
}  # fmt: skip
