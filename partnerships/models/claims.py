"""What other sources say about twinnings: claims with their provenance, and what we make of them.

A `Mention` is a place as a source gives it, a `TwinPlace` the place we take it for. A `Claim` says that two
places are twinned, once for each source. What concerns our own city is decided by a person in a `ReviewCase`.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.attachments import Attachment
from core.partial_dates import PartialDateField
from partnerships.models.partnership import Partnership
from places.models import City, GazetteerPlace


class StaffQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Claims are material for staff; nobody else sees one."""
        return self if user.is_city_staff else self.none()


class ClaimSourceQuerySet(StaffQuerySet):
    def in_use(self):
        """Sources of accepted claims: what we show rests on them, so everybody may read whom to thank."""
        return self.filter(claims__state="accepted").distinct().order_by("title")


class ClaimSource(models.Model):
    """Where claims come from, with the licence that everything taken from it stands under."""

    class Kind(models.TextChoices):
        FILE = "file", _("Datei")
        KNOWLEDGE_BASE = "knowledge_base", _("Wissensdatenbank")

    key = models.SlugField(_("Kurzname"), max_length=40, unique=True)
    title = models.CharField(_("Name der Quelle"), max_length=160)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.FILE)
    url = models.URLField(_("Adresse"), max_length=300, blank=True)
    licence = models.CharField(_("Lizenz"), max_length=100)
    attribution = models.CharField(_("Namensnennung"), max_length=300, blank=True)
    is_official = models.BooleanField(
        _("Angabe der eigenen Stadt"),
        default=False,
        help_text=_("Was die Stadt selbst nennt, schlagen wir zur Annahme vor."),
    )
    is_watched = models.BooleanField(_("jede Woche abfragen"), default=False)
    asked_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = ClaimSourceQuerySet.as_manager()

    def __str__(self):
        return self.title


class ImportMapping(models.Model):
    """Which column of a file means what, kept under a name: {role: column}."""

    name = models.CharField(_("Name der Zuordnung"), max_length=80, unique=True)
    columns = models.JSONField(default=dict)

    objects = StaffQuerySet.as_manager()

    def __str__(self):
        return self.name


class ImportRun(models.Model):
    """One file or one answer on its way: read, mapped, compared, taken over."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("hochgeladen")
        CHECKING = "checking", _("wird geprüft")
        CHECKED = "checked", _("geprüft")
        APPLYING = "applying", _("wird übernommen")
        DONE = "done", _("übernommen")
        FAILED = "failed", _("fehlgeschlagen")
        DISCARDED = "discarded", _("verworfen")

    source = models.ForeignKey(ClaimSource, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    filename = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    mapping = models.JSONField(default=dict)
    parameters = models.JSONField(default=dict)
    headers = models.JSONField(default=list)
    rows = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=60, blank=True)
    done_rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    message = models.CharField(max_length=500, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = StaffQuerySet.as_manager()

    def __str__(self):
        return self.filename or f"{self.started_at:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("claims:run", args=[self.pk])

    @property
    def is_working(self):
        return self.state in (self.State.CHECKING, self.State.APPLYING)


class ImportFile(Attachment):
    """The file as it came, so that every claim can be read again."""

    run = models.OneToOneField(ImportRun, on_delete=models.CASCADE, related_name="file_of_run")

    objects = StaffQuerySet.as_manager()

    def __str__(self):
        return self.filename


class ImportProblem(models.Model):
    """A row, or a part of it, that was not taken over, and why."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField(default=0)
    column = models.CharField(max_length=200, blank=True)
    text = models.CharField(max_length=400)
    is_rejected = models.BooleanField(default=True)
    raw = models.JSONField(default=dict)

    objects = StaffQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["run", "row"], name="import_problem_of_run")]

    def __str__(self):
        return f"{self.row}: {self.text}"


class TwinPlace(models.Model):
    """A place that sources mean: a town of the gazetteer, one of our own rows, or one that no list knows."""

    gazetteer = models.OneToOneField(
        GazetteerPlace, on_delete=models.PROTECT, null=True, blank=True, related_name="twin_place"
    )
    city = models.OneToOneField(
        City, on_delete=models.SET_NULL, null=True, blank=True, related_name="twin_place"
    )
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    identity = models.CharField(max_length=250, blank=True, db_index=True)
    is_certain = models.BooleanField(default=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["country"], name="twin_place_country")]

    def __str__(self):
        return f"{self.name} ({self.country})" if self.country else self.name


class Mention(models.Model):
    """A place exactly as a source gives it, and the reason why we take it for the one we do."""

    class Reason(models.TextChoices):
        IDENTIFIER = "identifier", _("Kennung stimmt überein")
        EXACT = "exact", _("Name und Land stimmen überein")
        ALTERNATE = "alternate", _("anderer Name desselben Ortes")
        NEAR = "near", _("mehrere gleichen Namens, dieser liegt dort")
        SPELLING = "spelling", _("ähnlich geschrieben, am selben Ort")
        OWN = "own", _("in keinem Verzeichnis, Angaben passen zusammen")
        HOMONYM = "homonym", _("mehrere Orte gleichen Namens")
        FAR = "far", _("Koordinaten liegen woanders")
        UNKNOWN = "unknown", _("nicht gefunden")
        CHOSEN = "chosen", _("von Hand zugeordnet")

    OPEN = ("homonym", "far", "unknown")

    key = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=200)
    country_label = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    wikidata = models.CharField(max_length=20, blank=True)
    geonames = models.PositiveIntegerField(null=True, blank=True)
    place = models.ForeignKey(TwinPlace, on_delete=models.PROTECT, related_name="mentions")
    reason = models.CharField(max_length=10, choices=Reason)
    distance_km = models.FloatField(null=True, blank=True)
    candidates = models.JSONField(default=list)

    objects = StaffQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["label"],
                condition=Q(reason__in=["homonym", "far", "unknown"]),
                name="mention_unsettled",
            )
        ]

    def __str__(self):
        return f"{self.label}, {self.country_label}" if self.country_label else self.label


class ReviewCase(models.Model):
    """A town that sources call a partner of ours: what we make of it."""

    class State(models.TextChoices):
        OPEN = "open", _("zu prüfen")
        ACCEPTED = "accepted", _("angenommen")
        REJECTED = "rejected", _("abgelehnt")
        MERGED = "merged", _("zusammengeführt")

    place = models.OneToOneField(TwinPlace, on_delete=models.PROTECT, related_name="review")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_index=True)
    country = models.CharField(max_length=2, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    partnership = models.ForeignKey(
        Partnership, on_delete=models.SET_NULL, null=True, blank=True, related_name="review_cases"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_cases"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("Begründung"), max_length=500, blank=True)
    reopened_because = models.CharField(max_length=300, blank=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = StaffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") | Q(decided_at__isnull=False), name="review_decided_with_a_moment"
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(reason=""), name="review_rejected_with_a_reason"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("claims:case", args=[self.pk])


class ClaimQuerySet(StaffQuerySet):
    def current(self):
        """What counts as a relation: listed or no longer, but neither rejected nor merged."""
        return self.exclude(state__in=["rejected", "merged"])


class Claim(models.Model):
    """A source says that two places are twinned. `place_a` has the smaller key: mirrored pairs are one."""

    class State(models.TextChoices):
        OPEN = "open", _("offen")
        ACCEPTED = "accepted", _("angenommen")
        REJECTED = "rejected", _("abgelehnt")
        MERGED = "merged", _("zusammengeführt")

    source = models.ForeignKey(ClaimSource, on_delete=models.PROTECT, related_name="claims")
    place_a = models.ForeignKey(TwinPlace, on_delete=models.PROTECT, related_name="claims_a")
    place_b = models.ForeignKey(TwinPlace, on_delete=models.PROTECT, related_name="claims_b")
    mention_a = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="claims_a")
    mention_b = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="claims_b")
    since = PartialDateField(_("seit"), blank=True, default="")
    until = PartialDateField(_("bis"), blank=True, default="")
    fingerprint = models.CharField(max_length=32)
    raw = models.JSONField(default=dict)
    first_run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    last_run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    not_seen_since = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    reason = models.CharField(_("Begründung"), max_length=500, blank=True)
    case = models.ForeignKey(
        ReviewCase, on_delete=models.SET_NULL, null=True, blank=True, related_name="claims"
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "place_a", "place_b"],
                condition=~Q(state="merged"),
                name="claim_once_per_source",
            ),
            models.CheckConstraint(condition=Q(place_a__lt=F("place_b")), name="claim_in_one_direction"),
        ]

    def __str__(self):
        return f"{self.place_a} – {self.place_b}"
