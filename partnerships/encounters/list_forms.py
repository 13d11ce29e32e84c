"""What is typed about people on a list; nothing of it is kept anywhere else."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.encounters import lists
from partnerships.encounters.fields import DayField, count_field
from partnerships.models import Participant


class NeedForm(forms.Form):
    reason = forms.CharField(
        label=_("Warum brauchen Sie die Liste?"),
        help_text=_("Der Grund steht im Verlauf. Danach sehen Sie die Liste 15 Minuten lang."),
        min_length=5,
        max_length=300,
        error_messages={
            "required": _("Nennen Sie den Grund."),
            "min_length": _("Nennen Sie den Grund in ein paar Worten."),
        },
    )


class ParticipantForm(forms.ModelForm):
    birth_year = count_field(_("Geburtsjahr"), most=2100)

    class Meta:
        model = Participant
        fields = ("name", "birth_year", "diet", "emergency_contact", "guardians_agreed")
        help_texts = {"diet": _("Nur, was für diese Reise nötig ist.")}
        error_messages = {"name": {"required": _("Geben Sie den Namen an.")}}

    def clean_birth_year(self):
        year = self.cleaned_data["birth_year"]
        if year is not None and not 1900 <= year <= timezone.localdate().year:
            raise ValidationError(_("Geben Sie ein Jahr zwischen 1900 und heute an."))
        return year


class TermForm(forms.Form):
    delete_on = DayField(label=_("wird gelöscht am"), missing=_("Geben Sie den Tag an."))
    funder = forms.CharField(
        label=_("Fördergeber, der die Liste verlangt"),
        max_length=160,
        required=False,
        help_text=_("Nur dann bleibt die Liste länger als 90 Tage nach dem Ende."),
    )

    def __init__(self, *args, encounter, **kwargs):
        super().__init__(*args, **kwargs)
        self.encounter = encounter

    def clean(self):
        given = super().clean()
        if given.get("delete_on"):
            try:
                lists.check_term(self.encounter, delete_on=given["delete_on"], funder=given.get("funder", ""))
            except ValidationError as reason:
                self.add_error("delete_on", reason)
        return given
