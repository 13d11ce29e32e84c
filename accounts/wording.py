"""allauth's forms in the portal's words: labels, help and a message per field."""

from copy import deepcopy

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as social
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.adapters import spend_time_of_hashing

EMAIL = (_("E-Mail-Adresse"), _("Geben Sie Ihre E-Mail-Adresse ein, zum Beispiel name@verein.de."))
NEW_PASSWORD = (_("Passwort"), _("Geben Sie ein Passwort mit mindestens 12 Zeichen ein."))
AGAIN = (_("Passwort noch einmal"), _("Geben Sie das Passwort noch einmal ein."))
PASSWORD_HELP = _("Mindestens 12 Zeichen. Ein Satz, den nur Sie kennen, ist gut.")
WORDS = {
    "login": EMAIL,
    "username": (_("Name"), _("Geben Sie einen Namen ein.")),
    "email": EMAIL,
    "password": (_("Passwort"), _("Geben Sie Ihr Passwort ein.")),
    "oldpassword": (_("Jetziges Passwort"), _("Geben Sie Ihr jetziges Passwort ein.")),
    "password1": NEW_PASSWORD,
    "password2": AGAIN,
    "code": (_("Code"), _("Geben Sie den Code ein.")),
    "name": (_("Name"), _("Geben Sie einen Namen ein.")),
    "passwordless": (_("Ohne Passwort anmelden (Passkey)"), ""),
    "credential": ("", _("Ihr Browser hat keinen Schlüssel geschickt. Versuchen Sie es noch einmal.")),
}
HELP = {
    "password1": PASSWORD_HELP,
    "passwordless": _("Ihr Gerät fragt dann nach Fingerabdruck, Gesicht oder PIN."),
}


def worded(name, field):
    """The field with our label, help and messages."""
    if name in WORDS:
        field.label, field.error_messages["required"] = WORDS[name]
        field.help_text = HELP.get(name, "")
    field.widget.attrs.pop("placeholder", None)
    if isinstance(field, forms.EmailField):
        field.error_messages["invalid"] = EMAIL[1]
    return field


class InOurWords:
    """Mixin: words for the fields that allauth adds to a form at run time."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            worded(name, field)


def ours(form):
    """allauth's form class with the portal's words."""
    fields = {name: worded(name, deepcopy(field)) for name, field in form.base_fields.items()}
    return type(form)(form.__name__, (InOurWords, form), fields)


class SignupForm(ours(account.SignupForm)):
    name = forms.CharField(
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Geben Sie Ihren Namen ein.")},
    )
    field_order = ["name", "email", "password1"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = _("Geben Sie Ihren Namen ein.")
        self.fields["name"].help_text = _("So sehen andere Sie im Portal.")

    def try_save(self, request):
        if self.account_already_exists:
            spend_time_of_hashing(self.cleaned_data["password1"])
        return super().try_save(request)


LoginForm = ours(account.LoginForm)
AddEmailForm = ours(account.AddEmailForm)
ChangePasswordForm = ours(account.ChangePasswordForm)
SetPasswordForm = ours(account.SetPasswordForm)
ResetPasswordForm = ours(account.ResetPasswordForm)
ResetPasswordKeyForm = ours(account.ResetPasswordKeyForm)
ReauthenticateForm = ours(account.ReauthenticateForm)
RequestLoginCodeForm = ours(account.RequestLoginCodeForm)
ConfirmLoginCodeForm = ours(account.ConfirmLoginCodeForm)
SecondStepForm = ours(mfa.AuthenticateForm)
SecondStepAgainForm = ours(mfa.ReauthenticateForm)
ActivateAppForm = ours(totp.ActivateTOTPForm)
AddKeyForm = ours(webauthn.AddWebAuthnForm)
EditKeyForm = ours(webauthn.EditWebAuthnForm)
CitySignupForm = ours(social.SignupForm)
