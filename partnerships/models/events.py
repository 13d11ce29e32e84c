"""What happened between two towns, as precisely as it is known."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.partial_dates import PartialDateField
from core.provenance import Sourced
from core.publicness import levels_for
from partnerships.models.partnership import Partnership


class PartnershipEventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Checked events of visible partnerships; staff see the unchecked ones too."""
        seen = self.filter(partnership__publicness__in=levels_for(user))
        return seen if user.is_city_staff else seen.filter(is_checked=True)


class PartnershipEvent(Sourced):
    class Kind(models.TextChoices):
        FIRST_CONTACT = "first_contact", _("Erste Kontakte")
        DECISION_HERE = "decision_here", _("Beschluss unseres Stadtrats")
        DECISION_THERE = "decision_there", _("Beschluss der Partnerstadt")
        SIGNING = "signing", _("Unterzeichnung")
        RENEWAL = "renewal", _("Erneuerung")
        SUSPENSION = "suspension", _("Aussetzung")
        RESUMPTION = "resumption", _("Wiederaufnahme")
        END = "end", _("Ende")
        ASSOCIATION_FOUNDED = "association_founded", _("Gründung eines Vereins")
        CELEBRATION = "celebration", _("Feier")

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(_("Art"), max_length=20, choices=Kind)
    happened_on = PartialDateField(_("Datum"))
    note_de = models.CharField(_("Erläuterung"), max_length=300, blank=True)
    note_en = models.CharField(_("Erläuterung auf Englisch"), max_length=300, blank=True)
    note_fr = models.CharField(_("Erläuterung auf Französisch"), max_length=300, blank=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = PartnershipEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(happened_on__gt=""), name="partnership_event_has_a_date"),
            models.UniqueConstraint(
                fields=["partnership", "kind", "happened_on"], name="partnership_event_once_a_day"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.happened_on}"

    @property
    def note(self):
        """In the active language, or in German."""
        return self.own_note or self.note_de

    @property
    def own_note(self):
        """The explanation in the active language, if there is one."""
        return getattr(self, f"note_{(get_language() or 'de')[:2]}", "")
