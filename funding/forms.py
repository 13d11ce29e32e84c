"""What staff type: notes beside a call of the feed, and calls that no feed brings."""

from datetime import datetime, time

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.lost_updates import VersionedForm
from core.publicness import Publicness
from funding.models import Call
from funding.programmes import choices
from funding.wording import BRUSSELS

SHOWN = [
    (Publicness.PUBLIC, Publicness.PUBLIC.label),
    (Publicness.PORTAL, Publicness.PORTAL.label),
    (Publicness.INTERNAL, Publicness.INTERNAL.label),
]


class CallNoteForm(VersionedForm):
    """Beside what the source says; the source never overwrites it."""

    for_us_choice = forms.TypedChoiceField(
        label=_("Für Städte und Partnerschaften"),
        required=False,
        choices=[("", _("wie im Programm vorgesehen")), ("True", _("ja")), ("False", _("nein"))],
        coerce=lambda value: value == "True",
        empty_value=None,
    )
    publicness = forms.ChoiceField(
        label=_("Sichtbarkeit"),
        choices=SHOWN,
        error_messages={"required": _("Wählen Sie, wer den Aufruf sieht.")},
    )

    class Meta:
        model = Call
        fields = ["title_de", "summary_de", "for_us_choice", "staff_note", "publicness"]
        widgets = {
            "summary_de": forms.Textarea(attrs={"rows": 5}),
            "staff_note": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "summary_de": _("Drei Sätze in einfachen Worten: Was wird gefördert, für wen, bis wann?"),
            "staff_note": _("Nur für das Team sichtbar."),
        }


class ManualCallForm(VersionedForm):
    """A call of a programme that has no feed, with the same facts."""

    deadline_on = forms.DateField(
        label=_("Frist"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": _("Geben Sie den Tag der Frist an."),
            "invalid": _("Geben Sie einen Tag an."),
        },
    )
    deadline_time = forms.TimeField(
        label=_("Uhrzeit der Frist (Brüsseler Zeit)"),
        initial=time(17),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Geben Sie die Uhrzeit der Frist an."),
            "invalid": _("Geben Sie eine Uhrzeit an, zum Beispiel 17:00."),
        },
    )
    programme = forms.ChoiceField(label=_("Programm der EU"), required=False)
    programme_name = forms.CharField(
        label=_("Anderes Programm"),
        required=False,
        max_length=60,
        help_text=_("Zum Beispiel URBACT, Interreg oder ein Programm des Landes."),
    )
    url = forms.URLField(
        label=_("Adresse des Aufrufs"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Geben Sie eine Internetadresse an, zum Beispiel https://urbact.eu.")},
    )
    is_for_us = forms.BooleanField(label=_("Für Städte und Partnerschaften"), required=False)
    publicness = forms.ChoiceField(
        label=_("Sichtbarkeit"),
        choices=SHOWN,
        error_messages={"required": _("Wählen Sie, wer den Aufruf sieht.")},
    )

    class Meta:
        model = Call
        fields = [
            "title", "identifier", "programme", "programme_name", "opening", "summary_de",
            "budget_amount", "url", "is_for_us", "staff_note", "publicness",
        ]  # fmt: skip
        widgets = {
            "title": forms.TextInput,
            "opening": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "summary_de": forms.Textarea(attrs={"rows": 5}),
            "staff_note": forms.Textarea(attrs={"rows": 4}),
        }
        labels = {"budget_amount": _("Geld insgesamt in Euro"), "summary_de": _("Worum es geht")}
        error_messages = {
            "title": {"required": _("Geben Sie einen Titel an.")},
            "identifier": {"required": _("Geben Sie eine Kennung an, zum Beispiel URBACT-2027-NETZE.")},
        }

    field_order = [
        "title", "identifier", "programme", "programme_name", "opening", "deadline_on", "deadline_time",
        "budget_amount", "url", "summary_de", "is_for_us", "staff_note", "publicness", "version",
    ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [("", _("keines davon")), *choices(get_language())]
        if self.instance.deadlines:
            local = self.instance.deadlines[-1].astimezone(BRUSSELS)
            self.initial.setdefault("deadline_on", local.date().isoformat())
            self.initial.setdefault("deadline_time", local.time())

    def clean_budget_amount(self):
        amount = self.cleaned_data["budget_amount"]
        if amount is not None and amount <= 0:
            raise forms.ValidationError(_("Geben Sie einen Betrag über 0 an, oder lassen Sie das Feld leer."))
        return amount

    def clean(self):
        cleaned = super().clean()
        opening, day = cleaned.get("opening"), cleaned.get("deadline_on")
        if opening and day and day < opening:
            self.add_error("deadline_on", _("Die Frist liegt vor der Öffnung. Prüfen Sie beide Tage."))
        if not cleaned.get("programme") and not cleaned.get("programme_name"):
            self.add_error("programme_name", _("Nennen Sie das Programm."))
        return cleaned

    @property
    def deadline(self):
        return datetime.combine(
            self.cleaned_data["deadline_on"], self.cleaned_data["deadline_time"], BRUSSELS
        )
