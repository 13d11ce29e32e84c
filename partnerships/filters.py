"""What readers may narrow the list of partnerships by; the address keeps the choice."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from partnerships.models import Partnership, Topic
from places.models import CityName, Country

CARDS, TABLE = "karten", "tabelle"
SEARCHED = (
    "city__name",
    "city__name_local",
    "city__transliteration",
    "city__country__name_de",
    "city__country__name_en",
    "city__country__name_fr",
)


class PartnershipFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Stadt oder Stichwort"),
        method="search",
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 100}),
    )
    form = django_filters.ChoiceFilter(
        label=_("Art der Partnerschaft"),
        field_name="legal_form",
        choices=Partnership.LegalForm.choices,
        empty_label=_("Alle Arten"),
    )
    stand = django_filters.ChoiceFilter(
        label=_("Stand"), field_name="state", choices=Partnership.State.choices, empty_label=_("Jeder Stand")
    )
    land = django_filters.ChoiceFilter(
        label=_("Land"), field_name="city__country", choices=[], empty_label=_("Alle Länder")
    )
    thema = django_filters.MultipleChoiceFilter(
        label=_("Themen"),
        field_name="topics__slug",
        choices=[],
        distinct=False,
        method="about_one_of",
        widget=forms.CheckboxSelectMultiple,
    )
    ansicht = django_filters.ChoiceFilter(
        choices=[(CARDS, CARDS), (TABLE, TABLE)], method="leave", widget=forms.HiddenInput
    )

    class Meta:
        model = Partnership
        fields = []

    def __init__(self, data, queryset):
        super().__init__(data, queryset)
        countries = Country.objects.filter(pk__in=queryset.values("city__country"))
        topics = Topic.objects.filter(pk__in=queryset.filter(topics__isnull=False).values("topics"))
        self.filters["land"].extra["choices"] = _sorted((one.pk, one.name) for one in countries)
        self.filters["thema"].extra["choices"] = _sorted((one.slug, one.name) for one in topics)

    def search(self, queryset, name, words):
        for word in words.split():
            found = Q(Exists(CityName.objects.filter(city=OuterRef("city"), name__icontains=word)))
            found |= Q(Exists(Partnership.objects.filter(pk=OuterRef("pk"), texts__teaser__icontains=word)))
            for field in SEARCHED:
                found |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(found)
        return queryset

    def about_one_of(self, queryset, name, slugs):
        if not slugs:
            return queryset
        return queryset.filter(Exists(Partnership.objects.filter(pk=OuterRef("pk"), topics__slug__in=slugs)))

    def leave(self, queryset, name, value):
        return queryset

    @property
    def view(self):
        """Cards, unless the table was asked for."""
        return TABLE if self.form.is_valid() and self.form.cleaned_data["ansicht"] == TABLE else CARDS


def _sorted(choices):
    return sorted(choices, key=lambda choice: choice[1])
