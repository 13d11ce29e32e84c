"""What people type about themselves and their organisations."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, User
from accounts.permissions import GRANTED_BY_HEAD
from accounts.roles import OPEN_KINDS, Function, Role
from core.forms import WebAddressField
from core.lost_updates import VersionedForm
from core.publicness import Publicness

OPEN_CHOICES = [(kind.value, kind.label) for kind in sorted(OPEN_KINDS, key=lambda kind: kind.value)]
OPEN_FUNCTIONS = [Function.MEMBER, Function.EDITOR, Function.RESPONSIBLE]


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "language"]
        help_texts = {
            "name": _("So sehen andere Sie im Portal."),
            "language": _("In dieser Sprache bekommen Sie E-Mails."),
        }
        error_messages = {
            "name": {"required": _("Geben Sie Ihren Namen ein.")},
            "language": {"required": _("Wählen Sie eine Sprache.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True


class OrganisationForm(forms.ModelForm):
    """The organisation as its people describe it."""

    class Meta:
        model = Organisation
        fields = ["name", "kind", "legal_form", "city", "email", "website", "about"]
        field_classes = {"website": WebAddressField}
        error_messages = {
            "name": {"required": _("Geben Sie den Namen der Organisation ein.")},
            "kind": {"required": _("Wählen Sie die Art der Organisation.")},
            "email": {"invalid": _("Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@verein.de.")},
            "website": {"invalid": _("Geben Sie eine Adresse ein, zum Beispiel https://www.verein.de.")},
        }
        help_texts = {
            "email": _("Eine Adresse der Organisation, keine private."),
            "legal_form": _("Zum Beispiel e. V. oder gGmbH."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["city"].empty_label = _("Bitte wählen")
        if "kind" in self.fields:
            self.fields["kind"].choices = [("", _("Bitte wählen")), *OPEN_CHOICES]


class OrganisationEditForm(VersionedForm, OrganisationForm):
    class Meta(OrganisationForm.Meta):
        fields = [
            "name", "legal_form", "city", "email", "website", "about", "register_number", "members_count",
            "members_as_of", "board_term_ends_on", "succession", "publicness",
        ]  # fmt: skip
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("members_as_of", "board_term_ends_on")
        }
        help_texts = OrganisationForm.Meta.help_texts | {
            "board_term_ends_on": _("Nur die Verwaltung und Ihre Mitglieder sehen das."),
            "succession": _("Nur die Verwaltung und Ihre Mitglieder sehen das."),
            "publicness": _("Öffentlich sehen alle die Angaben; die Namen der Mitglieder nie."),
        }
        error_messages = OrganisationForm.Meta.error_messages | {
            "publicness": {"required": _("Wählen Sie, wer die Angaben sieht.")},
            "succession": {"required": _("Wählen Sie, wie es um die Nachfolge steht.")},
            "members_as_of": {"invalid": _("Geben Sie ein Datum ein, zum Beispiel 31.12.2026.")},
            "board_term_ends_on": {"invalid": _("Geben Sie ein Datum ein, zum Beispiel 31.12.2026.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["succession"].required = False  # left out, it stays as it is
        levels = (Publicness.PUBLIC, Publicness.PORTAL, Publicness.INTERNAL)
        self.fields["publicness"].choices = [(level.value, level.label) for level in levels]

    def clean_succession(self):
        return self.cleaned_data["succession"] or self.instance.succession


class JoinForm(forms.Form):
    function = forms.ChoiceField(
        label=_("Funktion"),
        choices=[(f.value, f.label) for f in OPEN_FUNCTIONS],
        error_messages={"required": _("Wählen Sie eine Funktion.")},
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Grund"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Den Grund schicken wir der Person."),
        error_messages={"required": _("Nennen Sie den Grund.")},
    )


class FunctionForm(JoinForm):
    """Another function for somebody who belongs to an open organisation."""


LONGEST_AHEAD = timedelta(days=3653)


def refuse_far_away(day):
    """A last day in the year 9999 is a slip, not a plan."""
    if day > timezone.localdate() + LONGEST_AHEAD:
        raise forms.ValidationError(
            _("Der letzte Tag liegt mehr als zehn Jahre voraus. Prüfen Sie das Jahr.")
        )


class EndForm(forms.Form):
    last_day = forms.DateField(
        label=_("Letzter Tag"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Danach gelten die Rechte nicht mehr."),
        error_messages={
            "required": _("Nennen Sie den letzten Tag."),
            "invalid": _("Geben Sie ein Datum ein, zum Beispiel 31.12.2026."),
        },
    )

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.membership = membership
        self.fields["last_day"].initial = timezone.localdate()

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if day < self.membership.first_day:
            raise forms.ValidationError(_("Der letzte Tag liegt vor dem ersten Tag der Mitgliedschaft."))
        refuse_far_away(day)
        return day


class GrantForm(forms.ModelForm):
    """Membership in an office, a body or any other organisation, given by the administration."""

    class Meta:
        model = Membership
        fields = ["organisation", "function", "on_behalf_of", "first_day", "last_day"]
        widgets = {
            "first_day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "last_day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {
            "organisation": {"required": _("Wählen Sie eine Organisation.")},
            "function": {"required": _("Wählen Sie eine Funktion.")},
            "first_day": {"required": _("Nennen Sie den ersten Tag.")},
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        confirmed = Organisation.objects.filter(state=Organisation.State.CONFIRMED).order_by("name")
        if Role.ADMIN not in by.roles:
            confirmed = confirmed.filter(kind__in=GRANTED_BY_HEAD).exclude(duty="platform")
        self.fields["organisation"].queryset = confirmed
        self.fields["organisation"].label = _("Organisation")
        self.fields["organisation"].empty_label = _("Bitte wählen")
        self.fields["on_behalf_of"].queryset = Organisation.objects.filter(state=Organisation.State.CONFIRMED)
        self.fields["on_behalf_of"].label = _("Entsandt von")
        self.fields["on_behalf_of"].empty_label = _("niemandem")
        self.fields["first_day"].initial = timezone.localdate()

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if day:
            refuse_far_away(day)
        return day

    def clean(self):
        given = super().clean()
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Der letzte Tag liegt vor dem ersten."))
        return given


class DeleteAccountForm(forms.Form):
    confirmed = forms.BooleanField(
        label=_("Ja, mein Konto löschen. Das lässt sich nicht rückgängig machen."),
        error_messages={"required": _("Setzen Sie das Häkchen, wenn Sie Ihr Konto löschen möchten.")},
    )
