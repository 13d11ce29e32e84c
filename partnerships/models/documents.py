"""Files of a partnership; each is read by whoever may read both it and the partnership."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.attachments import Attachment
from core.publicness import levels_for
from partnerships.models.agreements import PARTNER_LANGUAGES, Agreement
from partnerships.models.partnership import Partnership


class PartnershipDocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        levels = levels_for(user)
        return self.filter(publicness__in=levels, partnership__publicness__in=levels)


class PartnershipDocument(Attachment):
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="documents")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.SET_NULL, null=True, blank=True, related_name="files"
    )
    language = models.CharField(_("Sprache"), max_length=2, choices=PARTNER_LANGUAGES, default="de")
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = PartnershipDocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "sha256"], name="partnership_document_once"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("partnerships:document", args=[self.partnership.slug, self.pk])
