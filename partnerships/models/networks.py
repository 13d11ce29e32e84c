"""Networks that the city belongs to, and good practices seen in partner towns (domain.md 2.2, 2.12)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.lost_updates import VersionedModel
from core.partial_dates import PartialDateField
from core.publicness import PublicnessField, VisibleQuerySet, levels_for
from partnerships.models.agreements import PARTNER_LANGUAGES
from partnerships.models.partnership import Partnership
from partnerships.models.vocabularies import CooperationField
from places.models import City, Goal


class NetworkMembership(VersionedModel):
    """The city in a network of towns: since when, for how much, what for, by whose decision."""

    network = models.CharField(_("Netzwerk"), max_length=160, unique=True)
    website = models.URLField(_("Internetadresse"), blank=True)
    member_since = PartialDateField(_("Mitglied seit"), blank=True, default="")
    member_until = models.DateField(_("bis"), null=True, blank=True)
    fee = models.DecimalField(
        _("Beitrag im Jahr (Euro)"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    contact_office = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("zuständiges Amt"),
    )
    representative = models.CharField(_("Vertretung (Amt)"), max_length=120, blank=True)
    benefit = models.TextField(_("Nutzen"), blank=True, max_length=2000)
    decision = models.CharField(_("Beschluss"), max_length=120, blank=True)
    decision_url = models.URLField(_("Adresse des Beschlusses"), max_length=300, blank=True)
    review_on = models.DateField(_("Prüfen am"), null=True, blank=True)
    publicness = PublicnessField()
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(fee=None) | Q(fee__gte=0), name="network_fee_not_negative")
        ]

    def __str__(self):
        return self.network

    def get_absolute_url(self):
        return reverse("networks:network", args=[self.pk])


class GoodPracticeQuerySet(VisibleQuerySet):
    def visible_to(self, user):
        """By level; whoever has proposed one sees it as well, and the office that is asked to rate it."""
        by_level = Q(publicness__in=levels_for(user))
        own = user.organisations() if user.is_authenticated else []
        return self.filter(by_level | Q(proposed_by__in=own) | Q(rated_by__in=own) if own else by_level)


class GoodPractice(VersionedModel):
    """Something that another town does well, and how far we are with taking it over."""

    class State(models.TextChoices):
        FOUND = "found", _("gefunden")
        DESCRIBED = "described", _("beschrieben")
        RATED = "rated", _("bewertet")
        RECOMMENDED = "recommended", _("empfohlen")
        IN_TRANSFER = "in_transfer", _("in Übertragung")
        TRANSFERRED = "transferred", _("übertragen")
        DROPPED = "dropped", _("verworfen")

    MOVES = {
        State.FOUND: {State.DESCRIBED, State.DROPPED},
        State.DESCRIBED: {State.RATED, State.DROPPED},
        State.RATED: {State.RECOMMENDED, State.DROPPED},
        State.RECOMMENDED: {State.IN_TRANSFER, State.DROPPED},
        State.IN_TRANSFER: {State.TRANSFERRED, State.DROPPED},
        State.TRANSFERRED: set(),
        State.DROPPED: {State.FOUND},
    }

    class Cost(models.TextChoices):
        LOW = "low", _("bis 10.000 Euro")
        MEDIUM = "medium", _("bis 100.000 Euro")
        HIGH = "high", _("über 100.000 Euro")
        UNKNOWN = "", _("nicht bekannt")

    title = models.CharField(_("Titel"), max_length=160)
    slug = models.SlugField(max_length=170, unique=True)
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="good_practices",
        verbose_name=_("Stadt"),
    )
    partnership = models.ForeignKey(
        Partnership, on_delete=models.SET_NULL, null=True, blank=True, related_name="good_practices"
    )
    problem = models.TextField(_("Ausgangslage"), max_length=3000, blank=True)
    solution = models.TextField(_("Lösung"), max_length=5000, blank=True)
    results = models.TextField(_("Ergebnisse in Zahlen"), max_length=3000, blank=True)
    conditions = models.TextField(_("Was es braucht, wo es endet"), max_length=3000, blank=True)
    cost = models.CharField(_("Kosten"), max_length=8, choices=Cost, blank=True, default="")
    fields = models.ManyToManyField(CooperationField, related_name="+", blank=True, verbose_name=_("Felder"))
    goals = models.ManyToManyField(Goal, related_name="+", blank=True, verbose_name=_("Nachhaltigkeitsziele"))
    contact = models.CharField(_("Ansprechstelle"), max_length=200, blank=True)
    source_url = models.URLField(_("Quelle"), max_length=500, blank=True)
    year = models.PositiveSmallIntegerField(_("Jahr"), null=True, blank=True)
    language = models.CharField(_("Sprache"), max_length=2, choices=PARTNER_LANGUAGES, default="de")
    state = models.CharField(_("Stand"), max_length=12, choices=State, default=State.FOUND)
    rated_by = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Amt"),
    )
    need = models.PositiveSmallIntegerField(_("Bedarf bei uns"), null=True, blank=True)
    context = models.PositiveSmallIntegerField(_("ähnliche Lage"), null=True, blank=True)
    resources = models.PositiveSmallIntegerField(_("Mittel vorhanden"), null=True, blank=True)
    rating_note = models.TextField(_("Bewertung"), blank=True, max_length=2000)
    drop_reason = models.TextField(_("Warum verworfen (intern)"), blank=True, max_length=1000)
    internal_note = models.TextField(_("Interne Notiz"), blank=True, max_length=2000)
    proposed_by = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposed_practices"
    )
    publicness = PublicnessField()
    created_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = GoodPracticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(need=None) | Q(need__gte=1, need__lte=5))
                & (Q(context=None) | Q(context__gte=1, context__lte=5))
                & (Q(resources=None) | Q(resources__gte=1, resources__lte=5)),
                name="good_practice_ratings_one_to_five",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["rated", "recommended", "in_transfer", "transferred"])
                | Q(need__isnull=False, context__isnull=False, resources__isnull=False),
                name="good_practice_rated_before_it_is_recommended",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("networks:practice", args=[self.slug])

    def can_move_to(self, state):
        return state in self.MOVES[self.state]
