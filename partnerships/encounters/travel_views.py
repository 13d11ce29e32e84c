"""Journeys to an encounter, and the sets of factors behind their numbers."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import get_allowed, may, require
from core.forms import WebAddressField, form_response
from partnerships.actions import NotNow
from partnerships.encounters import factors, travel
from partnerships.encounters.fields import DayField, count_field
from partnerships.encounters.views import allowed
from partnerships.models import FactorSet, TravelLeg, Trip
from places.models import Country

MOST_PERSONS, MOST_FACTOR_FILE = 100_000, 500_000
CHOOSE_MODE = gettext_lazy("Wählen Sie das Verkehrsmittel.")


class ProposeForm(forms.Form):
    persons = count_field(gettext_lazy("Wie viele Personen reisen?"), most=MOST_PERSONS)

    def clean_persons(self):
        persons = self.cleaned_data["persons"]
        if not persons:
            raise ValidationError(_("Geben Sie an, wie viele Personen reisen."))
        return persons


class LegForm(forms.ModelForm):
    """A part of the way; what is not known of it is computed."""

    title = forms.CharField(
        label=gettext_lazy("Reiseweg"),
        max_length=120,
        help_text=gettext_lazy(
            "Abschnitte mit demselben Namen gehören zusammen, zum Beispiel: Bahn über Paris"
        ),
        error_messages={"required": gettext_lazy("Geben Sie dem Reiseweg einen Namen.")},
    )
    country = forms.ModelChoiceField(
        label=gettext_lazy("Land der Fahrt"),
        queryset=Country.objects.none(),
        required=False,
        help_text=gettext_lazy("Leer lassen, wenn der Abschnitt über eine Grenze führt."),
        error_messages={"invalid_choice": gettext_lazy("Wählen Sie ein Land aus der Liste.")},
    )

    class Meta:
        model = TravelLeg
        fields = ("mode", "start", "end", "persons", "km", "is_return", "occupancy")
        help_texts = {
            "km": gettext_lazy("Leer lassen: zwischen den beiden Städten rechnen wir selbst."),
            "occupancy": gettext_lazy("Nur beim Auto; dann rechnen wir je Fahrzeug."),
        }
        error_messages = {
            "mode": {"required": CHOOSE_MODE, "invalid_choice": CHOOSE_MODE},
            "km": {"required": gettext_lazy("Geben Sie die Kilometer an.")},
            "start": {"required": gettext_lazy("Geben Sie an, wo der Abschnitt beginnt.")},
            "end": {"required": gettext_lazy("Geben Sie an, wo der Abschnitt endet.")},
            "persons": {"required": gettext_lazy("Geben Sie an, wie viele Personen reisen.")},
        }

    field_order = ("title", "mode", "start", "end", "country")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["km"].required = False
        self.fields["country"].queryset = Country.objects.order_by("name_de")

    def validate_constraints(self):
        """Asked below, in words."""

    def clean_km(self):
        return _between(
            self.cleaned_data["km"], 0, 25_000, _("Geben Sie Kilometer zwischen 0,1 und 25.000 an.")
        )

    def clean_persons(self):
        return _between(
            self.cleaned_data["persons"], 0, MOST_PERSONS, _("Geben Sie 1 bis 100.000 Personen an.")
        )

    def clean_occupancy(self):
        return _between(self.cleaned_data["occupancy"], 0.99, 9, _("In einem Auto sitzen 1 bis 9 Personen."))


def _between(value, above, most, sentence):
    if value is not None and not above < value <= most:
        raise ValidationError(sentence)
    return value


class FactorSetForm(forms.ModelForm):
    retrieved_on = DayField(label=gettext_lazy("Abgerufen am"), required=False)
    file = forms.FileField(
        label=gettext_lazy("Faktoren als CSV"),
        help_text=gettext_lazy(
            "Spalten: mode, country, grams, is_per_vehicle, note; je Zeile ein Verkehrsmittel."
        ),
        error_messages={
            "required": gettext_lazy("Wählen Sie die Datei mit den Faktoren."),
            "empty": gettext_lazy("Die Datei ist leer. Wählen Sie eine andere Datei."),
        },
    )

    class Meta:
        model = FactorSet
        fields = (
            "title", "publisher", "year", "scope", "source_title", "source_url", "source_licence",
            "retrieved_on", "is_checked",
        )  # fmt: skip
        field_classes = {"source_url": WebAddressField}
        error_messages = {
            "title": {"required": gettext_lazy("Geben Sie dem Satz einen Titel.")},
            "publisher": {"required": gettext_lazy("Nennen Sie, wer die Werte herausgibt.")},
            "year": {"required": gettext_lazy("Geben Sie das Jahr der Werte an.")},
            "scope": {"required": gettext_lazy("Schreiben Sie, wofür die Werte gelten.")},
            "source_title": {"required": gettext_lazy("Nennen Sie die Quelle.")},
        }

    def clean_year(self):
        return _between(
            self.cleaned_data["year"], 1989, 2100, _("Geben Sie ein Jahr zwischen 1990 und 2100 an.")
        )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_FACTOR_FILE:
            raise ValidationError(_("Die Datei ist zu groß für eine Liste von Faktoren."))
        try:
            self.lines = factors.read(file.read(), factors.known_countries())
        except factors.Unreadable as reason:
            raise ValidationError(reason.mistakes[:20]) from reason
        return file


def _context(encounter):
    found = travel.journeys_of(encounter)
    place = encounter.place or ", ".join(
        one.city.name for one in encounter.partnerships.select_related("city")
    )
    return {
        "encounter": encounter,
        "journeys": found,
        "bars": [{"label": one.title, "value": travel.whole(one.kg)} for one in found if one.legs],
        "sentence": travel.sentence(found, place),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def journey(request, pk):
    """Ways side by side; by POST rail, coach and plane are computed."""
    encounter = allowed(request, "encounters.edit", pk)
    data = request.POST if request.method == "POST" else None
    form = ProposeForm(data, initial={"persons": travel.travellers(encounter)})
    if form.is_bound and form.is_valid():
        try:
            travel.propose(encounter, form.cleaned_data["persons"], by=request.user)
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Die Reisewege sind berechnet. Wählen Sie, wie gereist wird."))
            return redirect("encounters:journey", pk)
    return form_response(request, "encounters/journey.html", _context(encounter), form)


@require_http_methods(["GET", "HEAD", "POST"])
def add_leg(request, pk):
    encounter = allowed(request, "encounters.edit", pk)
    initial = {"persons": travel.travellers(encounter), "title": request.GET.get("weg", "")[:120]}
    form = LegForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        country = form.cleaned_data["country"]
        try:
            travel.add_leg(
                encounter, form.instance, title=form.cleaned_data["title"],
                country=country.pk if country else "", by=request.user,
            )  # fmt: skip
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Der Abschnitt ist eingetragen."))
            return redirect("encounters:journey", pk)
    return form_response(request, "encounters/leg_form.html", {"encounter": encounter}, form)


def _trip(request, pk, trip):
    encounter = allowed(request, "encounters.edit", pk)
    return get_object_or_404(Trip.objects.select_related("encounter"), pk=trip, encounter=encounter)


@require_POST
def choose(request, pk, trip):
    travel.choose(_trip(request, pk, trip), by=request.user)
    messages.success(request, _("So wird gereist. Der Satz für die Vorlage steht bereit."))
    return redirect("encounters:journey", pk)


@require_POST
def remove_trip(request, pk, trip):
    travel.remove_trip(_trip(request, pk, trip), by=request.user)
    messages.success(request, _("Der Reiseweg ist entfernt."))
    return redirect("encounters:journey", pk)


@require_POST
def remove_leg(request, pk, leg):
    encounter = allowed(request, "encounters.edit", pk)
    row = get_object_or_404(
        TravelLeg.objects.select_related("trip__encounter"), pk=leg, trip__encounter=encounter
    )
    travel.remove_leg(row, by=request.user)
    messages.success(request, _("Der Abschnitt ist entfernt."))
    return redirect("encounters:journey", pk)


@require_safe
def factor_sets(request):
    require(request.user, "encounters.see_factors")
    sets = FactorSet.objects.visible_to(request.user).prefetch_related("factors__country")
    ordered = sets.order_by("is_retired", "-year", "pk")
    context = {
        "sets": [(one, sorted(one.factors.all(), key=lambda row: row.pk)) for one in ordered],
        "may_keep": may(request.user, "encounters.keep_factors"),
    }  # fmt: skip
    return TemplateResponse(request, "encounters/factor_sets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_factors(request):
    require(request.user, "encounters.keep_factors")
    form = FactorSetForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        initial={"retrieved_on": timezone.localdate()},
    )
    if form.is_bound and form.is_valid():
        try:
            factors.add(form.instance, form.lines, by=request.user)
        except NotNow as reason:
            form.add_error("title", str(reason))
        else:
            messages.success(request, _("Der Satz steht jetzt zur Verfügung."))
            return redirect("encounters:factors")
    return form_response(request, "encounters/factor_form.html", {}, form)


@require_POST
def retire_factors(request, slug):
    found = get_allowed(request.user, "encounters.keep_factors", FactorSet.objects, slug=slug)
    try:
        factors.retire(found, by=request.user)
    except NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(
            request, _("Der Satz wird nicht mehr angeboten. Gerechnete Reisen behalten ihre Zahlen.")
        )
    return redirect("encounters:factors")
