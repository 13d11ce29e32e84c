"""Signing in: the addresses of django-allauth."""

from portal.permission_table.cases import (
    EVERYBODY,
    FORM,
    READ,
    SIGNED_IN,
    WITH_SECOND_FACTOR,
    Case,
    Line,
    missing,
    open_to,
)

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
