"""A funding call: what the source says of it, what we compute, and what staff add."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.lost_updates import VersionedModel
from core.publicness import PublicnessField, VisibleQuerySet
from funding.models.sources import FeedSource
from funding.sedia.labels import programme_label, strand_label

GERMAN, ENGLISH = "funding_de", "funding_en"
# What a list shows; never the search vector and never a long text
CARD_FIELDS = (
    "slug", "identifier", "title", "title_de", "teaser", "teaser_de", "summary_de", "programme",
    "programme_name", "strands", "kind", "opening", "opening_at", "last_deadline", "next_deadline",
    "sort_deadline", "first_seen_at", "unconfirmed_deadline", "budget_amount", "budget_currency",
    "budget_scope", "budget_shared_with", "is_for_us", "is_example", "not_listed_since", "publicness",
    "language", "deadlines",
)  # fmt: skip


class Status(models.TextChoices):
    FORTHCOMING = "forthcoming", pgettext_lazy("call", "angekündigt")
    OPEN = "open", pgettext_lazy("call", "offen")
    CLOSED = "closed", pgettext_lazy("call", "geschlossen")
    UNKNOWN = "unknown", pgettext_lazy("call", "auf dem Portal prüfen")


def in_status(status, now):
    """The condition under which a call has a status at a moment, by its dates alone."""
    ahead, over = Q(last_deadline__gt=now), Q(last_deadline__lte=now)
    has_opened = Q(opening_at=None) | Q(opening_at__lte=now)
    return {
        Status.OPEN: ahead & has_opened,
        Status.FORTHCOMING: Q(opening_at__gt=now) & (ahead | Q(last_deadline=None)),
        Status.CLOSED: over,
        Status.UNKNOWN: Q(last_deadline=None) & has_opened,
    }[Status(status)]


class CallQuerySet(VisibleQuerySet):
    def in_status(self, now, *statuses):
        wanted = Q()
        for status in statuses:
            wanted |= in_status(status, now)
        return self.filter(wanted)

    def current(self, now):
        """Open or announced."""
        return self.in_status(now, Status.OPEN, Status.FORTHCOMING)

    def for_us(self):
        return self.filter(is_for_us=True)

    def for_cards(self):
        return self.only(*CARD_FIELDS)

    def whole(self):
        """Without what only the database reads."""
        return self.defer("search", "words_de", "words_en")


class Call(VersionedModel):
    """A call as the source describes it; `staff_fields` names what people wrote and no feed touches."""

    class Kind(models.TextChoices):
        TOPIC = "topic", _("Aufruf")
        EXTERNAL = "external", _("Maßnahme im Außenbereich")
        CASCADE = "cascade", _("Weiterleitung von Mitteln")
        TENDER = "tender", _("Ausschreibung")
        UNKNOWN = "unknown", _("unbekannte Art")
        MANUAL = "manual", _("von der Stadt erfasst")

    class Scope(models.TextChoices):
        TOPIC = "topic", _("für diesen Aufruf")
        SHARED = "shared", _("gemeinsamer Topf mehrerer Aufrufe")

    source = models.ForeignKey(FeedSource, on_delete=models.PROTECT, related_name="calls")
    datasource = models.CharField(max_length=60)
    reference = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    slug = models.SlugField(max_length=220, unique=True)
    kind = models.CharField(_("Art"), max_length=10, choices=Kind)
    identifier = models.CharField(_("Kennung"), max_length=200)
    call_identifier = models.CharField(max_length=200, blank=True)
    title = models.CharField(_("Titel"), max_length=1000)
    title_de = models.CharField(_("Titel auf Deutsch"), max_length=1000, blank=True)
    call_title = models.CharField(max_length=1000, blank=True)
    teaser = models.CharField(max_length=400, blank=True)
    teaser_de = models.CharField(max_length=400, blank=True)
    programme = models.CharField(_("Programm"), max_length=20, blank=True)
    programme_name = models.CharField(max_length=60, blank=True)
    strands = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    types_of_action = models.JSONField(default=list, blank=True)
    lump_sum = models.BooleanField(_("Pauschale"), null=True, blank=True)
    source_status = models.CharField(max_length=20, choices=Status, default=Status.UNKNOWN)
    source_status_code = models.CharField(max_length=20, blank=True)

    opening = models.DateField(_("Öffnet am"), null=True, blank=True)
    deadlines = ArrayField(models.DateTimeField(), verbose_name=_("Fristen"), default=list, blank=True)
    stated_deadlines = ArrayField(models.DateTimeField(), default=list, blank=True)
    deadline_model = models.CharField(max_length=40, blank=True)
    unconfirmed_deadline = models.DateField(null=True, blank=True)
    # computed by standing.py; empty when the dates could not be read
    status = models.CharField(max_length=20, choices=Status, default=Status.UNKNOWN)
    opening_at = models.DateTimeField(null=True, blank=True)
    next_deadline = models.DateTimeField(null=True, blank=True)
    last_deadline = models.DateTimeField(null=True, blank=True)
    sort_deadline = models.DateTimeField()

    budget_amount = models.DecimalField(_("Betrag"), max_digits=18, decimal_places=2, null=True, blank=True)
    budget_currency = models.CharField(max_length=3, default="EUR")
    budget_scope = models.CharField(max_length=10, choices=Scope, blank=True)
    budget_shared_with = models.PositiveIntegerField(default=1)
    budget_years = models.JSONField(default=list, blank=True)
    expected_grants = models.PositiveBigIntegerField(null=True, blank=True)
    min_contribution = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    max_contribution = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)

    destination = models.TextField(blank=True)
    url = models.URLField(_("Adresse des Aufrufs"), max_length=500, blank=True)
    submission_url = models.URLField(max_length=1000, blank=True)
    flags = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    fingerprint = models.CharField(max_length=40, blank=True)
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    not_listed_since = models.DateTimeField(null=True, blank=True)
    missed_scans = models.PositiveSmallIntegerField(default=0)
    last_told_at = models.DateTimeField(null=True, blank=True)
    last_told = models.CharField(max_length=64, blank=True)

    is_for_us = models.BooleanField(default=False)
    for_us_choice = models.BooleanField(_("Für uns"), null=True, blank=True)
    summary_de = models.TextField(_("Zusammenfassung der Stadt"), max_length=4000, blank=True)
    staff_note = models.TextField(_("Interne Notiz"), max_length=4000, blank=True)
    staff_fields = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    publicness = PublicnessField()
    is_publicness_chosen = models.BooleanField(default=False)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    words_de = models.TextField(blank=True)
    words_en = models.TextField(blank=True)
    search = models.GeneratedField(
        expression=SearchVector("title_de", config=GERMAN, weight="A")
        + SearchVector("title", config=ENGLISH, weight="A")
        + SearchVector("identifier", config="simple", weight="A")
        + SearchVector("words_de", config=GERMAN, weight="B")
        + SearchVector("summary_de", config=GERMAN, weight="B")
        + SearchVector("words_en", config=ENGLISH, weight="C"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["datasource", "reference", "language"], name="call_once_per_source_key"
            ),
            models.CheckConstraint(
                condition=Q(budget_amount=None, budget_scope="")
                | Q(budget_amount__gt=0, budget_scope__gt=""),
                name="call_budget_says_whose_it_is",
            ),
            models.CheckConstraint(
                condition=Q(next_deadline=None) | Q(next_deadline__lte=F("last_deadline")),
                name="call_next_deadline_not_after_the_last",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="call_search"),
            models.Index(fields=["sort_deadline", "id"], name="call_by_deadline"),
            models.Index(fields=["last_deadline", "id"], name="call_by_last_deadline"),
            models.Index(fields=["-first_seen_at", "-id"], name="call_newest"),
            models.Index(fields=["programme", "sort_deadline", "id"], name="call_of_programme"),
            models.Index(fields=["last_deadline"], name="call_for_us", condition=Q(is_for_us=True)),
            models.Index(F("identifier"), name="call_identifier"),
            GinIndex(fields=["strands"], name="call_strands"),
        ]

    def __str__(self):
        return self.title_de or self.title

    def get_absolute_url(self):
        return reverse("funding:detail", args=[self.slug])

    @property
    def source_key(self):
        return self.datasource, self.reference, self.language

    def status_at(self, now):
        """The status by the dates, exact to the second; `status` is that of the last tick."""
        if self.last_deadline is not None and self.last_deadline <= now:
            return Status.CLOSED
        if self.opening_at is not None and self.opening_at > now:
            return Status.FORTHCOMING
        return Status.OPEN if self.last_deadline else Status.UNKNOWN

    def next_deadline_at(self, now):
        return next((moment for moment in self.deadlines if moment > now), None)

    @property
    def shown_title(self):
        """German readers get the German title, if there is one."""
        return self.title_de if self.title_de and get_language() == "de" else self.title

    @property
    def title_language(self):
        return "de" if self.shown_title == self.title_de else self.language

    @property
    def foreign_title_language(self):
        """The language of the title where it is not that of the page."""
        return self.title_language if self.title_language != get_language() else ""

    @property
    def shown_teaser(self):
        if get_language() == "de":
            return self.summary_de or self.teaser_de or self.teaser
        return self.teaser

    @property
    def programme_label(self):
        language = "de" if get_language() == "de" else "en"
        return programme_label(self.programme, language) if self.programme else ""

    @property
    def strand_labels(self):
        language = "de" if get_language() == "de" else "en"
        return [label for code in self.strands if (label := strand_label(code, language)) != code]

    @property
    def is_from_feed(self):
        return self.kind != self.Kind.MANUAL


class CallText(models.Model):
    """The long texts of a call in one language; every html field is sanitised before it is stored."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    is_machine_translated = models.BooleanField(default=False)
    title = models.CharField(max_length=1000, blank=True)
    sections = models.JSONField(default=list, blank=True)
    conditions_html = models.TextField(blank=True)
    contact_html = models.TextField(blank=True)
    contact_emails = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    documents = models.JSONField(default=list, blank=True)
    timeline = models.JSONField(default=list, blank=True)
    keywords = ArrayField(models.TextField(), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "language"], name="call_text_once_per_language")
        ]

    def __str__(self):
        return f"{self.call_id} {self.language}"
