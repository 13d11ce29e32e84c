"""What people type and choose about reports."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.lost_updates import VersionedForm
from partnerships.models import Encounter, Partnership, YearlyReport
from partnerships.reports.figures import NOT_ONLINE
from partnerships.reports.loading import COMING, FIELDS
from partnerships.reports.wording import LABELS

FIRST_YEAR = 1946
WHAT_IS_MISSING = ("participants", *FIELDS, "kg")


class StartForm(forms.Form):
    year = forms.IntegerField(
        label=_("Jahr"),
        error_messages={
            "required": _("Geben Sie das Jahr an, über das Sie berichten."),
            "invalid": _("Geben Sie das Jahr als vierstellige Zahl an."),
        },
    )

    def clean_year(self):
        year, this_year = self.cleaned_data["year"], timezone.localdate().year
        if not FIRST_YEAR <= year <= this_year:
            raise ValidationError(
                _("Geben Sie ein Jahr zwischen %(first)d und %(last)d an.")
                % {"first": FIRST_YEAR, "last": this_year}
            )
        return year


class TextsForm(VersionedForm):
    class Meta:
        model = YearlyReport
        fields = ("introduction", "outlook")
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 8}),
            "outlook": forms.Textarea(attrs={"rows": 8}),
        }
        help_texts = {
            "introduction": _("Was soll der Rat vorab wissen? Ohne Text steht hier ein Standardsatz."),
            "outlook": _("Was folgt daraus, was kommt im nächsten Jahr? Absätze trennt eine leere Zeile."),
        }  # fmt: skip


class EncounterFilter(django_filters.FilterSet):
    """The encounters behind a figure; the address keeps the choice."""

    jahr = django_filters.NumberFilter(
        label=_("Jahr"), field_name="starts_on__year", min_value=FIRST_YEAR, max_value=2200
    )
    partnerschaft = django_filters.ModelChoiceFilter(
        label=_("Partnerschaft"),
        queryset=Partnership.objects.none(),
        to_field_name="slug",
        method="with_partner",
        empty_label=_("Alle Partnerschaften"),
    )
    art = django_filters.ChoiceFilter(
        label=_("Art"), field_name="kind", choices=Encounter.Kind.choices, empty_label=_("Alle Arten")
    )
    stand = django_filters.ChoiceFilter(
        label=_("Stand"),
        choices=[("held", _("durchgeführt")), ("planned", _("geplant"))],
        method="by_status",
        empty_label=_("durchgeführt und geplant"),
    )
    luecke = django_filters.ChoiceFilter(
        label=_("Was fehlt"),
        choices=[(name, LABELS[name]) for name in WHAT_IS_MISSING],
        method="without",
        empty_label=_("egal"),
    )

    class Meta:
        model = Encounter
        fields = []

    def __init__(self, data, queryset, *, partnerships):
        super().__init__(data, queryset)
        self.filters["partnerschaft"].extra["queryset"] = partnerships
        self.filters["partnerschaft"].field.queryset = partnerships

    def with_partner(self, queryset, name, partnership):
        links = Encounter.partnerships.through.objects
        return queryset.filter(Exists(links.filter(encounter=OuterRef("pk"), partnership=partnership)))

    def by_status(self, queryset, name, status):
        return queryset.filter(state__in=Encounter.HELD if status == "held" else COMING)

    def without(self, queryset, name, what):
        """As the gap of the figures is counted: what took place, and online meetings need no journey."""
        held = queryset.held()
        if what in NOT_ONLINE:
            held = held.exclude(kind="online").exclude(direction="online")
        if what == "participants":
            return held.filter(participants_own=None, participants_partner=None)
        if what != "kg":
            return held.filter(**{FIELDS[what]: None})
        with_legs = Encounter.objects.filter(
            pk=OuterRef("pk"), trips__is_chosen=True, trips__legs__isnull=False
        )
        return held.exclude(Exists(with_legs))


class ActivityForm(forms.Form):
    """Which partner town and which year the statistics show; both may stay open."""

    partnerschaft = forms.ModelChoiceField(
        label=_("Partnerstadt"),
        queryset=Partnership.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("Alle Partnerstädte"),
    )
    jahr = forms.IntegerField(label=_("Jahr"), required=False, min_value=FIRST_YEAR, max_value=2200)

    def __init__(self, data, *, partnerships):
        super().__init__(data)
        self.fields["partnerschaft"].queryset = partnerships
