"""Where a fact comes from: every imported figure says so (design.md 4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sourced(models.Model):
    """A row that names its source; `is_checked` only after a person has compared it."""

    source_title = models.CharField(_("Quelle"), max_length=200)
    source_url = models.URLField(_("Adresse der Quelle"), max_length=500, blank=True)
    source_licence = models.CharField(_("Lizenz"), max_length=100, blank=True)
    retrieved_on = models.DateField(_("Abgerufen am"), null=True, blank=True)
    is_checked = models.BooleanField(_("geprüft"), default=False)

    class Meta:
        abstract = True
