"""What people type about memberships and good practices, and what lists are narrowed by."""

import csv
import functools
from pathlib import Path

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Kind
from core.forms import WebAddressField
from core.lost_updates import VersionedForm
from partnerships.models import CooperationField, GoodPractice, NetworkMembership, Partnership
from partnerships.networks.actions import NETWORK_FIELDS, PRACTICE_FIELDS, PROPOSED_FIELDS, RATING_FIELDS
from places.models import City, Goal

NAMES = Path(__file__).parent.parent / "data/networks.csv"
FIRST_YEAR, SUGGESTIONS = 1950, "netzwerke-bekannt"
BAD_ADDRESS = {"invalid": _("Geben Sie eine Adresse an, die mit https:// beginnt.")}


@functools.cache
def known_networks():
    """Names of networks that towns often belong to, for suggestions while typing."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        return [row["name_de"] for row in csv.DictReader(file)]


def offices():
    return Organisation.objects.filter(kind=Kind.OFFICE, state=Organisation.State.CONFIRMED).order_by("name")


class MembershipForm(VersionedForm):
    class Meta:
        model = NetworkMembership
        fields = NETWORK_FIELDS
        localized_fields = ("fee",)
        field_classes = {"website": WebAddressField, "decision_url": WebAddressField}
        widgets = {
            "network": forms.TextInput(attrs={"list": SUGGESTIONS}),
            "benefit": forms.Textarea(attrs={"rows": 4}),
            "review_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "member_since": _("So genau wie bekannt: 1978, 05/1981 oder 11.05.2007."),
            "representative": _("Welches Amt vertritt die Stadt? Keine privaten Angaben."),
            "decision": _("Nummer der Vorlage und Datum."),
            "review_on": _("An diesem Tag erinnert Sie „Wartet auf mich“."),
        }
        error_messages = {
            "network": {
                "required": _("Nennen Sie das Netzwerk."),
                "unique": _("Dieses Netzwerk ist schon eingetragen."),
            },
            "website": BAD_ADDRESS,
            "decision_url": BAD_ADDRESS,
            "fee": {"invalid": _("Geben Sie den Beitrag als Zahl an.")},
        }  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact_office"].queryset = offices()

    def clean_fee(self):
        fee = self.cleaned_data["fee"]
        if fee is not None and fee < 0:
            raise ValidationError(_("Der Beitrag ist nie negativ."))
        return fee


class LeaveForm(forms.Form):
    on = forms.DateField(
        label=_("Letzter Tag der Mitgliedschaft"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Nennen Sie den letzten Tag."),
            "invalid": _("Geben Sie einen Tag an, zum Beispiel 31.12.2026."),
        },
    )


def _choices(form):
    """The rows that a form about a practice offers."""
    offered = {
        "fields": CooperationField.objects.order_by("order", "pk"),
        "goals": Goal.objects.order_by("number"),
        "city": City.objects.filter(is_home=False).order_by("name"),
        "partnership": Partnership.objects.select_related("city").order_by("city__name"),
        "rated_by": offices(),
    }
    for name, rows in offered.items():
        if name in form.fields:
            form.fields[name].queryset = rows


PRACTICE_ERRORS = {
    "title": {"required": _("Geben Sie der Praxis einen Titel.")},
    "source_url": BAD_ADDRESS,
    "language": {"required": _("Wählen Sie die Sprache der Beschreibung.")},
    "year": {"invalid": _("Geben Sie das Jahr als vierstellige Zahl an.")},
}
LONG = {name: forms.Textarea(attrs={"rows": 4}) for name in ("problem", "solution", "results", "conditions")}


class PracticeForm(VersionedForm):
    class Meta:
        model = GoodPractice
        fields = (*PRACTICE_FIELDS, "fields", "goals")
        field_classes = {"source_url": WebAddressField}
        widgets = LONG | {
            "fields": forms.CheckboxSelectMultiple,
            "goals": forms.CheckboxSelectMultiple,
            "internal_note": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"rated_by": _("Amt, das bewertet"), "partnership": _("Partnerschaft")}
        help_texts = {
            "source_url": _("Verweisen Sie auf die Quelle, statt ihren Text abzuschreiben."),
            "rated_by": _("Die Mitglieder dieses Amts sehen die Praxis und dürfen sie bewerten."),
            "internal_note": _("Nur für die Verwaltung."),
        }
        error_messages = PRACTICE_ERRORS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _choices(self)

    def clean_year(self):
        year, this_year = self.cleaned_data["year"], timezone.localdate().year
        if year is not None and not FIRST_YEAR <= year <= this_year:
            raise ValidationError(
                _("Geben Sie ein Jahr zwischen %(first)d und %(last)d an.")
                % {"first": FIRST_YEAR, "last": this_year}
            )
        return year


class ProposalForm(forms.ModelForm):
    """What an organisation tells us; the staff do the rest."""

    class Meta:
        model = GoodPractice
        fields = (*PROPOSED_FIELDS, "fields")
        field_classes = {"source_url": WebAddressField}
        widgets = LONG | {"fields": forms.CheckboxSelectMultiple}
        help_texts = {
            "problem": _("Welche Aufgabe hat die Stadt gelöst?"),
            "solution": _("Wie macht sie es? Was könnten wir übernehmen?"),
            "contact": _("Ein Amt oder eine Stelle dort, die mehr weiß."),
        }
        error_messages = PRACTICE_ERRORS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _choices(self)


class RatingForm(VersionedForm):
    class Meta:
        model = GoodPractice
        fields = RATING_FIELDS
        widgets = {"rating_note": forms.Textarea(attrs={"rows": 4})}

    SENTENCES = {
        "need": _("Bewerten Sie den Bedarf mit einer Zahl von 1 bis 5."),
        "context": _("Bewerten Sie die Lage mit einer Zahl von 1 bis 5."),
        "resources": _("Bewerten Sie die Mittel mit einer Zahl von 1 bis 5."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, sentence in self.SENTENCES.items():
            old = self.fields[name]
            self.fields[name] = forms.TypedChoiceField(
                label=old.label,
                coerce=int,
                choices=[("", _("Bitte wählen")), *((n, n) for n in range(1, 6))],
                help_text=_("1: wenig, 5: viel"),
                error_messages={"required": sentence, "invalid_choice": sentence},
            )


class DropForm(forms.Form):
    reason = forms.CharField(
        label=_("Warum verwerfen Sie diese Praxis?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Nur für die Verwaltung. Die Praxis lässt sich später wieder aufnehmen."),
        error_messages={"required": _("Nennen Sie einen Grund.")},
    )


class PracticeFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Stichwort"),
        method="search",
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 100}),
    )
    stand = django_filters.ChoiceFilter(
        label=_("Stand"), field_name="state", choices=GoodPractice.State.choices, empty_label=_("Jeder Stand")
    )
    feld = django_filters.ChoiceFilter(
        label=_("Feld"), choices=[], method="in_field", empty_label=_("Alle Felder")
    )
    ziel = django_filters.ChoiceFilter(
        label=_("Nachhaltigkeitsziel"), choices=[], method="for_goal", empty_label=_("Alle Ziele")
    )
    stadt = django_filters.ChoiceFilter(
        label=_("Stadt"), field_name="city__slug", choices=[], empty_label=_("Alle Städte")
    )

    class Meta:
        model = GoodPractice
        fields = []

    def __init__(self, data, queryset):
        super().__init__(data, queryset)
        fields = CooperationField.objects.order_by("order", "pk")
        towns = City.objects.filter(pk__in=queryset.exclude(city=None).values("city")).order_by("name")
        self.filters["feld"].extra["choices"] = [(one.slug, one.name) for one in fields]
        self.filters["ziel"].extra["choices"] = [
            (str(one.pk), str(one)) for one in Goal.objects.order_by("pk")
        ]
        self.filters["stadt"].extra["choices"] = [(one.slug, one.name) for one in towns]

    def search(self, queryset, name, words):
        for word in words.split():
            queryset = queryset.filter(
                Q(title__icontains=word) | Q(problem__icontains=word) | Q(solution__icontains=word)
            )
        return queryset

    def in_field(self, queryset, name, slug):
        rows = GoodPractice.fields.through.objects.filter(goodpractice=OuterRef("pk"))
        return queryset.filter(Exists(rows.filter(cooperationfield__slug=slug)))

    def for_goal(self, queryset, name, number):
        rows = GoodPractice.goals.through.objects.filter(goodpractice=OuterRef("pk"))
        return queryset.filter(Exists(rows.filter(goal=number)))
