"""What staff type about a partnership."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import WebAddressField
from core.lost_updates import VersionedForm
from partnerships.models import Partnership, PartnershipEvent, PartnershipText, Topic

MOST_TOPICS = 5


class DetailsForm(VersionedForm):
    class Meta:
        model = Partnership
        fields = ("legal_form", "topics", "contact_email", "internal_note")
        widgets = {"topics": forms.CheckboxSelectMultiple, "internal_note": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "topics": _("Höchstens fünf."),
            "contact_email": _("Ohne Angabe gilt die Adresse des Sachgebiets."),
            "internal_note": _("Nur für die Verwaltung und das Steuerungsteam."),
        }
        error_messages = {"legal_form": {"required": _("Wählen Sie die Art der Partnerschaft.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topics"].queryset = Topic.objects.order_by("name_de")

    def clean_topics(self):
        chosen = self.cleaned_data["topics"]
        if len(chosen) > MOST_TOPICS:
            raise ValidationError(_("Wählen Sie höchstens fünf Themen."))
        return chosen

    def conflicts(self, current):
        """As always, but in words where the row holds codes or other rows."""
        yours = {
            "topics": self.cleaned_data["topics"],
            "legal_form": [self.instance.get_legal_form_display()],
        }
        theirs = {"topics": current.topics.all(), "legal_form": [current.get_legal_form_display()]}
        words = [(self.fields[name].label, _joined(yours[name]), _joined(theirs[name])) for name in yours]
        named = {label for label, *_both in words}
        plain = [entry for entry in super().conflicts(current) if entry[0] not in named]
        return [entry for entry in words if entry[1] != entry[2]] + plain


def _joined(things):
    return ", ".join(sorted(str(thing) for thing in things))


class TextForm(VersionedForm):
    """A text that does not exist yet counts as version 0, so that two first authors notice each other."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = PartnershipText
        fields = ("teaser", "profile")
        widgets = {
            "teaser": forms.Textarea(attrs={"rows": 3}),
            "profile": forms.Textarea(attrs={"rows": 14}),
        }
        error_messages = {
            "teaser": {"required": _("Schreiben Sie einen oder zwei Sätze für Listen und Karten.")}
        }

    def __init__(self, *args, instance, initial=None, **kwargs):
        if instance.pk is None:
            initial = {"version": 0} | (initial or {})
        super().__init__(*args, instance=instance, initial=initial, **kwargs)


class EventForm(forms.ModelForm):
    class Meta:
        model = PartnershipEvent
        fields = ("kind", "happened_on", "note_de", "note_en", "note_fr", "source_title", "source_url")
        field_classes = {"source_url": WebAddressField}
        help_texts = {
            "happened_on": _("So genau wie bekannt: 1978, 05/1981 oder 11.05.2007."),
            "source_title": _("Woher wissen wir das? Zum Beispiel: Rhein-Zeitung, 21. April 2008."),
        }
        error_messages = {
            "kind": {"required": _("Wählen Sie, was geschehen ist.")},
            "source_title": {"required": _("Nennen Sie die Quelle.")},
            "source_url": {"invalid": _("Geben Sie eine Adresse an, die mit https:// beginnt.")},
        }


class DocumentForm(forms.Form):
    title = forms.CharField(
        label=_("Titel"),
        max_length=200,
        error_messages={"required": _("Geben Sie dem Dokument einen Titel.")},
    )
    language = forms.ChoiceField(
        label=_("Sprache"),
        choices=settings.LANGUAGES,
        error_messages={"required": _("Wählen Sie die Sprache des Dokuments.")},
    )
    file = forms.FileField(
        label=_("Datei"),
        help_text=_("PDF, Bild, Office-Datei oder Text, höchstens 10 MB."),
        error_messages={
            "required": _("Wählen Sie eine Datei."),
            "empty": _("Die Datei ist leer. Wählen Sie eine andere Datei."),
        },
    )
