"""How a partnership came from one state to the next: kept for good, with reasons and papers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership
from partnerships.models.vocabularies import PublicWording, StateReason


class StateChangeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Reasons and decisions are for staff; everybody else reads the public wording."""
        return self if user.is_city_staff else self.none()


class StateChange(models.Model):
    """A move of a partnership from a day on; a suspension has a reason, a decision and a day of review."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="state_changes")
    before = models.CharField(max_length=12, choices=Partnership.State)
    after = models.CharField(max_length=12, choices=Partnership.State)
    happened_on = models.DateField(_("Ab"))
    reason = models.ForeignKey(
        StateReason, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("Grund")
    )
    reason_text = models.TextField(_("Erläuterung (intern)"), blank=True, max_length=2000)
    decision = models.CharField(_("Beschluss"), max_length=120, blank=True)
    is_one_sided = models.BooleanField(_("Die Partnerstadt hat einseitig beendet"), default=False)
    review_on = models.DateField(_("Wieder prüfen am"), null=True, blank=True)
    public_wording = models.ForeignKey(
        PublicWording,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("Satz auf der öffentlichen Seite"),
    )
    civil_contacts_continue = models.BooleanField(_("Begegnungen der Menschen gehen weiter"), default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = StateChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(after="suspended")
                | (Q(reason__isnull=False, review_on__isnull=False) & ~Q(decision="")),
                name="suspension_has_reason_decision_and_review",
            ),
            models.CheckConstraint(
                condition=~Q(after="ended") | Q(is_one_sided=True) | ~Q(decision=""),
                name="end_has_a_decision_or_is_one_sided",
            ),
        ]

    def __str__(self):
        return f"{self.before} → {self.after}"
