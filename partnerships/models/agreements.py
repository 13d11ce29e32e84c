"""What two towns have signed: charters, treaties, agreements, renewals (domain.md 1.1, 2.2)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.lost_updates import VersionedModel
from core.partial_dates import PartialDateField
from core.publicness import PublicnessField, levels_for
from partnerships.models.partnership import Partnership

# The languages of our partner towns, the three of the portal first
PARTNER_LANGUAGES = [
    *settings.LANGUAGES,
    ("nl", _("Niederländisch")),
    ("it", _("Italienisch")),
    ("hr", _("Kroatisch")),
    ("he", _("Hebräisch")),
    ("uk", _("Ukrainisch")),
]


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, user):
        levels = levels_for(user)
        return self.filter(publicness__in=levels, partnership__publicness__in=levels)


class Agreement(VersionedModel):
    """A signed paper; its files are PartnershipDocuments that name it."""

    class Kind(models.TextChoices):
        CHARTER = "charter", _("Partnerschaftsurkunde")
        FRIENDSHIP = "friendship", _("Freundschaftsvertrag")
        COOPERATION = "cooperation", _("Kooperationsvereinbarung")
        MOU = "mou", _("Absichtserklärung (MoU)")
        LOI = "loi", _("Absichtsschreiben (LoI)")
        RENEWAL = "renewal", _("Erneuerungsurkunde")
        OTHER = "other", _("anderes Papier")

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="agreements")
    kind = models.CharField(_("Art"), max_length=12, choices=Kind, default=Kind.CHARTER)
    title = models.CharField(_("Titel"), max_length=200)
    signed_on = PartialDateField(_("Unterzeichnet"), blank=True, default="")
    signed_place = models.CharField(_("Ort der Unterzeichnung"), max_length=120, blank=True)
    signatories = models.CharField(
        _("Unterzeichnende"),
        max_length=300,
        blank=True,
        help_text=_("Ämter, keine privaten Angaben: „Oberbürgermeister, Maire“."),
    )
    valid_from = models.DateField(_("Gilt ab"), null=True, blank=True)
    valid_to = models.DateField(_("Gilt bis"), null=True, blank=True)
    review_on = models.DateField(_("Prüfen am"), null=True, blank=True)
    languages = ArrayField(
        models.CharField(max_length=2, choices=PARTNER_LANGUAGES),
        verbose_name=_("Sprachen"),
        default=list,
        blank=True,
    )
    is_binding = models.BooleanField(_("rechtlich bindend"), default=True)
    renewal_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="renewals",
        verbose_name=_("erneuert"),
    )
    publicness = PublicnessField()
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="agreement_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(renewal_of=None) | ~Q(renewal_of=F("pk")), name="agreement_renews_another"
            ),
        ]

    def __str__(self):
        return self.title
