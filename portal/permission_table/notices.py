"""Notices, their settings, calendars."""

from portal.permission_table.cases import (
    ADMIN,
    FORM,
    NOBODY,
    SEND,
    SIGNED_IN,
    STAFF,
    Case,
    Line,
    open_to,
    secret,
)

NOTICES = {
    "notices:list": open_to(SIGNED_IN),
    "notices:mark_all_read": open_to(SIGNED_IN, SEND),
    "notices:mark_read": Line(
        SEND, (Case(SIGNED_IN, SIGNED_IN, relation="own"), Case(NOBODY, NOBODY, relation="foreign"))
    ),
    "notices:preferences": open_to(SIGNED_IN, FORM),
    "notices:calendars": open_to(SIGNED_IN),
    "notices:renew_calendar": open_to(SIGNED_IN, SEND),
    "notices:delivery": open_to(STAFF | ADMIN),
    "notices:retry": Line(SEND, (Case(STAFF | ADMIN, STAFF | ADMIN, "dead"), Case(NOBODY, NOBODY, "sent"))),
    "notices:unsubscribe": secret(FORM, "signed"),
}
