"""What staff narrow the contact book and the log by; the address keeps the choice."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from partnerships.contacts.forms import day_input
from partnerships.contacts.names import normalised
from partnerships.contacts.summary import UNCONFIRMED_AFTER
from partnerships.models import (
    PARTNER_LANGUAGES,
    ContactEvent,
    CooperationField,
    Partnership,
    Person,
    PersonFunction,
)

SEARCH = {"type": "search", "maxlength": 100}


def _towns():
    rows = Partnership.objects.order_by("city__name").values_list("slug", "city__name")
    return list(rows)


class PersonFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Name oder Organisation"),
        method="search",
        max_length=100,
        widget=forms.TextInput(attrs=SEARCH),
    )
    partnerschaft = django_filters.ChoiceFilter(
        label=_("Partnerschaft"), method="of_partnership", choices=[], empty_label=_("Alle Partnerschaften")
    )
    organisation = django_filters.ChoiceFilter(
        label=_("Organisation"), method="of_organisation", choices=[], empty_label=_("Alle Organisationen")
    )
    sprache = django_filters.ChoiceFilter(
        label=_("Sprache"), field_name="language", choices=PARTNER_LANGUAGES, empty_label=_("Alle Sprachen")
    )
    stand = django_filters.ChoiceFilter(
        label=_("Stand"),
        method="in_state",
        choices=Person.State.choices,
        empty_label=_("aktiv und zu prüfen"),
    )
    ansprech = django_filters.BooleanFilter(
        label=_("Nur Ansprechpersonen"), method="contacts_only", widget=forms.CheckboxInput
    )
    unbestaetigt = django_filters.BooleanFilter(
        label=_("Seit 12 Monaten nicht bestätigt"), method="unconfirmed", widget=forms.CheckboxInput
    )

    class Meta:
        model = Person
        fields = []

    def __init__(self, data, queryset):
        super().__init__(data, queryset)
        known = Organisation.objects.filter(
            Exists(PersonFunction.objects.filter(organisation=OuterRef("pk")))
        )
        names = known.order_by("name", "pk").values_list("pk", "name")
        self.filters["organisation"].extra["choices"] = [(str(pk), name) for pk, name in names]
        self.filters["partnerschaft"].extra["choices"] = _towns()
        self.today = timezone.localdate()

    @property
    def qs(self):
        found = super().qs
        is_chosen = self.form.is_valid() and self.form.cleaned_data["stand"]
        return found if is_chosen else found.filter(state__in=[Person.State.ACTIVE, Person.State.TO_REVIEW])

    def search(self, queryset, name, words):
        """Every word in a name, without case and accents, or in an organisation or function."""
        names = {
            pk: normalised(" ".join(parts))
            for pk, *parts in Person.objects.values_list("pk", "given_name", "family_name", "name_original")
        }
        for word in words.replace("\x00", "").split():
            key = normalised(word)
            named = [pk for pk, known in names.items() if key and key in known]
            there = PersonFunction.objects.filter(person=OuterRef("pk")).filter(
                Q(organisation__name__icontains=word) | Q(title__icontains=word)
            )
            queryset = queryset.filter(Q(pk__in=named) | Exists(there) | Q(email__icontains=word))
        return queryset

    def _held(self, queryset, **conditions):
        held = PersonFunction.objects.filter(person=OuterRef("pk"), **conditions)
        return queryset.filter(Exists(held))

    def of_partnership(self, queryset, name, slug):
        return self._held(queryset, partnership__slug=slug)

    def of_organisation(self, queryset, name, pk):
        return self._held(queryset, organisation=int(pk))

    def in_state(self, queryset, name, state):
        return queryset.filter(state=state)

    def contacts_only(self, queryset, name, is_wanted):
        if not is_wanted:
            return queryset
        held = PersonFunction.objects.held_on(self.today).filter(
            person=OuterRef("pk"), is_contact_person=True
        )
        return queryset.filter(Exists(held))

    def unconfirmed(self, queryset, name, is_wanted):
        if not is_wanted:
            return queryset
        limit = self.today - UNCONFIRMED_AFTER
        return queryset.filter(Q(confirmed_on__lt=limit) | Q(confirmed_on=None, created_at__date__lt=limit))


class LogFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Stichwort"), method="search", max_length=100, widget=forms.TextInput(attrs=SEARCH)
    )
    partnerschaft = django_filters.ChoiceFilter(
        label=_("Partnerschaft"),
        field_name="partnership__slug",
        choices=[],
        empty_label=_("Alle Partnerschaften"),
    )
    weg = django_filters.ChoiceFilter(
        label=_("Weg"), field_name="channel", choices=ContactEvent.Channel.choices, empty_label=_("Alle Wege")
    )
    feld = django_filters.ChoiceFilter(
        label=_("Feld"), field_name="field__slug", choices=[], empty_label=_("Alle Felder")
    )
    seit = django_filters.DateFilter(
        label=_("Ab Tag"), field_name="happened_on", lookup_expr="gte", widget=day_input()
    )
    person = django_filters.NumberFilter(method="with_person", widget=forms.HiddenInput)

    class Meta:
        model = ContactEvent
        fields = []

    def __init__(self, data, queryset):
        super().__init__(data, queryset)
        self.filters["partnerschaft"].extra["choices"] = _towns()
        fields = CooperationField.objects.order_by("order", "pk")
        self.filters["feld"].extra["choices"] = [(one.slug, one.name) for one in fields]

    def search(self, queryset, name, words):
        for word in words.replace("\x00", "").split():
            queryset = queryset.filter(Q(subject__icontains=word) | Q(summary__icontains=word))
        return queryset

    def with_person(self, queryset, name, pk):
        links = ContactEvent.persons.through.objects.filter(contactevent=OuterRef("pk"))
        return queryset.filter(Exists(links.filter(person=int(min(abs(pk), 2**31 - 1)))))
