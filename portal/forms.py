"""What people enter on the portal's own pages."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.once import OnceForm
from portal.models import BarrierReport


class BarrierForm(OnceForm, forms.ModelForm):
    """A report without an account; `website` stays empty unless a program fills it in."""

    website = forms.CharField(
        required=False, label=_("Bitte leer lassen"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    class Meta:
        model = BarrierReport
        fields = ["page", "text", "email"]
        labels = {
            "page": _("Auf welcher Seite?"),
            "text": _("Was konnten Sie nicht lesen oder bedienen?"),
            "email": _("Ihre E-Mail-Adresse"),
        }
        help_texts = {
            "page": _("Die Adresse oder die Überschrift der Seite."),
            "text": _("In eigenen Worten. Schreiben Sie keine Angaben zu Ihrer Gesundheit."),
            "email": _("Nur, wenn wir Ihnen antworten sollen. Wir löschen sie ein Jahr nach der Antwort."),
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        error_messages = {
            "text": {"required": _("Beschreiben Sie, was nicht ging.")},
            "email": {"invalid": _("Geben Sie eine E-Mail-Adresse an, zum Beispiel name@verein.de.")},
        }

    @property
    def is_from_a_program(self):
        return bool(self.cleaned_data.get("website"))


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Ihre Antwort"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Sagen Sie, was Sie geändert haben oder bis wann Sie es ändern."),
        error_messages={"required": _("Schreiben Sie eine Antwort.")},
    )

    def clean_answer(self):
        answer = self.cleaned_data["answer"]
        if len(answer.split()) < 3:
            raise ValidationError(_("Schreiben Sie die Antwort als ganzen Satz."))
        return answer


class DatesForm(forms.Form):
    """Which dates are shown."""

    CALLS, ANNIVERSARIES, MEETINGS = "fristen", "jubilaeen", "begegnungen"

    art = forms.ChoiceField(
        label=_("Art"),
        required=False,
        choices=[
            ("", _("alle")),
            (CALLS, _("Förderfristen")),
            (ANNIVERSARIES, _("Jubiläen")),
            (MEETINGS, _("Begegnungen")),
        ],
    )

    def chosen(self):
        """The kind in the address; one that nobody knows means all."""
        return self.cleaned_data.get("art", "") if self.is_valid() else ""


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Suchbegriff"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 200}),
    )
