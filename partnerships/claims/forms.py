"""What staff type about imports of claims."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import WebAddressField
from partnerships.claims.columns import ROLES
from partnerships.models import ClaimSource, ImportMapping
from places.models import Country


class UploadForm(forms.ModelForm):
    """A file of a source that is known, or of a new one with its licence."""

    known = forms.ModelChoiceField(
        label=_("Quelle"),
        queryset=ClaimSource.objects.none(),
        required=False,
        empty_label=_("neue Quelle"),
        help_text=_("Dieselbe Quelle noch einmal: Wir zeigen dann, was sich geändert hat."),
    )
    file = forms.FileField(
        label=_("Datei"),
        help_text=_("CSV, TSV, XLSX, GEXF oder JSON, höchstens 10 MB und 100.000 Zeilen."),
        error_messages={
            "required": _("Wählen Sie eine Datei."),
            "empty": _("Die Datei ist leer. Wählen Sie eine andere Datei."),
        },
    )
    field_order = ("file", "known", "title", "key", "licence", "attribution", "url", "is_official")

    class Meta:
        model = ClaimSource
        fields = ("title", "key", "licence", "attribution", "url", "is_official")
        field_classes = {"url": WebAddressField}
        help_texts = {
            "title": _("Nur für eine neue Quelle. Zum Beispiel: Wikipedia, Liste der Partnerstädte."),
            "key": _("Kleine Buchstaben, Ziffern und Bindestriche. Zum Beispiel: wikipedia-2026."),
            "licence": _("Zum Beispiel: CC BY-SA 4.0. Steht sie nicht fest, schreiben Sie „unbekannt“."),
        }
        error_messages = {
            "title": {"required": _("Geben Sie der neuen Quelle einen Namen.")},
            "licence": {"required": _("Nennen Sie die Lizenz der neuen Quelle.")},
            "key": {
                "required": _("Geben Sie der neuen Quelle einen Kurznamen."),
                "invalid": _("Der Kurzname besteht aus kleinen Buchstaben, Ziffern und Bindestrichen."),
                "unique": _("Diesen Kurznamen gibt es schon. Wählen Sie die Quelle oben aus."),
            },
            "url": {"invalid": _("Geben Sie eine Adresse an, die mit https:// beginnt.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        files = ClaimSource.objects.filter(kind=ClaimSource.Kind.FILE)
        self.fields["known"].queryset = files.order_by("title")
        for name in ("title", "key", "licence"):
            self.fields[name].required = False

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("known"):
            words = {
                "title": _("Geben Sie der neuen Quelle einen Namen."),
                "key": _("Geben Sie der neuen Quelle einen Kurznamen."),
                "licence": _("Nennen Sie die Lizenz der Quelle."),
            }
            for name, text in words.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, text)
        return cleaned

    def _post_clean(self):
        if not self.cleaned_data.get("known"):
            super()._post_clean()

    @property
    def source(self):
        return self.cleaned_data["known"] or self.instance


class MappingForm(forms.Form):
    """For each meaning the column that has it."""

    save_as = forms.CharField(
        label=_("Zuordnung merken als"),
        required=False,
        max_length=80,
        help_text=_("Beim nächsten Mal wählen Sie sie unter diesem Namen."),
    )

    def __init__(self, *args, headers, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", _("kommt nicht vor")), *((header, header) for header in headers)]
        roles = {
            role: forms.ChoiceField(
                label=label,
                choices=choices,
                required=False,
                error_messages={"invalid_choice": _("Diese Spalte gibt es in der Datei nicht.")},
            )
            for role, label in ROLES.items()
        }
        self.fields = roles | self.fields

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(f"{kind}_b") for kind in ("name", "wikidata", "geonames")):
            raise ValidationError(_("Wählen Sie die Spalte mit dem Namen des zweiten Ortes."))
        return cleaned

    @property
    def mapping(self):
        return {role: self.cleaned_data[role] for role in ROLES if self.cleaned_data.get(role)}


class SavedMappingForm(forms.Form):
    """Which saved mapping fills the form; in the address."""

    zuordnung = forms.ModelChoiceField(
        label=_("Gemerkte Zuordnung"), queryset=ImportMapping.objects.none(), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["zuordnung"].queryset = ImportMapping.objects.order_by("name")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Begründung"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Nennen Sie den Grund, damit andere die Entscheidung verstehen.")},
    )


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        label=_("Ist dieselbe Stadt wie"),
        queryset=None,
        error_messages={
            "required": _("Wählen Sie die Stadt, die gemeint ist."),
            "invalid_choice": _("Wählen Sie die Stadt, die gemeint ist."),
        },
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others


class LinksForm(forms.Form):
    """Where cross-links should lead; in the address, nothing required."""

    land = forms.ModelChoiceField(label=_("Land"), queryset=Country.objects.none(), required=False)
    von = forms.CharField(label=_("Ausgangsort"), required=False, max_length=120)
    schritte = forms.ChoiceField(
        label=_("Wie weit"),
        required=False,
        choices=[("2", _("Partner unserer Partner")), ("3", _("auch deren Partner"))],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["land"].queryset = Country.objects.order_by("name_de")
