"""Encounters: who met, when, how many, at what cost, and what came of it (domain.md 2.4)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Function, Role
from core.attachments import Attachment
from core.lost_updates import VersionedModel
from core.publicness import Publicness, PublicnessField, levels_for
from partnerships.models.partnership import Partnership
from partnerships.models.vocabularies import CooperationField, Word
from places.models import Goal

REPORT_DAYS = 28
MOST_PEOPLE = 100_000
EDITING = (Function.RESPONSIBLE, Function.EDITOR, Function.CONTACT, Function.CASE_OFFICER, Function.HEAD)
# Who reads encounters that are internal, besides staff (domain.md 4.2)
READ_INTERNAL = frozenset({Role.ECONOMIC_DEVELOPMENT, Role.EXECUTIVE})


class EncounterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """By level, no more open than each of its partnerships; always those of one's own organisations."""
        if user.is_city_staff:
            return self.exclude(publicness__in=[Publicness.BODY, Publicness.CLOSED])
        levels = levels_for(user)
        if user.roles & READ_INTERNAL:
            levels = [*levels, Publicness.INTERNAL]
        hidden = Partnership.objects.filter(encounters=OuterRef("pk")).exclude(publicness__in=levels)
        seen = Q(publicness__in=levels) & ~Exists(hidden)
        if own := user.organisations(*EDITING):
            rows = Encounter.objects.filter(organisers__in=own, pk=OuterRef("pk"))
            seen |= Exists(rows) | Q(proposed_by__in=own)
        return self.filter(seen)

    def held(self):
        """What has taken place: planned, proposed and cancelled ones do not count."""
        return self.filter(state__in=Encounter.HELD)


class Encounter(VersionedModel):
    """A meeting of people of two or more towns; participants are numbers, never names."""

    class Kind(models.TextChoices):
        CITIZENS = "citizens", _("Bürgerbegegnung")
        SCHOOL = "school", _("Schüleraustausch")
        YOUTH = "youth", _("Jugend")
        SPORT = "sport", _("Sport")
        CULTURE = "culture", _("Musik und Kultur")
        EXPERTS = "experts", _("Verwaltungs- und Fachaustausch")
        DELEGATION = "delegation", _("Delegation")
        RECEPTION = "reception", _("Empfang")
        BUSINESS = "business", _("Wirtschaft")
        UNIVERSITY = "university", _("Hochschule")
        AID = "aid", _("Hilfstransport")
        ONLINE = "online", _("Online-Treffen")
        ANNIVERSARY = "anniversary", _("Jubiläum")

    class Direction(models.TextChoices):
        OUT = "out", _("hin")
        IN = "in", _("her")
        BOTH = "both", _("beidseitig")
        THIRD = "third", _("an einem dritten Ort")
        ONLINE = "online", _("online")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("vorgeschlagen")
        PLANNED = "planned", _("geplant")
        CONFIRMED = "confirmed", _("bestätigt")
        HELD = "held", _("durchgeführt")
        REPORTED = "reported", _("berichtet")
        SETTLED = "settled", _("abgerechnet")
        CANCELLED = "cancelled", _("abgesagt")
        DECLINED = "declined", _("nicht übernommen")

    MOVES = {
        State.PROPOSED: {State.PLANNED, State.DECLINED},
        State.PLANNED: {State.CONFIRMED, State.HELD, State.CANCELLED},
        State.CONFIRMED: {State.HELD, State.CANCELLED},
        State.HELD: {State.REPORTED},
        State.REPORTED: {State.SETTLED},
        State.SETTLED: set(),
        State.CANCELLED: {State.PLANNED},
        State.DECLINED: set(),
    }
    HELD = (State.HELD, State.REPORTED, State.SETTLED)

    partnerships = models.ManyToManyField(
        Partnership, related_name="encounters", verbose_name=_("Partnerschaften")
    )
    title = models.CharField(_("Anlass"), max_length=160)
    kind = models.CharField(_("Art"), max_length=12, choices=Kind)
    direction = models.CharField(_("Richtung"), max_length=8, choices=Direction)
    starts_on = models.DateField(_("Beginn"))
    ends_on = models.DateField(_("Ende"))
    place = models.CharField(_("Ort"), max_length=120, blank=True)
    organisers = models.ManyToManyField(
        Organisation, related_name="encounters", blank=True, verbose_name=_("wer veranstaltet")
    )
    fields = models.ManyToManyField(
        CooperationField, related_name="encounters", blank=True, verbose_name=_("Felder")
    )
    goals = models.ManyToManyField(
        Goal, related_name="encounters", blank=True, verbose_name=_("Nachhaltigkeitsziele")
    )
    participants_own = models.PositiveIntegerField(_("Personen von hier"), null=True, blank=True)
    participants_partner = models.PositiveIntegerField(
        _("Personen aus der Partnerstadt"), null=True, blank=True
    )
    minors = models.PositiveIntegerField(_("davon unter 18"), null=True, blank=True)
    first_timers = models.PositiveIntegerField(_("davon zum ersten Mal dabei"), null=True, blank=True)
    age_from = models.PositiveSmallIntegerField(_("Alter von"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("Alter bis"), null=True, blank=True)
    nights = models.PositiveSmallIntegerField(_("Nächte"), null=True, blank=True)
    host_families = models.BooleanField(_("Unterkunft in Gastfamilien"), null=True, blank=True)
    cost_total = models.DecimalField(
        _("Kosten insgesamt (Euro)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    municipal_share = models.DecimalField(
        _("davon die Stadt (Euro)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    third_party_share = models.DecimalField(
        _("davon Drittmittel (Euro)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    grant = models.DecimalField(
        _("Zuschuss der Stadt an Dritte (Euro)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    by_city = models.BooleanField(_("Die Stadt veranstaltet"), default=False)
    by_third_party = models.BooleanField(_("Dritte veranstalten"), default=False)
    public_text = models.TextField(_("Text für alle"), blank=True, max_length=1500)
    outcome = models.TextField(_("Ergebnis"), blank=True, max_length=1500)
    state = models.CharField(_("Stand"), max_length=10, choices=State, default=State.PLANNED)
    report_due_on = models.GeneratedField(
        expression=F("ends_on") + timedelta(days=REPORT_DAYS),
        output_field=models.DateField(),
        db_persist=True,
    )
    publicness = PublicnessField()
    lead_office = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Federführung"),
    )
    proposed_by = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposed_encounters"
    )
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = EncounterQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-ends_on", "-id"], name="encounter_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="encounter_ends_after_its_start"
            ),
            models.CheckConstraint(
                condition=Q(participants_own=None) | Q(participants_own__lte=MOST_PEOPLE),
                name="encounter_own_people_are_plausible",
            ),
            models.CheckConstraint(
                condition=Q(participants_partner=None) | Q(participants_partner__lte=MOST_PEOPLE),
                name="encounter_partner_people_are_plausible",
            ),
            models.CheckConstraint(
                condition=Q(minors=None)
                | Q(minors__lte=Coalesce(F("participants_own"), 0) + Coalesce(F("participants_partner"), 0)),
                name="encounter_minors_are_participants",
            ),
            models.CheckConstraint(
                condition=Q(first_timers=None)
                | Q(
                    first_timers__lte=Coalesce(F("participants_own"), 0)
                    + Coalesce(F("participants_partner"), 0)
                ),
                name="encounter_first_timers_are_participants",
            ),
            models.CheckConstraint(
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=F("age_from")),
                name="encounter_ages_in_order",
            ),
            models.CheckConstraint(
                condition=Q(cost_total=None)
                | Q(
                    cost_total__gte=Coalesce(F("municipal_share"), 0, output_field=models.DecimalField())
                    + Coalesce(F("third_party_share"), 0, output_field=models.DecimalField())
                ),
                name="encounter_shares_within_its_cost",
            ),
            models.CheckConstraint(
                condition=(Q(cost_total=None) | Q(cost_total__gte=0))
                & (Q(municipal_share=None) | Q(municipal_share__gte=0))
                & (Q(third_party_share=None) | Q(third_party_share__gte=0))
                & (Q(grant=None) | Q(grant__gte=0)),
                name="encounter_money_is_not_negative",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("encounters:detail", args=[self.pk])

    def can_move_to(self, state):
        return state in self.MOVES[self.state]

    @property
    def participants(self):
        """Everybody who took part, or None when neither side was counted."""
        counted = [n for n in (self.participants_own, self.participants_partner) if n is not None]
        return sum(counted) if counted else None

    @property
    def has_been_held(self):
        return self.state in self.HELD


class OfEncounterQuerySet(models.QuerySet):
    """Rows that are seen by whoever sees their encounter."""

    def visible_to(self, user):
        return self.filter(encounter__in=Encounter.objects.visible_to(user))


class EncounterFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """By level, in an encounter one sees; always those of one's own organisations' encounters."""
        levels = levels_for(user)
        if user.roles & READ_INTERNAL:
            levels = [*levels, Publicness.INTERNAL]
        seen = Q(publicness__in=levels)
        if own := user.organisations(*EDITING):
            rows = Encounter.objects.filter(organisers__in=own, pk=OuterRef("encounter"))
            seen |= Exists(rows) | Q(encounter__proposed_by__in=own)
        return self.filter(seen, encounter__in=Encounter.objects.visible_to(user))


class EncounterFile(Attachment):
    """A photo or a paper of an encounter; a photo says what it shows and who has its rights."""

    encounter = models.ForeignKey(Encounter, on_delete=models.CASCADE, related_name="files")
    is_photo = models.BooleanField(default=False)
    alt_text = models.CharField(
        _("Was ist zu sehen?"), max_length=300, blank=True, help_text=_("Für alle, die das Bild nicht sehen.")
    )
    rights = models.CharField(_("Rechte am Bild"), max_length=200, blank=True)
    people_agreed = models.BooleanField(_("Alle Abgebildeten haben zugestimmt"), default=False)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = EncounterFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["encounter", "sha256"], name="encounter_file_once"),
            models.CheckConstraint(
                condition=Q(is_photo=False) | (~Q(alt_text="") & ~Q(rights="")),
                name="encounter_photo_has_alt_text_and_rights",
            ),
            models.CheckConstraint(
                condition=Q(is_photo=False) | Q(people_agreed=True) | ~Q(publicness="public"),
                name="encounter_photo_public_only_with_consent",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("encounters:file", args=[self.encounter_id, self.pk])


class ParticipantListQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever keeps it; staff of the international office only through a stated need (an action)."""
        if user.is_city_staff:
            return self
        return self.filter(kept_by__in=user.organisations(*EDITING))


class ParticipantList(models.Model):
    """Names of an encounter with what must be known of them; deletes itself (domain.md 4.3)."""

    encounter = models.OneToOneField(Encounter, on_delete=models.CASCADE, related_name="participant_list")
    kept_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="participant_lists")
    delete_on = models.DateField(_("wird gelöscht am"))
    funder = models.CharField(
        _("Fördergeber, der die Liste verlangt"),
        max_length=160,
        blank=True,
        help_text=_("Nur dann bleibt die Liste länger als 90 Tage nach dem Ende."),
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = ParticipantListQuerySet.as_manager()

    def __str__(self):
        return f"{self.encounter} ({self.delete_on})"


class ParticipantQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(list__in=ParticipantList.objects.visible_to(user))


class Participant(models.Model):
    """One name on a list; never exported with anything else, never searched."""

    list = models.ForeignKey(ParticipantList, on_delete=models.CASCADE, related_name="participants")
    name = models.CharField(_("Name"), max_length=120)
    birth_year = models.PositiveSmallIntegerField(_("Geburtsjahr"), null=True, blank=True)
    diet = models.CharField(_("Essen, Allergien, Gesundheit"), max_length=300, blank=True)
    emergency_contact = models.CharField(_("Kontakt im Notfall"), max_length=160, blank=True)
    guardians_agreed = models.BooleanField(_("Sorgeberechtigte haben zugestimmt"), default=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_year=None) | Q(birth_year__gte=1900, birth_year__lte=2100),
                name="participant_birth_year_is_plausible",
            )
        ]

    def __str__(self):
        return self.name


class EncounterTemplate(Word):
    """What a kind of encounter needs, step by step before and after: data, not code."""

    kind = models.CharField(max_length=12, choices=Encounter.Kind)
    direction = models.CharField(max_length=8, choices=Encounter.Direction)
    nights = models.PositiveSmallIntegerField(default=0)
    hints_url = models.URLField(blank=True)


class TemplateStep(models.Model):
    """One step; `days_before` the beginning, negative for days after the end."""

    template = models.ForeignKey(EncounterTemplate, on_delete=models.CASCADE, related_name="steps")
    days_before = models.SmallIntegerField()
    title_de = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    title_fr = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "title_de"], name="template_step_once"),
        ]

    def __str__(self):
        return self.title_de

    @property
    def title(self):
        """In the language of the page."""
        return getattr(self, f"title_{(get_language() or 'de')[:2]}", "") or self.title_de

    @property
    def days_after(self):
        return -self.days_before
