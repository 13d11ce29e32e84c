"""What staff type about a partnership."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import OPEN_KINDS, Kind
from core.forms import WebAddressField
from core.lost_updates import VersionedForm
from partnerships import states
from partnerships.models import (
    PARTNER_LANGUAGES,
    Agreement,
    CooperationField,
    Partnership,
    PartnershipEvent,
    PartnershipText,
    PublicWording,
    StateChange,
    StateReason,
    Topic,
    TypeTag,
)
from partnerships.models.partnership import CHOSEN
from places.models import Goal

MOST_TOPICS = 5
REVIEW_YEARS, MOST_YEARS = 5, 25
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DAY_ERRORS = {"invalid": _("Geben Sie einen Tag an, den es gibt.")}


def choice(label, help_text=""):
    """Some rows of a vocabulary, as boxes."""
    return forms.ModelMultipleChoiceField(
        queryset=None, label=label, help_text=help_text, required=False, widget=forms.CheckboxSelectMultiple
    )


class DetailsForm(VersionedForm):
    """Details of a partnership that was fetched `with_choices`: its boxes cost no query each."""

    type_tags = choice(_("Was sie außerdem ist"))
    fields = choice(
        _("Felder der Zusammenarbeit"),
        _("Worin beide Städte zusammenarbeiten wollen. Die Akte zeigt, wo länger nichts geschah."),
    )
    topics = choice(_("Themen für alle"), _("Höchstens fünf."))
    goals = choice(_("Nachhaltigkeitsziele"))
    field_order = (
        "legal_form", "type_tags", "fields", "topics", "council_decision", "decision_not_recorded",
        "lead_office", "contact_email", "named_places", "travel_is_suspended", "travel_note",
        "review_years", "review_on", "goals", "internal_note",
    )  # fmt: skip

    class Meta:
        model = Partnership
        fields = (
            "legal_form",
            "council_decision",
            "decision_not_recorded",
            "lead_office",
            "contact_email",
            "named_places",
            "travel_is_suspended",
            "travel_note",
            "review_years",
            "review_on",
            "internal_note",
        )
        widgets = {
            "review_on": DAY,
            "internal_note": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "contact_email": _("Ohne Angabe gilt die Adresse des Sachgebiets."),
            "travel_is_suspended": _("Die öffentliche Seite sagt dann, dass Begegnungen online stattfinden."),
            "review_years": _("Leer: alle fünf Jahre."),
            "internal_note": _("Nur für die Verwaltung und das Steuerungsteam."),
        }
        error_messages = {
            "legal_form": {"required": _("Wählen Sie die Art der Partnerschaft.")},
            "review_years": {"required": _("Geben Sie an, nach wie vielen Jahren Sie prüfen.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {name: getattr(self.instance, f"chosen_{name}") for name in CHOSEN}
        today = timezone.localdate()
        self.fields["topics"].queryset = Topic.objects.order_by("name_de")
        self.fields["type_tags"].queryset = TypeTag.objects.valid_on(today).order_by("name_de")
        self.fields["fields"].queryset = CooperationField.objects.valid_on(today).order_by("order", "pk")
        self.fields["goals"].queryset = Goal.objects.order_by("number")
        offices = Organisation.objects.filter(kind=Kind.OFFICE, state=Organisation.State.CONFIRMED)
        self.fields["lead_office"].queryset = offices.order_by("name")
        self.fields["review_years"].required = False

    def clean_topics(self):
        chosen = self.cleaned_data["topics"]
        if len(chosen) > MOST_TOPICS:
            raise ValidationError(_("Wählen Sie höchstens fünf Themen."))
        return chosen

    def clean_review_years(self):
        years = self.cleaned_data["review_years"] or REVIEW_YEARS
        if not 1 <= years <= MOST_YEARS:
            raise ValidationError(_("Geben Sie eine Zahl von 1 bis 25 an."))
        return years

    @property
    def many(self):
        """{name of a relation: chosen rows}."""
        return {name: self.cleaned_data[name] for name in CHOSEN}


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
        choices=PARTNER_LANGUAGES,
        error_messages={"required": _("Wählen Sie die Sprache des Dokuments.")},
    )
    agreement = forms.ModelChoiceField(
        Agreement.objects.none(), label=_("Gehört zur Vereinbarung"), required=False, empty_label=_("keiner")
    )
    file = forms.FileField(
        label=_("Datei"),
        help_text=_("PDF, Bild, Office-Datei oder Text, höchstens 10 MB."),
        error_messages={
            "required": _("Wählen Sie eine Datei."),
            "empty": _("Die Datei ist leer. Wählen Sie eine andere Datei."),
        },
    )

    def __init__(self, *args, partnership, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = partnership.agreements.order_by("signed_on", "pk")


class AssociationForm(forms.Form):
    """An organisation of this city that belongs to the partnership."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Verein, Schule oder Betrieb"),
        empty_label=_("Bitte wählen"),
        error_messages={"required": _("Wählen Sie eine Organisation.")},
    )

    def __init__(self, *args, partnership, **kwargs):
        super().__init__(*args, **kwargs)
        known = Organisation.objects.filter(kind__in=OPEN_KINDS, state=Organisation.State.CONFIRMED)
        free = known.exclude(pk__in=partnership.associations.values("pk"))
        self.fields["organisation"].queryset = free.order_by("name", "pk")


class StateForm(forms.ModelForm):
    """What a move asks for; only its own fields stay in the form."""

    ASKED = {
        states.REASON: ("reason_text",),
        states.DECISION: ("happened_on", "decision"),
        states.SUSPENSION: (
            "happened_on",
            "reason",
            "reason_text",
            "decision",
            "review_on",
            "public_wording",
            "civil_contacts_continue",
        ),
        states.END: ("happened_on", "reason", "reason_text", "decision", "is_one_sided", "public_wording"),
    }
    NEEDED = {
        states.REASON: ("reason_text",),
        states.DECISION: ("happened_on", "decision"),
        states.SUSPENSION: ("happened_on", "reason", "decision", "review_on", "public_wording"),
        states.END: ("happened_on", "public_wording"),
    }

    class Meta:
        model = StateChange
        fields = (
            "happened_on",
            "reason",
            "reason_text",
            "decision",
            "is_one_sided",
            "review_on",
            "public_wording",
            "civil_contacts_continue",
        )
        widgets = {"happened_on": DAY, "review_on": DAY, "reason_text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "decision": _("Nummer der Vorlage und Datum, zum Beispiel BV/0494/2026 vom 3. September 2026."),
            "review_on": _("Spätestens nach 24 Monaten. Wir erinnern Sie 90 und 30 Tage vorher."),
            "public_wording": _("Diesen Satz lesen alle. Der Grund bleibt intern."),
        }
        error_messages = {
            "happened_on": {"required": _("Geben Sie an, ab wann das gilt."), **DAY_ERRORS},
            "reason": {"required": _("Wählen Sie einen Grund.")},
            "reason_text": {"required": _("Schreiben Sie in einem Satz, warum.")},
            "decision": {"required": _("Nennen Sie den Beschluss: Nummer der Vorlage und Datum.")},
            "review_on": {"required": _("Geben Sie an, wann Sie wieder prüfen."), **DAY_ERRORS},
            "public_wording": {"required": _("Wählen Sie den Satz für die öffentliche Seite.")},
        }

    def __init__(self, *args, move, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.asks = move.asks
        self.fields = {name: self.fields[name] for name in self.ASKED[move.asks]}
        for name in self.NEEDED[move.asks]:
            self.fields[name].required = True
        if "happened_on" in self.fields:
            self.initial.setdefault("happened_on", today)
        for name, model in (("reason", StateReason), ("public_wording", PublicWording)):
            if name in self.fields:
                self.fields[name].queryset = model.objects.valid_on(today).order_by("pk")

    def clean(self):
        given = super().clean()
        begins, review = given.get("happened_on"), given.get("review_on")
        if begins and review and not begins < review <= begins + states.LONGEST_REVIEW:
            self.add_error("review_on", _("Wählen Sie einen Tag in den 24 Monaten nach dem Beginn."))
        if self.asks == states.END and not (given.get("decision") or given.get("is_one_sided")):
            self.add_error(
                "decision",
                _("Nennen Sie den Beschluss oder kreuzen Sie an, dass die Partnerstadt beendet hat."),
            )
        return given
