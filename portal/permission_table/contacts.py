"""The contact book."""

from accounts.roles import Role
from portal.permission_table.cases import FORM, HEAD, READ, SEND, STAFF, Case, Line, open_to, secret

PARTNER = frozenset({str(Role.PARTNER_CITY)})


def on_people(who, methods=READ, *, redirects=False):
    """An entry of the book: its own person knows that it exists, nobody else below staff does."""
    cases = (Case(who, STAFF, relation="foreign"), Case(who, STAFF | PARTNER, relation="own"))
    return Line(methods, cases, redirects=redirects)


def on_log(who, methods=READ):
    """Consents and lines of the log: for staff, whomever they are about."""
    return Line(methods, (Case(who, STAFF),))


CONTACTS = {
    "contacts:list": open_to(STAFF),
    "contacts:create": open_to(STAFF, FORM),
    "contacts:export": open_to(HEAD, FORM),
    "contacts:duplicates": open_to(STAFF),
    "contacts:merge": on_log(STAFF, FORM),
    "contacts:own": open_to(PARTNER, FORM),
    "contacts:confirm": secret(FORM, "asked"),
    "contacts:answer": on_log(STAFF, FORM),
    "contacts:ask_partnership": open_to(STAFF, SEND),
    "contacts:log": open_to(STAFF),
    "contacts:log_add": open_to(STAFF, FORM),
    "contacts:log_entry": on_log(STAFF),
    "contacts:log_edit": on_log(STAFF, FORM),
    "contacts:follow_up_done": on_log(STAFF, SEND),
    "contacts:consent_file": on_log(STAFF),
    "contacts:person": on_people(STAFF),
    "contacts:edit": on_people(STAFF, FORM),
    "contacts:function_add": on_people(STAFF, FORM),
    "contacts:ask": on_people(STAFF, SEND),
    "contacts:basis_add": on_people(STAFF, FORM),
    "contacts:link": on_people(STAFF, SEND),
    "contacts:unlink": on_people(STAFF, SEND),
    "contacts:move": on_people(HEAD, FORM),
    "contacts:subject_data": on_people(HEAD, SEND),
    "contacts:function_edit": on_people(STAFF, FORM),
    "contacts:function_end": on_people(STAFF, FORM),
    "contacts:basis_inform": on_people(STAFF, FORM),
    "contacts:basis_revoke": on_people(STAFF, FORM),
}
