"""What people type about themselves and their organisations."""

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.adapters import spend_time_of_hashing


class SignupForm(allauth_forms.SignupForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("So sehen andere Sie im Portal."),
        error_messages={"required": _("Geben Sie Ihren Namen ein.")},
    )
    field_order = ["name", "email", "password1"]

    def try_save(self, request):
        if self.account_already_exists:
            spend_time_of_hashing(self.cleaned_data["password1"])
        return super().try_save(request)
