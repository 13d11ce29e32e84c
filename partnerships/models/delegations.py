"""Delegations: a journey on behalf of the city, from the proposal to the debrief (domain.md 2.4, 2.13)."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Role
from core.lost_updates import VersionedModel
from partnerships.models.contacts import Person
from partnerships.models.encounters import Encounter

# Who reads the papers of a delegation without travelling with it (domain.md 4.2)
READ_ALL = frozenset({Role.EXECUTIVE, Role.ECONOMIC_DEVELOPMENT, Role.STEERING_TEAM})


class DelegationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff, who approves or steers, and who travels with it."""
        if user.is_city_staff or user.roles & READ_ALL:
            return self
        travels = DelegationMember.objects.filter(delegation=OuterRef("pk"), user=user.pk)
        return self.filter(Exists(travels)) if user.is_authenticated else self.none()


class Delegation(VersionedModel):
    """The official side of an encounter: who travels for whom, approved by the executive."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Vorschlag")
        APPROVED = "approved", _("genehmigt")
        PREPARED = "prepared", _("vorbereitet")
        HELD = "held", _("durchgeführt")
        REPORTED = "reported", _("berichtet")
        CLOSED = "closed", _("abgeschlossen")
        REFUSED = "refused", _("nicht genehmigt")
        CANCELLED = "cancelled", _("abgesagt")

    MOVES = {
        State.PROPOSED: {State.APPROVED, State.REFUSED, State.CANCELLED},
        State.APPROVED: {State.PREPARED, State.CANCELLED},
        State.PREPARED: {State.HELD, State.CANCELLED},
        State.HELD: {State.REPORTED},
        State.REPORTED: {State.CLOSED},
        State.CLOSED: set(),
        State.REFUSED: {State.PROPOSED},
        State.CANCELLED: set(),
    }

    encounter = models.OneToOneField(Encounter, on_delete=models.CASCADE, related_name="delegation")
    state = models.CharField(_("Stand"), max_length=10, choices=State, default=State.PROPOSED)
    purpose = models.TextField(_("Zweck der Reise"), max_length=2000)
    talking_points = models.TextField(_("Gesprächspunkte"), blank=True, max_length=5000)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(_("Anmerkung zur Genehmigung"), max_length=300, blank=True)
    council_informed_on = models.DateField(_("Rat informiert am"), null=True, blank=True)
    debrief = models.TextField(_("Bericht"), blank=True, max_length=10_000)
    reported_at = models.DateTimeField(null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    def __str__(self):
        return str(self.encounter)

    def get_absolute_url(self):
        return reverse("encounters:delegation", args=[self.encounter_id])

    def can_move_to(self, state):
        return state in self.MOVES[self.state]


class OfDelegationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(delegation__in=Delegation.objects.visible_to(user))


class DelegationMember(models.Model):
    """A seat in the delegation by its role; who takes it may be open."""

    class Seat(models.TextChoices):
        LEADER = "leader", _("Leitung")
        MAYOR = "mayor", _("Oberbürgermeisterin oder Oberbürgermeister")
        DEPARTMENT = "department", _("Dezernat")
        COUNCIL_GROUP = "council_group", _("Fraktion")
        ASSOCIATION = "association", _("Verein")
        BUSINESS = "business", _("Wirtschaft")
        PRESS = "press", _("Presse")
        INTERPRETER = "interpreter", _("Dolmetschen")
        STAFF = "staff", _("Verwaltung")

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="members")
    seat = models.CharField(_("Rolle"), max_length=14, choices=Seat)
    name = models.CharField(_("Name"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("für"),
    )
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="delegations"
    )

    objects = OfDelegationQuerySet.as_manager()

    def __str__(self):
        return self.name or self.get_seat_display()


class ProgrammeItem(models.Model):
    """A point of the programme: when, where, with whom, about what."""

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="programme")
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"), null=True, blank=True)
    title = models.CharField(_("Was"), max_length=160)
    place = models.CharField(_("Wo"), max_length=160, blank=True)
    host = models.CharField(_("Gastgeber"), max_length=160, blank=True)
    talking_points = models.TextField(_("Gesprächspunkte"), blank=True, max_length=1500)
    needs_interpreter = models.BooleanField(_("Dolmetschen nötig"), default=False)

    objects = OfDelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="programme_item_ends_after_its_start",
            )
        ]

    def __str__(self):
        return self.title


class Gift(models.Model):
    """A present given or received, with its value, as it has to be declared."""

    class Way(models.TextChoices):
        GIVEN = "given", _("überreicht")
        RECEIVED = "received", _("erhalten")

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="gifts")
    way = models.CharField(_("Überreicht oder erhalten"), max_length=8, choices=Way, default=Way.GIVEN)
    what = models.CharField(_("Gastgeschenk"), max_length=160)
    value = models.DecimalField(_("Wert (Euro)"), max_digits=9, decimal_places=2, null=True, blank=True)
    declared_on = models.DateField(_("angezeigt am"), null=True, blank=True)

    objects = OfDelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value=None) | Q(value__gte=0), name="gift_value_not_negative")
        ]

    def __str__(self):
        return self.what
