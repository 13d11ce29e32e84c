"""What we say about a partnership in each language, and where to read on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.lost_updates import VersionedModel
from core.provenance import Sourced
from core.publicness import levels_for
from partnerships.models.partnership import SOURCE_LANGUAGE, Partnership

LONGEST_TEASER = 200


class OfPartnershipQuerySet(models.QuerySet):
    """Rows that are seen by whoever sees their partnership."""

    def visible_to(self, user):
        return self.filter(partnership__publicness__in=levels_for(user))


class PartnershipText(VersionedModel):
    """Teaser and profile in one language; German is the source, the others follow it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("Sprache"), max_length=2, choices=settings.LANGUAGES)
    teaser = models.CharField(
        _("Kurztext"), max_length=LONGEST_TEASER, help_text=_("Ein oder zwei Sätze für Listen und Karten.")
    )
    profile = models.TextField(_("Profil"), max_length=10_000, blank=True)
    translated_from = models.PositiveIntegerField(
        _("übersetzt aus Fassung"), null=True, blank=True, editable=False
    )
    is_machine_translated = models.BooleanField(_("maschinell übersetzt"), default=False)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = OfPartnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "language"], name="partnership_text_once_a_language"
            ),
            models.CheckConstraint(
                condition=~Q(language=SOURCE_LANGUAGE) | Q(translated_from=None),
                name="partnership_text_source_is_no_translation",
            ),
        ]

    def __str__(self):
        return f"{self.partnership} ({self.language})"

    def is_stale(self, source):
        """Whether the German `source` has changed since this translation was made."""
        return self.language != SOURCE_LANGUAGE and (self.translated_from or 0) < source.version


class PartnershipLinkQuerySet(OfPartnershipQuerySet):
    def visible_to(self, user):
        seen = super().visible_to(user)
        return seen if user.is_city_staff else seen.filter(is_checked=True)


class PartnershipLink(Sourced):
    """An association, a school or a page that belongs to the partnership."""

    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("Verein")
        SCHOOL = "school", _("Schule")
        PAGE = "page", _("Internetseite")

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(_("Art"), max_length=12, choices=Kind)
    title = models.CharField(_("Name"), max_length=160)
    url = models.URLField(_("Internetadresse"), max_length=300, blank=True)
    language = models.CharField(_("Sprache des Namens"), max_length=10, blank=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = PartnershipLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "title"], name="partnership_link_once"),
        ]

    def __str__(self):
        return self.title
