"""Countries with dated facts, and cities with their names and figures (domain.md 2.1)."""

from dataclasses import dataclass

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.partial_dates import PartialDateField
from core.provenance import Sourced
from places.gazetteer import GazetteerLoad, GazetteerName, GazetteerPlace

__all__ = [
    "City",
    "CityFigure",
    "CityName",
    "Country",
    "CountryFact",
    "Eligibility",
    "GazetteerLoad",
    "GazetteerName",
    "GazetteerPlace",
    "Goal",
    "NamedInLanguages",
]


class NamedInLanguages(models.Model):
    """A row of a vocabulary that is called differently in each language of the portal."""

    name_de = models.CharField(_("Name (deutsch)"), max_length=80)
    name_en = models.CharField(_("Name (englisch)"), max_length=80)
    name_fr = models.CharField(_("Name (französisch)"), max_length=80)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self):
        """In the active language; German for a language we have no name in."""
        return getattr(self, f"name_{(get_language() or 'de')[:2]}", "") or self.name_de


class CountryQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self

    def eu_members_on(self, day):
        members = CountryFact.objects.checked().valid_on(day).filter(kind=CountryFact.Kind.EU_MEMBER)
        return self.filter(pk__in=members.values("country"))


class Country(NamedInLanguages):
    iso2 = models.CharField(_("ISO-Kürzel"), max_length=2, primary_key=True)
    iso3 = models.CharField(max_length=3, blank=True)
    eurostat_code = models.CharField(max_length=2, blank=True)

    objects = CountryQuerySet.as_manager()

    def is_eu_member_on(self, day):
        return any(fact.kind == CountryFact.Kind.EU_MEMBER for fact in self.facts_on(day))

    def facts_on(self, day):
        """Checked facts that hold on a day; no query when `facts` was prefetched."""
        return [fact for fact in self.facts.all() if fact.is_checked and fact.is_valid_on(day)]

    def eligible_for(self, programme, strand, day):
        """Whether towns of this country may take part in a strand of an EU programme on a day."""
        named = [
            fact
            for fact in self.facts.all()
            if fact.kind == CountryFact.Kind.PROGRAMME
            and fact.programme == programme
            and fact.strand in ("", strand)
            and fact.is_valid_on(day)
        ]
        for fact in sorted((fact for fact in named if fact.is_checked), key=lambda fact: not fact.strand):
            return Eligibility(Eligibility.OF_VALUE[fact.value], fact)
        return Eligibility(Eligibility.UNKNOWN, None)

    def adequacy_on(self, day):
        """The checked fact about data protection in this country, or None."""
        found = (fact for fact in self.facts_on(day) if fact.kind == CountryFact.Kind.ADEQUACY)
        return next(found, None)


class CountryFactQuerySet(models.QuerySet):
    def valid_on(self, day):
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )

    def checked(self):
        return self.filter(is_checked=True)

    def visible_to(self, user):
        """Facts that nobody has checked are for staff, who can check them."""
        return self if user.is_city_staff else self.checked()


class CountryFact(Sourced):
    """Something that is true of a country from a day to a day; `valid_to` is its last day."""

    class Kind(models.TextChoices):
        EU_MEMBER = "eu_member", _("Mitglied der Europäischen Union")
        PROGRAMME = "programme", _("Land in einem EU-Programm")
        ADEQUACY = "adequacy", _("Datenschutz")

    class Value(models.TextChoices):
        YES = "yes", _("ja")
        EU_STATE = "eu_state", _("EU-Mitgliedstaat")
        ASSOCIATED = "associated", _("mit dem Programm assoziiert")
        NOT_LISTED = "not_listed", _("in keiner Liste der teilnehmenden Länder")
        EU = "eu", _("Datenschutz-Grundverordnung gilt")
        DECISION = "decision", _("Angemessenheitsbeschluss der EU-Kommission")
        NONE = "none", _("kein Angemessenheitsbeschluss")
        PARTIAL = "partial", _("Angemessenheitsbeschluss nur für zertifizierte Organisationen")

    country = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=12, choices=Kind)
    value = models.CharField(max_length=12, choices=Value)
    programme = models.CharField(max_length=20, blank=True)
    strand = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = CountryFactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="country_fact_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(kind="programme", programme__gt="")
                | (~Q(kind="programme") & Q(programme="", strand="")),
                name="country_fact_names_its_programme",
            ),
            models.CheckConstraint(
                condition=Q(kind="eu_member", value="yes")
                | Q(kind="programme", value__in=["eu_state", "associated", "not_listed"])
                | Q(kind="adequacy", value__in=["eu", "decision", "none", "partial"]),
                name="country_fact_value_fits_its_kind",
            ),
            models.UniqueConstraint(
                fields=["country", "kind", "programme", "strand", "valid_from"],
                nulls_distinct=False,
                name="country_fact_once",
            ),
        ]

    def __str__(self):
        return f"{self.country_id} {self.kind} {self.value}"

    def is_valid_on(self, day):
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True)
class Eligibility:
    """An answer with the fact it rests on; without a checked fact the answer is unknown."""

    YES, NO, UNKNOWN = "yes", "no", "unknown"
    OF_VALUE = {
        CountryFact.Value.EU_STATE: YES,
        CountryFact.Value.ASSOCIATED: YES,
        CountryFact.Value.NOT_LISTED: NO,
    }

    answer: str
    fact: CountryFact | None


class Goal(NamedInLanguages):
    """One of the 17 goals of the United Nations for sustainable development (SDG)."""

    number = models.PositiveSmallIntegerField(primary_key=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=17), name="goal_one_of_17")
        ]

    def __str__(self):
        return f"{self.number} {self.name}"


class CityQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self

    def home(self):
        return self.filter(is_home=True)


class City(models.Model):
    """A town, a borough, a county or a region; exactly one is the city that runs the portal."""

    class Kind(models.TextChoices):
        CITY = "city", _("Stadt")
        BOROUGH = "borough", _("Stadtbezirk")
        COUNTY = "county", _("Landkreis")
        REGION = "region", _("Region")

    class Direction(models.TextChoices):
        LEFT_TO_RIGHT = "ltr", _("von links nach rechts")
        RIGHT_TO_LEFT = "rtl", _("von rechts nach links")

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("Art"), max_length=10, choices=Kind, default=Kind.CITY)
    name = models.CharField(_("Name"), max_length=120)
    name_local = models.CharField(_("Name in der eigenen Sprache"), max_length=120, blank=True)
    language = models.CharField(_("Sprache"), max_length=10, blank=True)
    direction = models.CharField(
        _("Schreibrichtung"), max_length=3, choices=Direction, default=Direction.LEFT_TO_RIGHT
    )
    transliteration = models.CharField(_("Umschrift"), max_length=120, blank=True)
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="cities", verbose_name=_("Land")
    )
    lat = models.DecimalField(_("Breite"), max_digits=8, decimal_places=5)
    lon = models.DecimalField(_("Länge"), max_digits=8, decimal_places=5)
    wikidata = models.CharField(max_length=20, blank=True)
    geonames = models.PositiveIntegerField(null=True, blank=True)
    lau = models.CharField(max_length=20, blank=True)
    ags = models.CharField(max_length=8, blank=True)
    nuts3 = models.CharField(max_length=5, blank=True)
    nuts_version = models.PositiveSmallIntegerField(null=True, blank=True)
    website = models.URLField(_("Internetadresse"), blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("liegt in"),
    )
    is_home = models.BooleanField(default=False)

    objects = CityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_home"], condition=Q(is_home=True), name="city_one_home"),
            models.CheckConstraint(condition=Q(lat__gte=-90, lat__lte=90), name="city_lat_on_earth"),
            models.CheckConstraint(condition=Q(lon__gte=-180, lon__lte=180), name="city_lon_on_earth"),
            models.CheckConstraint(
                condition=Q(ags="") | Q(ags__regex=r"^\d{8}$"), name="city_ags_has_8_digits"
            ),
            models.CheckConstraint(
                condition=Q(nuts3="", nuts_version=None)
                | Q(nuts3__regex=r"^[A-Z]{2}[A-Z0-9]{3}$", nuts_version__isnull=False),
                name="city_nuts3_with_its_version",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def has_own_script(self):
        """Whether the local name looks different from the one we use."""
        return bool(self.name_local) and self.name_local != self.name


class CityName(models.Model):
    """Another name of a city: in a language, or an older or misspelt one that people search for."""

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "language", "name"], name="city_name_once")]

    def __str__(self):
        return self.name


class CityFigureQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_city_staff else self.filter(is_checked=True)


class CityFigure(Sourced):
    """A number about a city with the moment it was true and where it was read."""

    class Kind(models.TextChoices):
        POPULATION = "population", _("Einwohnerinnen und Einwohner")

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="figures")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.POPULATION)
    value = models.PositiveBigIntegerField(_("Wert"))
    is_rounded = models.BooleanField(_("gerundet"), default=False)
    as_of = PartialDateField(_("Stand"), blank=True, default="")

    objects = CityFigureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__gt=0), name="city_figure_is_positive"),
            models.UniqueConstraint(
                fields=["city", "kind", "source_title"], name="city_figure_once_per_source"
            ),
        ]

    def __str__(self):
        return f"{self.city_id} {self.kind} {self.value}"
