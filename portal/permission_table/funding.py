"""Calls and their sources."""

from portal.permission_table.cases import (
    EVERYBODY,
    FORM,
    READ,
    READERS,
    SEND,
    SIGNED_IN,
    STAFF,
    Case,
    Line,
    on_levels,
    open_to,
)

FUNDING = {
    "funding:overview": open_to(EVERYBODY),
    "funding:list": open_to(EVERYBODY),
    "funding:detail": on_levels(EVERYBODY, public=True),
    "funding:calendar": on_levels(EVERYBODY, public=True),
    "funding:follow": on_levels(SIGNED_IN, SEND),
    "funding:unfollow": on_levels(SIGNED_IN, SEND),
    "funding:follow_new": open_to(SIGNED_IN, SEND),
    "funding:unfollow_new": open_to(SIGNED_IN, SEND),
    "funding:edit": on_levels(STAFF, FORM),
    "funding:history": on_levels(STAFF),
    "funding:withdraw": on_levels(STAFF, SEND),
    "funding:new": open_to(STAFF, FORM),
    "funding:proposal": Line(
        SEND, tuple(Case(STAFF & seen, READERS["public"] if level in ("public", "portal", "internal")
                         else SIGNED_IN - STAFF, level) for level, seen in READERS.items())
    ),
    "funding:sources": open_to(STAFF),
    "funding:source": Line(READ, (Case(STAFF, STAFF),)),
    "funding:source_ask": Line(SEND, (Case(STAFF, STAFF),)),
    "funding:source_switch": Line(SEND, (Case(STAFF, STAFF),)),
    "funding:source_replay": Line(SEND, (Case(STAFF, STAFF),)),
    "funding:quarantine_release": Line(SEND, (Case(STAFF, STAFF),)),
    "funding:quarantine_dismiss": open_to(STAFF, SEND),
    "funding:page_change_read": open_to(STAFF, SEND),
}  # fmt: skip
