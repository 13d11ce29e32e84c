"""Journeys and their emissions: legs, alternatives, and factor sets with their source (domain.md 3.7)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.encounters import Encounter, OfEncounterQuerySet
from places.models import City, Country


class Mode(models.TextChoices):
    RAIL = "rail", _("Bahn")
    COACH = "coach", _("Reisebus")
    LINE_BUS = "line_bus", _("Fernbus")
    CAR = "car", _("Auto")
    PLANE_SHORT = "plane_short", _("Flugzeug, Kurzstrecke")
    PLANE_LONG = "plane_long", _("Flugzeug, Langstrecke")
    PLANE_LONG_BUSINESS = "plane_long_business", _("Flugzeug, Langstrecke, Business")
    FERRY = "ferry", _("Fähre")
    BICYCLE = "bicycle", _("Fahrrad")
    WALK = "walk", _("zu Fuß")


class FactorSetQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self


class FactorSet(models.Model):
    """Emission factors of one publisher and year; never changed once a journey has used them."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("Titel"), max_length=160)
    publisher = models.CharField(_("Herausgeber"), max_length=120)
    year = models.PositiveSmallIntegerField(_("Jahr der Werte"))
    scope = models.CharField(_("Umfang"), max_length=200)
    source_title = models.CharField(_("Quelle"), max_length=200)
    source_url = models.URLField(_("Adresse der Quelle"), max_length=500, blank=True)
    source_licence = models.CharField(_("Lizenz"), max_length=100, blank=True)
    retrieved_on = models.DateField(_("Abgerufen am"), null=True, blank=True)
    is_checked = models.BooleanField(_("mit der Quelle verglichen"), default=False)
    is_retired = models.BooleanField(_("wird nicht mehr angeboten"), default=False)

    objects = FactorSetQuerySet.as_manager()

    def __str__(self):
        return self.title


class Factor(models.Model):
    """Grams of CO2e per person and kilometre; for cars per vehicle and kilometre where it says so."""

    factor_set = models.ForeignKey(FactorSet, on_delete=models.CASCADE, related_name="factors")
    mode = models.CharField(_("Verkehrsmittel"), max_length=20, choices=Mode)
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Land")
    )
    grams = models.DecimalField(_("Gramm CO2e je km"), max_digits=8, decimal_places=3)
    is_per_vehicle = models.BooleanField(_("je Fahrzeug"), default=False)
    is_default = models.BooleanField(_("Vorgabe für dieses Verkehrsmittel"), default=False)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factor_set", "mode", "country"], nulls_distinct=False, name="factor_once"
            ),
            models.UniqueConstraint(
                fields=["mode", "country"],
                condition=Q(is_default=True),
                nulls_distinct=False,
                name="factor_one_default",
            ),
            models.CheckConstraint(condition=Q(grams__gte=0), name="factor_not_negative"),
        ]

    def __str__(self):
        return f"{self.get_mode_display()} {self.grams} g"


class Trip(models.Model):
    """One way to travel to an encounter and back; several are compared, one is taken."""

    encounter = models.ForeignKey(Encounter, on_delete=models.CASCADE, related_name="trips")
    title = models.CharField(_("Bezeichnung"), max_length=120)
    is_chosen = models.BooleanField(_("so wird gereist"), default=False)

    objects = OfEncounterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["encounter"], condition=Q(is_chosen=True), name="trip_one_chosen"
            ),
            models.UniqueConstraint(fields=["encounter", "title"], name="trip_title_once"),
        ]

    def __str__(self):
        return self.title


class TravelLegQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(trip__encounter__in=Encounter.objects.visible_to(user))


class TravelLeg(models.Model):
    """A part of the way by one mode; factor and result are frozen when it is saved."""

    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="legs")
    order = models.PositiveSmallIntegerField(default=0)
    mode = models.CharField(_("Verkehrsmittel"), max_length=20, choices=Mode)
    start = models.CharField(_("von"), max_length=120)
    end = models.CharField(_("nach"), max_length=120)
    start_city = models.ForeignKey(City, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    end_city = models.ForeignKey(City, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    persons = models.PositiveIntegerField(_("Personen"))
    is_return = models.BooleanField(_("hin und zurück"), default=True)
    km = models.DecimalField(_("Kilometer (einfach)"), max_digits=8, decimal_places=1)
    km_is_computed = models.BooleanField(default=False)
    occupancy = models.DecimalField(
        _("Personen je Auto"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="legs")
    grams = models.DecimalField(max_digits=8, decimal_places=3)
    kg_co2e = models.DecimalField(max_digits=10, decimal_places=1)

    objects = TravelLegQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(km__gt=0, km__lte=25_000), name="travel_leg_km_on_earth"),
            models.CheckConstraint(
                condition=Q(persons__gte=1, persons__lte=100_000), name="travel_leg_persons_plausible"
            ),
            models.CheckConstraint(
                condition=Q(occupancy=None) | Q(occupancy__gte=1), name="travel_leg_occupancy_plausible"
            ),
        ]

    def __str__(self):
        return f"{self.start} – {self.end}"
