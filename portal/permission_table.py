"""Who gets which answer at which address: declared here, compared with every answer by tests/test_access.py.

A line per URL name. A case says for a relation and a state of the object who *may*; who may not but
*sees* the object gets 403, everybody else 404, and whoever has not signed in is sent to the sign-in,
unless the line is public. An address without a line fails the tests.
"""

from dataclasses import dataclass, field

from accounts.roles import NEED_SECOND_FACTOR, Role

ANONYMOUS = "anonymous"
READ, SEND, FORM = ("GET",), ("POST",), ("GET", "POST")

EVERYBODY = frozenset({ANONYMOUS, *map(str, Role)})
SIGNED_IN = EVERYBODY - {ANONYMOUS}
PARTICIPANTS = SIGNED_IN - {Role.CITIZEN}
STAFF = frozenset({str(Role.CASE_OFFICER), str(Role.HEAD)})
HEAD, ADMIN = frozenset({str(Role.HEAD)}), frozenset({str(Role.ADMIN)})
STEERING = frozenset({str(Role.STEERING_TEAM)})
ASSOCIATION = frozenset({str(Role.ASSOCIATION_ADMIN)})
RESPONSIBLE = ASSOCIATION | {str(Role.SCHOOL), str(Role.BUSINESS)}
NOBODY = frozenset()
WITH_SECOND_FACTOR = frozenset(map(str, NEED_SECOND_FACTOR))
# Who reads a record of which level (core.publicness.levels_for)
READERS = {
    "public": EVERYBODY,
    "portal": PARTICIPANTS,
    "internal": STAFF,
    "body": NOBODY,
    "closed": NOBODY,
}


@dataclass(frozen=True)
class Case:
    """Who may, and who is told that they may not."""

    may: frozenset
    sees: frozenset = EVERYBODY
    state: str = ""
    relation: str = ""


@dataclass(frozen=True)
class Line:
    """The cases of an address.

    `redirects`: an allowed GET may lead on to another page; `exact`: {method: status} where an allowed
    request without a secret has an answer of its own.
    """

    methods: tuple
    cases: tuple
    public: bool = False
    redirects: bool = False
    exact: dict = field(default_factory=dict)


def open_to(who, methods=READ, *, redirects=False, exact=()):
    """An address without an object."""
    return Line(methods, (Case(who),), ANONYMOUS in who, redirects, dict(exact))


def on_levels(who, methods=READ, *, hidden_from_others=False, public=False):
    """An object with a level of publicness."""
    cases = (
        Case(who & seen, who & seen if hidden_from_others else seen, level) for level, seen in READERS.items()
    )
    return Line(methods, tuple(cases), public=public)


def on_documents(who, methods=READ, *, public=False):
    """A document in a partnership: both have a level."""
    cases = []
    for outer in ("public", "portal", "internal"):
        for inner in ("public", "portal", "internal"):
            seen = READERS[outer] & READERS[inner]
            cases.append(Case(who & seen, seen, f"{outer}-{inner}"))
    return Line(methods, tuple(cases), public=public)


def on_organisations(own, foreign, methods=READ):
    """One's own organisation, and associations one does not belong to, in every state and level."""
    above = STAFF | ADMIN
    cases = [Case(own, PARTICIPANTS, relation="own")]
    for state in ("proposed", "confirmed", "blocked"):
        for level in READERS:
            seen = above
            if state == "confirmed":
                seen = seen | {"public": SIGNED_IN, "portal": PARTICIPANTS}.get(level, NOBODY)
            cases.append(Case(foreign & seen, seen, f"{state}-{level}", "foreign"))
    return Line(methods, tuple(cases))


def on_memberships(methods):
    """Decided by staff and by whoever leads the organisation; the administration only looks."""
    cases = []
    for state in ("valid", "waiting"):
        led = STAFF | ASSOCIATION
        cases.append(Case(led, led | ADMIN, state, "own"))
        cases.append(Case(STAFF, STAFF | ADMIN, state, "foreign"))
    return Line(methods, tuple(cases))


def missing(methods=READ, *, public=True, state="unknown"):
    """An address that leads nowhere without a secret or a provider."""
    return Line(methods, (Case(NOBODY, NOBODY, state),), public=public)


def secret(methods, known):
    """An address that is known by a secret: with it everybody, without it nobody."""
    return Line(methods, (Case(EVERYBODY, state=known), Case(NOBODY, NOBODY, "unknown")), public=True)


def table():
    """{URL name: Line} of the whole portal."""
    return {
        **MACHINES,
        **PAGES,
        **PARTNERSHIPS,
        **FUNDING,
        **NOTICES,
        **ACCOUNTS,
        **SIGN_IN,
    }


def rows():
    """The table in the flat form of `permission_table --json`."""
    return [
        {
            "url_name": name,
            "method": method,
            "role": role,
            "relation": case.relation,
            "state": case.state,
            "allowed": role in case.may,
        }
        for name, line in sorted(table().items())
        for method in line.methods
        for case in line.cases
        for role in sorted(EVERYBODY)
    ]


MACHINES = {
    "gallery": open_to(EVERYBODY),
    "dev_mail": open_to(EVERYBODY),
    "dev_mail_detail": missing(),
    **{
        name: open_to(EVERYBODY)
        for name in (
            "healthz", "readyz", "security_txt", "security_policy", "robots", "sitemap", "catalogue",
            "partnerships_geojson", "partnerships_csv", "calls_csv", "openapi", "api_partnerships",
            "api_calls",
        )
    },
    "api_unknown": missing(),
    "feed": secret(READ, "known"),
    "calendar": secret(READ, "private"),
}  # fmt: skip
PAGES = {
    **{
        f"portal:{name}": open_to(EVERYBODY)
        for name in (
            "home",
            "dates",
            "search",
            "exchange",
            "strategy",
            "imprint",
            "privacy",
            "accessibility",
            "licences",
            "contact",
            "easy_language",
            "sign_language",
            "data",
        )
    },
    "portal:report_barrier": open_to(EVERYBODY, FORM),
    "portal:my_area": open_to(SIGNED_IN),
    "portal:barrier_reported": secret(READ, "signed"),
    "portal:barriers": open_to(STAFF),
    "portal:barrier": Line(FORM, (Case(STAFF, STAFF, "new"), Case(STAFF, STAFF, "answered"))),
    "portal:close_barrier": Line(SEND, (Case(STAFF, STAFF, "new"), Case(STAFF, STAFF, "answered"))),
    "portal:preview": open_to(SIGNED_IN, SEND),
}
PARTNERSHIPS = {
    "partnerships:list": open_to(EVERYBODY),
    "partnerships:csv": open_to(EVERYBODY),
    "partnerships:detail": on_levels(EVERYBODY, public=True),
    "partnerships:document": on_documents(EVERYBODY, public=True),
    "partnerships:edit": on_levels(STAFF, FORM),
    "partnerships:text": on_levels(STAFF, FORM),
    "partnerships:event_add": on_levels(STAFF, FORM),
    "partnerships:document_add": on_levels(STAFF, FORM),
    "partnerships:event_check": on_levels(STAFF, SEND, hidden_from_others=True),
    "partnerships:event_remove": on_levels(STAFF, SEND, hidden_from_others=True),
    "partnerships:document_publish": on_documents(HEAD, SEND),
    "partnerships:document_unpublish": on_documents(HEAD, SEND),
    "partnerships:publish": on_levels(HEAD, SEND),
    "partnerships:unpublish": on_levels(HEAD, SEND),
    "partnerships:move": on_levels(HEAD, SEND),
    "partnerships:history": on_levels(STAFF),
}
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
# The addresses of django-allauth
SIGN_IN = {
    "account_login": open_to(EVERYBODY, FORM, redirects=True),
    "account_logout": open_to(EVERYBODY, FORM, redirects=True),
    "account_inactive": open_to(EVERYBODY),
    "account_signup": open_to(EVERYBODY, FORM, redirects=True),
    "account_reauthenticate": open_to(SIGNED_IN, FORM, redirects=True),
    "account_email": open_to(SIGNED_IN, FORM),
    "account_email_verification_sent": open_to(EVERYBODY),
    "account_change_password": open_to(SIGNED_IN, FORM),
    "account_set_password": open_to(SIGNED_IN, FORM, redirects=True),
    "account_reset_password": open_to(EVERYBODY, FORM),
    "account_confirm_login_code": open_to(EVERYBODY, FORM, redirects=True),
    "account_confirm_email": open_to(EVERYBODY, FORM, exact={"POST": 404}),
    "account_reset_password_from_key_done": open_to(EVERYBODY),
    "account_reset_password_from_key": open_to(EVERYBODY, FORM),
    "account_reset_password_done": open_to(EVERYBODY),
    "account_request_login_code": open_to(EVERYBODY, FORM, redirects=True),
    "mfa_index": open_to(SIGNED_IN),
    "mfa_authenticate": open_to(EVERYBODY, FORM, redirects=True),
    "mfa_reauthenticate": open_to(SIGNED_IN, FORM, redirects=True),
    "mfa_activate_totp": open_to(SIGNED_IN, FORM, redirects=True),
    "mfa_deactivate_totp": Line(FORM, (Case(WITH_SECOND_FACTOR, WITH_SECOND_FACTOR, "set up"),)),
    "mfa_view_recovery_codes": missing(READ, public=False),
    "mfa_generate_recovery_codes": open_to(SIGNED_IN, FORM, redirects=True),
    "mfa_download_recovery_codes": missing(FORM, public=False),
    "mfa_list_webauthn": open_to(SIGNED_IN),
    "mfa_add_webauthn": open_to(SIGNED_IN, FORM),
    "mfa_reauthenticate_webauthn": open_to(SIGNED_IN, FORM, redirects=True),
    "mfa_remove_webauthn": missing(FORM, public=False),
    "mfa_edit_webauthn": missing(FORM, public=False),
    "mfa_login_webauthn": open_to(EVERYBODY, FORM, redirects=True),
    "socialaccount_login_cancelled": open_to(EVERYBODY),
    "socialaccount_login_error": open_to(SIGNED_IN, exact={"GET": 401}),
    "socialaccount_signup": open_to(EVERYBODY, FORM, redirects=True),
    "socialaccount_connections": open_to(SIGNED_IN, FORM),
    **{
        f"konto/social/{rest}/": open_to(SIGNED_IN, FORM, exact={"GET": 301, "POST": 301})
        for rest in ("login/cancelled", "login/error", "signup", "connections")
    },
    **{
        name: missing(FORM)
        for name in ("saml_finish_acs", "saml_sls", "saml_metadata", "saml_login",
                     "openid_connect_login", "openid_connect_callback")
    },
    "saml_acs": open_to(EVERYBODY, FORM, redirects=True),
    "usersessions_list": open_to(SIGNED_IN, FORM),
}  # fmt: skip
