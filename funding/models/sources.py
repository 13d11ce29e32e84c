"""Where calls come from: each source with its own timetable and health."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from funding.sedia.labels import programme_label

CLOCK = RegexValidator(r"^([01]\d|2[0-3]):[0-5]\d$", _("Geben Sie eine Uhrzeit an, zum Beispiel 05:30."))


class FeedSourceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Sources are looked after by staff; nobody else sees them."""
        return self if user.is_city_staff else self.none()

    def due(self, now):
        """Sources to be asked now that no worker is asking already."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=now)
        return self.filter(free, is_enabled=True, next_run_at__lte=now)


class FeedSource(models.Model):
    """One place that we ask: a programme in the EU portal's search, the reference file, a page …"""

    class Kind(models.TextChoices):
        PROGRAMME = "sedia_programme", _("EU-Portal: Programm")
        CASCADE = "sedia_cascade", _("EU-Portal: Weiterleitung von Mitteln")
        REFERENCE = "reference", _("Gesamtdatei zum Abgleich")
        PAGE = "page_watch", _("beobachtete Seite")
        RECORDED = "recorded", _("aufgezeichnete Antworten")
        MANUAL = "manual", _("von Hand erfasst")

    class Health(models.TextChoices):
        GREEN = "green", _("in Ordnung")
        YELLOW = "yellow", _("gestört")
        RED = "red", _("ausgefallen")

    ASKED = (Kind.PROGRAMME, Kind.CASCADE, Kind.REFERENCE, Kind.PAGE)

    key = models.SlugField(_("Kürzel"), max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Art"), max_length=20, choices=Kind)
    programme = models.CharField(_("Code des Programms"), max_length=20, blank=True)
    address = models.URLField(_("Adresse"), max_length=500, blank=True)
    times = ArrayField(
        models.CharField(max_length=5, validators=[CLOCK]),
        verbose_name=_("Uhrzeiten"),
        default=list,
        blank=True,
    )
    weekday = models.PositiveSmallIntegerField(_("nur an diesem Wochentag"), null=True, blank=True)
    is_enabled = models.BooleanField(_("eingeschaltet"), default=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    next_run_at = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=60, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    health = models.CharField(max_length=10, choices=Health, default=Health.GREEN)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    last_good_at = models.DateTimeField(null=True, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    fetched_whole_at = models.DateTimeField(null=True, blank=True)
    page_text = models.TextField(blank=True)

    objects = FeedSourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="sedia_programme") | ~Q(programme=""),
                name="feed_source_names_its_programme",
            ),
            models.CheckConstraint(
                condition=~Q(kind="page_watch") | ~Q(address=""), name="feed_source_names_its_page"
            ),
            models.CheckConstraint(
                condition=Q(failing_since=None, failures=0) | Q(failing_since__isnull=False, failures__gt=0),
                name="feed_source_failing_since_its_first_failure",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def label(self):
        """The name; that of a programme in the language of the page."""
        language = "de" if get_language() == "de" else "en"
        return programme_label(self.programme, language) if self._is_named_after_programme else self.name

    @property
    def _is_named_after_programme(self):
        return bool(self.programme) and self.name == programme_label(self.programme)

    @property
    def is_asked(self):
        """Whether there is an address to ask; recorded and manual sources have none."""
        return self.kind in self.ASKED

    @property
    def brings_calls(self):
        return self.kind in (self.Kind.PROGRAMME, self.Kind.CASCADE, self.Kind.RECORDED)


class PageChangeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_city_staff else self.none()


class PageChange(models.Model):
    """What changed in the visible text of a watched page; read by a person, never parsed."""

    source = models.ForeignKey(FeedSource, on_delete=models.CASCADE, related_name="page_changes")
    at = models.DateTimeField()
    diff = models.TextField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = PageChangeQuerySet.as_manager()

    def __str__(self):
        return f"{self.source} {self.at:%Y-%m-%d}"
