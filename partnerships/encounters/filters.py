"""What readers may narrow the list of encounters by; the address keeps the choice, nothing is required."""

from datetime import date

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from partnerships.models import CooperationField, Encounter, Partnership

FIRST_YEAR, LAST_YEAR = 1945, 2100


class EncounterFilterForm(forms.Form):
    """Reads the address; what it does not understand is left out, never an error page."""

    q = forms.CharField(
        label=_("Anlass oder Ort"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 100, "autocomplete": "off"}),
    )
    partnerschaft = forms.ChoiceField(label=_("Partnerstadt"), required=False)
    jahr = forms.IntegerField(
        label=_("Jahr"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "kern-form-input__input--short"}),
    )  # fmt: skip
    art = forms.ChoiceField(
        label=_("Art"), required=False, choices=[("", _("Alle Arten")), *Encounter.Kind.choices]
    )
    stand = forms.ChoiceField(
        label=_("Stand"), required=False, choices=[("", _("Jeder Stand")), *Encounter.State.choices]
    )
    feld = forms.ChoiceField(label=_("Feld"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        shown = Partnership.objects.visible_to(user).order_by("city__name")
        towns = shown.values_list("slug", "city__name")
        self.fields["partnerschaft"].choices = [("", _("Alle Städte")), *towns]
        words = CooperationField.objects.order_by("order")
        self.fields["feld"].choices = [("", _("Alle Felder")), *((word.slug, word.name) for word in words)]

    def read(self):
        """What was understood, by field name."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


def narrowed(encounters, chosen):
    """The encounters that fit what was chosen."""
    for word in chosen["q"].split():
        towns = Partnership.objects.filter(encounters=OuterRef("pk"), city__name__icontains=word)
        encounters = encounters.filter(
            Q(title__icontains=word)
            | Q(place__icontains=word)
            | Q(public_text__icontains=word)
            | Exists(towns)
        )
    if chosen["partnerschaft"]:
        row = Encounter.partnerships.through.objects.filter(
            encounter=OuterRef("pk"), partnership__slug=chosen["partnerschaft"]
        )
        encounters = encounters.filter(Exists(row))
    if chosen["jahr"]:
        first, last = date(chosen["jahr"], 1, 1), date(chosen["jahr"], 12, 31)
        encounters = encounters.filter(starts_on__lte=last, ends_on__gte=first)
    if chosen["art"]:
        encounters = encounters.filter(kind=chosen["art"])
    if chosen["stand"]:
        encounters = encounters.filter(state=chosen["stand"])
    if chosen["feld"]:
        row = Encounter.fields.through.objects.filter(
            encounter=OuterRef("pk"), cooperationfield__slug=chosen["feld"]
        )
        encounters = encounters.filter(Exists(row))
    return encounters
