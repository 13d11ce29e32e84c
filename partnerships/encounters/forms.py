"""What people type about an encounter: first the few things that matter, everything else later."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Kind
from core.lost_updates import VersionedForm
from partnerships.encounters.fields import DayField, count_field, money_field
from partnerships.models import CooperationField, Encounter, Partnership
from partnerships.models.encounters import MOST_PEOPLE
from places.models import Goal

WHICH = _("Wählen Sie mindestens eine Partnerschaft.")
MANY, MOST_NIGHTS, OLDEST = MOST_PEOPLE, 366, 120


def partnerships_field(queryset):
    return forms.ModelMultipleChoiceField(
        label=_("Mit welcher Partnerstadt?"),
        queryset=queryset,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": WHICH, "invalid_choice": WHICH, "invalid_pk_value": WHICH},
    )


class _Core(forms.ModelForm):
    """The short form, and the first part of the long one."""

    starts_on = DayField(label=_("Erster Tag"), missing=_("Geben Sie an, wann die Begegnung beginnt."))
    ends_on = DayField(
        label=_("Letzter Tag"), required=False, help_text=_("Leer lassen, wenn alles an einem Tag ist.")
    )
    participants_own = count_field(_("Personen von hier"), most=MANY)
    participants_partner = count_field(_("Personen aus der Partnerstadt"), most=MANY)

    def clean(self):
        given = super().clean()
        start, end = given.get("starts_on"), given.get("ends_on")
        if start and not end and "ends_on" not in self.errors:
            given["ends_on"] = end = start
        if start and end and end < start:
            self.add_error("ends_on", _("Der letzte Tag liegt vor dem ersten."))
        return given

    def validate_constraints(self):
        """The rules of the table are asked in clean(), field by field and in words."""


class ShortForm(_Core):
    """What is asked at first, on a phone in under two minutes."""

    organiser = forms.ModelChoiceField(
        label=_("Für wen?"),
        queryset=Organisation.objects.none(),
        error_messages={
            "required": _("Wählen Sie, für wen Sie die Begegnung eintragen."),
            "invalid_choice": _("Wählen Sie, für wen Sie die Begegnung eintragen."),
        },
    )

    class Meta:
        model = Encounter
        fields = (
            "title", "kind", "direction", "starts_on", "ends_on", "participants_own", "participants_partner",
        )  # fmt: skip
        help_texts = {"title": _("Zum Beispiel: Chor aus Nevers zu Gast beim Altstadtfest")}
        error_messages = {
            "title": {"required": _("Schreiben Sie, was der Anlass ist.")},
            "kind": {"required": _("Wählen Sie die Art der Begegnung.")},
            "direction": {"required": _("Wählen Sie die Richtung.")},
        }

    field_order = ("partnerships", "title", "kind", "direction", "starts_on", "ends_on", "organiser")

    def __init__(self, *args, partnerships, organisers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partnerships"] = partnerships_field(partnerships)
        self.fields["direction"].required = False
        self.fields["direction"].choices = [
            ("", _("wie üblich bei dieser Art")),
            *Encounter.Direction.choices,
        ]
        keys = [one.pk for one in organisers]
        if len(keys) > 1:
            self.fields["organiser"].queryset = Organisation.objects.filter(pk__in=keys).order_by("name")
        else:
            del self.fields["organiser"]
        self.only_organiser = organisers[0] if len(keys) == 1 else None
        self.order_fields(self.field_order)

    @property
    def chosen_organiser(self):
        return self.cleaned_data.get("organiser") or self.only_organiser


class DetailsForm(_Core, VersionedForm):
    """Everything about an encounter; the lists are saved by the action."""

    minors = count_field(_("davon unter 18"), most=MANY)
    first_timers = count_field(_("davon zum ersten Mal dabei"), most=MANY)
    age_from = count_field(_("Alter von"), most=OLDEST)
    age_to = count_field(_("Alter bis"), most=OLDEST)
    nights = count_field(_("Nächte"), most=MOST_NIGHTS)
    host_families = forms.NullBooleanField(
        label=_("Unterkunft in Gastfamilien"),
        required=False,
        widget=forms.Select(
            choices=[("unknown", _("keine Angabe")), ("true", _("ja")), ("false", _("nein"))]
        ),
    )
    cost_total = money_field(_("Kosten insgesamt (Euro)"))
    municipal_share = money_field(_("davon die Stadt (Euro)"))
    third_party_share = money_field(_("davon Drittmittel (Euro)"))
    grant = money_field(_("Zuschuss der Stadt an Dritte (Euro)"))

    class Meta:
        model = Encounter
        fields = (
            "partnerships", "title", "kind", "direction", "starts_on", "ends_on", "place",
            "participants_own", "participants_partner", "minors", "first_timers", "age_from", "age_to",
            "nights", "host_families", "outcome", "cost_total", "municipal_share", "third_party_share",
            "grant", "organisers", "lead_office", "by_city", "by_third_party", "fields", "goals",
            "public_text",
        )  # fmt: skip
        widgets = {
            "organisers": forms.CheckboxSelectMultiple,
            "fields": forms.CheckboxSelectMultiple,
            "goals": forms.CheckboxSelectMultiple,
            "outcome": forms.Textarea(attrs={"rows": 6}),
            "public_text": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "outcome": _("Was hat die Begegnung gebracht, und wie geht es weiter? Höchstens 1.500 Zeichen."),
            "public_text": _("Diesen Text lesen alle, sobald die Begegnung veröffentlicht ist."),
        }
        error_messages = {
            "partnerships": {"required": WHICH},
            "title": {"required": _("Schreiben Sie, was der Anlass ist.")},
            "kind": {"required": _("Wählen Sie die Art der Begegnung.")},
            "direction": {"required": _("Wählen Sie, wer zu wem reist.")},
        }

    GROUPS = (
        (
            "anlass",
            _("Anlass und Zeit"),
            ("partnerships", "title", "kind", "direction", "starts_on", "ends_on", "place"),
        ),
        (
            "menschen",
            _("Wer dabei war"),
            (
                "participants_own", "participants_partner", "minors", "first_timers", "age_from", "age_to",
                "nights", "host_families",
            ),
        ),
        ("ergebnis", _("Ergebnis"), ("outcome",)),
        ("kosten", _("Kosten"), ("cost_total", "municipal_share", "third_party_share", "grant")),
        ("traeger", _("Wer veranstaltet"), ("organisers", "lead_office", "by_city", "by_third_party")),
        ("felder", _("Felder und Nachhaltigkeitsziele"), ("fields", "goals")),
        ("oeffentlich", _("Für die Öffentlichkeit"), ("public_text",)),
    )  # fmt: skip

    def __init__(self, *args, partnerships, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partnerships"] = partnerships_field(partnerships)
        own = Q(pk__in=self.instance.organisers.values("pk"))
        kinds = (Kind.ASSOCIATION, Kind.SCHOOL, Kind.UNIVERSITY, Kind.BUSINESS, Kind.CHAMBER, Kind.OFFICE)
        confirmed = Q(state=Organisation.State.CONFIRMED, kind__in=kinds)
        self.fields["organisers"].queryset = Organisation.objects.filter(confirmed | own).order_by("name")
        self.fields["lead_office"].queryset = Organisation.objects.filter(
            kind=Kind.OFFICE, state=Organisation.State.CONFIRMED
        ).order_by("name")
        self.fields["fields"].queryset = CooperationField.objects.order_by("order")
        self.fields["goals"].queryset = Goal.objects.order_by("number")

    @property
    def groups(self):
        """[{id, title, fields}] for the page."""
        return [
            {"id": name, "title": title, "fields": [self[field] for field in fields]}
            for name, title, fields in self.GROUPS
        ]

    def clean(self):
        given = super().clean()
        self._people(given)
        self._ages_and_money(given)
        return given

    def _people(self, given):
        everybody = sum(given.get(name) or 0 for name in ("participants_own", "participants_partner"))
        for name in ("minors", "first_timers"):
            if (given.get(name) or 0) > everybody and not {"participants_own", "participants_partner"} & set(
                self.errors
            ):
                words = _("Das sind mehr, als insgesamt dabei waren (%(everybody)d).")
                self.add_error(name, ValidationError(words, params={"everybody": everybody}))

    def _ages_and_money(self, given):
        youngest, oldest = given.get("age_from"), given.get("age_to")
        if youngest is not None and oldest is not None and oldest < youngest:
            self.add_error("age_to", _("Dieses Alter ist niedriger als „Alter von“."))
        total = given.get("cost_total")
        shares = sum(given.get(name) or 0 for name in ("municipal_share", "third_party_share"))
        if total is not None and shares > total:
            self.add_error("cost_total", _("Die Anteile sind zusammen höher als die Kosten insgesamt."))

    @property
    def chosen_lists(self):
        return {name: self.cleaned_data[name] for name in ("partnerships", "organisers", "fields", "goals")}


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Warum nicht?"),
        help_text=_("Wer den Vorschlag gemacht hat, liest diesen Text."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Nennen Sie den Grund.")},
    )


class StartForm(forms.Form):
    """Begin an encounter from a template."""

    partnership = forms.ModelChoiceField(
        label=_("Mit welcher Partnerstadt?"),
        queryset=Partnership.objects.none(),
        error_messages={"required": _("Wählen Sie eine Partnerschaft."), "invalid_choice": WHICH},
    )
    starts_on = DayField(label=_("Erster Tag"), missing=_("Geben Sie an, wann die Begegnung beginnt."))
    title = forms.CharField(
        label=_("Anlass"),
        max_length=160,
        required=False,
        help_text=_("Ohne Angabe nehmen wir den Namen der Vorlage und der Stadt."),
    )

    def __init__(self, *args, partnerships, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partnership"].queryset = partnerships


class FileForm(forms.Form):
    """A photo or a paper."""

    file = forms.FileField(
        label=_("Datei"),
        help_text=_("Bild, PDF, Office-Datei oder Text, höchstens 10 MB."),
        error_messages={
            "required": _("Wählen Sie eine Datei."),
            "empty": _("Die Datei ist leer. Wählen Sie eine andere Datei."),
        },
    )
    title = forms.CharField(
        label=_("Titel"), max_length=200, error_messages={"required": _("Geben Sie der Datei einen Titel.")}
    )
    alt_text = forms.CharField(
        label=_("Was ist zu sehen?"),
        max_length=300,
        required=False,
        help_text=_("Nur bei Bildern: für alle, die das Bild nicht sehen."),
    )
    rights = forms.CharField(
        label=_("Wer hat das Bild gemacht?"),
        max_length=200,
        required=False,
        help_text=_(
            "Nur bei Bildern: Name und Erlaubnis, zum Beispiel: Erika Beispiel, darf gezeigt werden."
        ),
    )
    people_agreed = forms.BooleanField(
        label=_("Alle Abgebildeten haben zugestimmt"),
        required=False,
        help_text=_("Ohne Zustimmung bleibt das Bild intern."),
    )
