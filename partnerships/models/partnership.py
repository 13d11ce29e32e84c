"""A partnership of the city with another town, and which of them somebody may see."""

from functools import cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.lost_updates import VersionedModel
from core.publicness import Publicness, PublicnessField, VisibleQuerySet
from partnerships.models.vocabularies import CooperationField, Topic, TypeTag
from places.models import City, CityFigure, Goal

SOURCE_LANGUAGE = "de"
TEXT_PARTS = ("language", "teaser", "profile", "is_example", "translated_from")

FIGURE_PARTS = (
    "value",
    "is_rounded",
    "as_of",
    "source_title",
    "source_url",
    "source_licence",
    "retrieved_on",
)
CHOSEN = ("type_tags", "fields", "topics", "goals")
WORDING_PARTS = ("text_de", "text_en", "text_fr")
TOPIC_PARTS = ("slug", "name_de", "name_en", "name_fr")


class PartnershipQuerySet(VisibleQuerySet):
    def with_summary(self, language):
        """With town and country, and annotated for a card.

        signed_on  the date of the first checked signing
        text       {language, teaser, profile, is_example, translated_from} in `language` or in German
        source_version  the version of the German text, to see whether a translation is behind
        field_names  names of the fields of cooperation in `language`
        """
        return self.select_related("city__country").annotate(**_summary(language))

    def with_profile(self):
        """Also with what the page of one partnership shows of other tables, without a query for each.

        population  the FIGURE_PARTS of the newest checked figure, or None
        topic_names  [{slug, name_de, name_en, name_fr}]
        wording  {text_de, text_en, text_fr} that staff chose for a suspension or an end, or None
        """
        return self.annotate(**_profile())

    def with_choices(self):
        """Annotated with chosen_<name>, the keys of each of CHOSEN, without a query for each."""
        return self.annotate(**_choices())


@cache  # the same for every list: only the language differs
def _summary(language):
    events, texts = (
        field.model.objects.filter(partnership=OuterRef("pk"))
        for field in (Partnership.events.field, Partnership.texts.field)
    )
    signing = events.filter(kind="signing", is_checked=True).order_by("happened_on")
    preferred = Case(When(language=language, then=0), default=1, output_field=IntegerField())
    readable = texts.filter(language__in=[language, SOURCE_LANGUAGE]).order_by(preferred)
    parts = JSONObject(**{name: name for name in TEXT_PARTS})
    return {
        "signed_on": Subquery(signing.values("happened_on")[:1]),
        "text": Subquery(readable.values(parts=parts)[:1]),
        "field_names": ArraySubquery(
            CooperationField.objects.filter(partnerships=OuterRef("pk"))
            .order_by("order", "pk")
            .values(f"name_{language[:2]}" if language[:2] in ("de", "en", "fr") else "name_de")
        ),
        "source_version": Subquery(texts.filter(language=SOURCE_LANGUAGE).values("version")[:1]),
    }


@cache
def _choices():
    found = {}
    for name in CHOSEN:
        relation = Partnership._meta.get_field(name)
        keys = relation.remote_field.through.objects.filter(partnership=OuterRef("pk"))
        found[f"chosen_{name}"] = ArraySubquery(keys.values(relation.m2m_reverse_field_name()))
    return found


@cache
def _profile():
    figures = CityFigure.objects.filter(city=OuterRef("city"), kind="population", is_checked=True)
    topics = Topic.objects.filter(partnerships=OuterRef("pk")).order_by("name_de")
    figure = JSONObject(**{name: name for name in FIGURE_PARTS})
    changes = Partnership.state_changes.field.model.objects.filter(partnership=OuterRef("pk"))
    wording = JSONObject(**{name: f"public_wording__{name}" for name in WORDING_PARTS})
    return {
        "wording": Subquery(
            changes.filter(after=OuterRef("state")).order_by("-at", "-pk").values(parts=wording)[:1]
        ),
        "population": Subquery(figures.order_by("-as_of", "pk").values(parts=figure)[:1]),
        "topic_names": ArraySubquery(topics.values(parts=JSONObject(**{name: name for name in TOPIC_PARTS}))),
    }


class Partnership(VersionedModel):
    """The city and one other town; "since when" comes from its checked signing, never from a field."""

    class LegalForm(models.TextChoices):
        """The four categories of the German section of the CEMR (domain.md 1.1)."""

        TWINNING = "P", _("Städtepartnerschaft")
        FRIENDSHIP = "F", _("Städtefreundschaft")
        CONTACT = "K", _("Kontakt")
        PROJECT = "PP", _("Projektpartnerschaft")

    class State(models.TextChoices):
        IDEA = "idea", _("Idee")
        EXPLORING = "exploring", _("Sondierung")
        NEGOTIATING = "negotiating", _("Verhandlung")
        DECIDED = "decided", _("beschlossen")
        ACTIVE = "active", _("aktiv")
        DORMANT = "dormant", _("ruhend")
        SUSPENDED = "suspended", _("ausgesetzt")
        ENDED = "ended", _("beendet")
        DISCARDED = "discarded", _("verworfen")
        CONVERTED = "converted", _("umgewandelt")

    MOVES = {
        State.IDEA: {State.EXPLORING, State.DISCARDED},
        State.EXPLORING: {State.NEGOTIATING, State.DISCARDED},
        State.NEGOTIATING: {State.DECIDED, State.DISCARDED},
        State.DECIDED: {State.ACTIVE, State.DISCARDED},
        State.ACTIVE: {State.DORMANT, State.SUSPENDED, State.ENDED, State.CONVERTED},
        State.DORMANT: {State.ACTIVE, State.SUSPENDED, State.ENDED},
        State.SUSPENDED: {State.ACTIVE, State.ENDED},
        State.ENDED: set(),
        State.DISCARDED: set(),
        State.CONVERTED: set(),
    }

    city = models.ForeignKey(
        City, on_delete=models.PROTECT, related_name="partnerships", verbose_name=_("Stadt")
    )
    slug = models.SlugField(max_length=80, unique=True)
    legal_form = models.CharField(_("Art"), max_length=2, choices=LegalForm, default=LegalForm.TWINNING)
    type_tags = models.ManyToManyField(TypeTag, related_name="partnerships", blank=True)
    topics = models.ManyToManyField(Topic, related_name="partnerships", blank=True, verbose_name=_("Themen"))
    state = models.CharField(_("Stand"), max_length=12, choices=State, default=State.IDEA)
    state_is_example = models.BooleanField(_("Stand ist ein Beispiel"), default=False)
    publicness = PublicnessField()
    contact_email = models.EmailField(_("E-Mail-Adresse der Stadt für diese Partnerschaft"), blank=True)
    internal_note = models.TextField(_("Interne Notiz"), blank=True, max_length=5000)
    lead_office = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Federführung"),
    )
    associations = models.ManyToManyField(
        Organisation, related_name="partnerships", blank=True, verbose_name=_("Vereine und Schulen")
    )
    fields = models.ManyToManyField(
        CooperationField, related_name="partnerships", blank=True, verbose_name=_("Felder der Zusammenarbeit")
    )
    goals = models.ManyToManyField(
        Goal, related_name="partnerships", blank=True, verbose_name=_("Nachhaltigkeitsziele")
    )
    council_decision = models.CharField(
        _("Beschluss des Stadtrats"), max_length=120, blank=True, help_text=_("Nummer der Vorlage und Datum.")
    )
    decision_not_recorded = models.BooleanField(_("Ein Beschluss ist nicht überliefert"), default=False)
    named_places = models.CharField(
        _("Benannte Orte"),
        max_length=300,
        blank=True,
        help_text=_("Straßen, Plätze oder Brücken, die nach der Partnerstadt heißen."),
    )
    travel_is_suspended = models.BooleanField(_("Reisen ruhen zurzeit"), default=False)
    travel_note = models.CharField(_("Warum Reisen ruhen (intern)"), max_length=300, blank=True)
    review_years = models.PositiveSmallIntegerField(_("Prüfung alle … Jahre"), default=5)
    review_on = models.DateField(_("Nächste Prüfung"), null=True, blank=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city"],
                condition=Q(legal_form="P", state="active"),
                name="partnership_one_active_twinning",
            ),
            models.CheckConstraint(
                condition=Q(review_years__gte=1, review_years__lte=25), name="partnership_reviewed_in_a_while"
            ),
        ]

    def __str__(self):
        return self.city.name

    def get_absolute_url(self):
        return reverse("partnerships:detail", args=[self.slug])

    @property
    def state_word(self):
        """The state in words; one that a demonstration invents for a real town says so."""
        word = str(self.State(self.state).label)
        return _("%(state)s (Beispiel)") % {"state": word} if self.state_is_example else word

    @property
    def legal_form_word(self):
        return str(self.LegalForm(self.legal_form).label)

    def can_move_to(self, state):
        return state in self.MOVES[self.state]

    @property
    def is_public(self):
        return self.publicness == Publicness.PUBLIC

    @property
    def has_begun(self):
        """Whether there is, or was, a partnership, and not only an intention."""
        State = self.State
        return self.state in (State.ACTIVE, State.DORMANT, State.SUSPENDED, State.ENDED, State.CONVERTED)

    @property
    def map_shape(self):
        """A filled dot for what lives, a ring for what rests, a square for everything else."""
        return {self.State.ACTIVE: "dot", self.State.DORMANT: "ring"}.get(self.state, "square")
