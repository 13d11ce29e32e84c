"""What contacts answer to "is this still correct?", and what staff decide about it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.contacts.confirming import OWN, REMARK
from partnerships.contacts.forms import WRONG_DAY, day_input
from partnerships.models import Person


class ChangeForm(forms.ModelForm):
    """A contact's own data; nothing is saved here, the differences become a proposal."""

    remark = forms.CharField(
        label=_("Was stimmt an Ihrer Funktion nicht mehr?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta:
        model = Person
        fields = OWN
        error_messages = {
            "family_name": {"required": _("Geben Sie Ihren Nachnamen ein.")},
            "language": {"required": _("Wählen Sie eine Sprache.")},
            "email": {"invalid": _("Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@rathaus.example.")},
        }
        labels = {"name_original": _("Name in Ihrer Schrift")}
        help_texts = {"name_original": _("So, wie Sie ihn schreiben.")}

    @property
    def proposal(self):
        """{field: [before, after]} of what was changed, and the remark."""
        found = {
            name: [self.initial.get(name, ""), self.cleaned_data[name]]
            for name in OWN
            if self.cleaned_data[name] != self.initial.get(name, "")
        }
        if self.cleaned_data["remark"]:
            found[REMARK] = ["", self.cleaned_data["remark"]]
        return found


class GoneForm(forms.Form):
    successor = forms.CharField(
        label=_("Wer ist jetzt zuständig?"),
        max_length=300,
        required=False,
        help_text=_("Name, Funktion und wie wir die Person erreichen. Sie dürfen das Feld leer lassen."),
    )


class SettleForm(forms.Form):
    """Field by field: which proposed values are taken over, and when functions end."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, question, functions, **kwargs):
        super().__init__(*args, **kwargs)
        self.functions = functions
        self.question = question
        self.initial["version"] = question.person.version
        for name in question.proposal:
            if name in OWN:
                self.fields[f"accept_{name}"] = forms.BooleanField(
                    label=_("übernehmen"), required=False, initial=True
                )
        if question.answer == question.Answer.GONE:
            for function in functions:
                self.fields[f"end_{function.pk}"] = forms.DateField(
                    label=_("%(function)s: letzter Tag") % {"function": function},
                    widget=day_input(),
                    required=False,
                    initial=timezone.localdate(question.answered_at),
                    help_text=_("Leer heißt: Die Funktion läuft weiter."),
                    error_messages={"invalid": WRONG_DAY},
                )

    def clean(self):
        given = super().clean()
        for function in self.functions:
            day = given.get(f"end_{function.pk}")
            if day and function.first_day and day < function.first_day:
                self.add_error(
                    f"end_{function.pk}", _("Der letzte Tag liegt vor dem ersten Tag dieser Funktion.")
                )
        return given

    @property
    def accepted(self):
        return {name for name in OWN if self.cleaned_data.get(f"accept_{name}")}

    @property
    def ends(self):
        """{pk of a function: its last day}."""
        days = {function.pk: self.cleaned_data.get(f"end_{function.pk}") for function in self.functions}
        return {pk: day for pk, day in days.items() if day}
