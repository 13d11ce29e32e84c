"""People, organisations, and who belongs to what from a day to a day."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.roles import Duty, Function, Kind, Role
from core.lost_updates import VersionedModel
from core.publicness import Publicness, PublicnessField


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **more):
        user = self.model(email=self.normalize_email(email).lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class UserQuerySet(models.QuerySet):
    def with_role(self, *wanted, day=None):
        """People who hold one of these roles on a day, by their memberships."""
        day = day or timezone.localdate()
        rows = Membership.objects.valid_on(day).values_list(
            "person_id", "organisation__kind", "organisation__duty", "function"
        )
        found = {pk for pk, *triple in rows if roles.roles_of([triple]) & set(wanted)}
        return self.filter(pk__in=found, is_active=True)

    def visible_to(self, user):
        """Oneself; staff and the technical administration see everybody's account."""
        if user.is_city_staff or Role.ADMIN in user.roles or Role.DATA_PROTECTION in user.roles:
            return self
        return self.filter(pk=user.pk)


class User(AbstractBaseUser):
    """Somebody with an account; what they may do comes from their memberships."""

    email = models.EmailField(_("E-Mail-Adresse"), unique=True)
    name = models.CharField(_("Name"), max_length=120, blank=True)
    language = models.CharField(_("Sprache"), max_length=2, choices=settings.LANGUAGES, default="de")
    is_active = models.BooleanField(_("freigeschaltet"), default=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    deletion_announced_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self):
        if self.erased_at:
            return gettext("Gelöschtes Konto")
        return self.name or self.email

    def get_full_name(self):
        return str(self)

    @cached_property
    def valid_memberships(self):
        """Today's confirmed memberships with their organisations: one query, asked once."""
        return list(
            self.memberships.valid_on(timezone.localdate()).select_related("organisation").order_by("pk")
        )

    @cached_property
    def roles(self):
        if not self.is_active:
            return frozenset()
        return roles.roles_of(
            (m.organisation.kind, m.organisation.duty, m.function) for m in self.valid_memberships
        )

    @property
    def is_city_staff(self):
        return bool(self.roles & roles.STAFF)

    @property
    def is_verified_participant(self):
        """Belongs, confirmed, to some organisation: may read what is only for the portal."""
        return self.is_active and bool(self.valid_memberships)

    @property
    def needs_second_factor(self):
        return bool(self.roles & roles.NEED_SECOND_FACTOR)

    def organisations(self, *functions):
        """Today's organisations of this person, optionally only in some functions."""
        return [m.organisation for m in self.valid_memberships if not functions or m.function in functions]


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Confirmed public ones; one's own; for staff and the administration all."""
        if user.is_city_staff or Role.ADMIN in user.roles:
            return self
        seen = Q(publicness=Publicness.PUBLIC, state=Organisation.State.CONFIRMED)
        if user.is_authenticated:
            own = Membership.objects.filter(person=user.pk).valid_on(timezone.localdate())
            seen |= Q(pk__in=own.values("organisation"))
            if user.is_verified_participant:
                seen |= Q(publicness=Publicness.PORTAL, state=Organisation.State.CONFIRMED)
        return self.filter(seen)

    def abandoned(self):
        """Proposed ones to which nobody belongs any more: there is nothing left to confirm."""
        return self.filter(state=Organisation.State.PROPOSED, memberships=None)

    def to_join(self):
        """Open and confirmed: their names may be found by everybody who has an account."""
        return self.filter(kind__in=roles.OPEN_KINDS, state=Organisation.State.CONFIRMED)


class Organisation(VersionedModel):
    """An association, a school, a company, an office, a council group, a partner administration …"""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("wartet auf Bestätigung")
        CONFIRMED = "confirmed", _("bestätigt")
        BLOCKED = "blocked", _("gesperrt")

    class Succession(models.TextChoices):
        """How surely the board finds people who follow it."""

        NONE = "none", _("kein Risiko bekannt")
        WATCH = "watch", _("beobachten")
        ACUTE = "acute", _("akut")

    name = models.CharField(_("Name"), max_length=160)
    slug = models.SlugField(max_length=170, unique=True)
    kind = models.CharField(_("Art"), max_length=30, choices=Kind)
    duty = models.CharField(_("Aufgabe"), max_length=20, choices=Duty, blank=True, default="")
    legal_form = models.CharField(_("Rechtsform"), max_length=40, blank=True)
    city = models.ForeignKey(
        "places.City", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("Stadt")
    )
    email = models.EmailField(_("Funktionsadresse"), blank=True)
    website = models.URLField(_("Internetadresse"), blank=True)
    about = models.TextField(_("Ziele"), blank=True, max_length=2000)
    register_number = models.CharField(_("Registernummer"), max_length=40, blank=True)
    members_count = models.PositiveIntegerField(_("Mitglieder"), null=True, blank=True)
    members_as_of = models.DateField(_("Mitgliederzahl vom"), null=True, blank=True)
    board_term_ends_on = models.DateField(_("Amtszeit des Vorstands endet am"), null=True, blank=True)
    succession = models.CharField(
        _("Nachfolge im Vorstand"), max_length=10, choices=Succession, default=Succession.NONE
    )
    state = models.CharField(_("Stand"), max_length=10, choices=State, default=State.PROPOSED)
    publicness = PublicnessField()
    is_example = models.BooleanField(_("Beispiel"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(duty="") | Q(kind=Kind.OFFICE), name="organisation_duty_only_for_offices"
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("accounts:organisation", args=[self.slug])

    @property
    def is_open(self):
        """Whether people may found and join this kind; the administration fills offices and bodies."""
        return self.kind in roles.OPEN_KINDS


class MembershipQuerySet(models.QuerySet):
    def valid_on(self, day):
        """Confirmed memberships in confirmed organisations on a day."""
        return self.filter(
            Q(last_day=None) | Q(last_day__gte=day),
            first_day__lte=day,
            confirmed_at__isnull=False,
            organisation__state=Organisation.State.CONFIRMED,
        )

    def waiting(self):
        return self.filter(confirmed_at=None, last_day=None)

    def visible_to(self, user):
        """One's own, those of organisations one is responsible for; for staff and administration all."""
        if user.is_city_staff or Role.ADMIN in user.roles:
            return self
        led = [o.pk for o in user.organisations(Function.RESPONSIBLE)] if user.is_authenticated else []
        return self.filter(Q(person=user.pk) | Q(organisation__in=led))


class Membership(models.Model):
    """A person in an organisation, in a function, from a day to a day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    function = models.CharField(_("Funktion"), max_length=20, choices=Function, default=Function.MEMBER)
    on_behalf_of = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="sent_members"
    )
    first_day = models.DateField(_("Erster Tag"))
    last_day = models.DateField(_("Letzter Tag"), null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="membership_ends_after_its_start",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "function"],
                condition=Q(last_day=None),
                name="membership_open_once",
            ),
        ]

    def __str__(self):
        return f"{self.person} – {self.organisation}"

    @property
    def is_waiting(self):
        """A question that nobody has answered; MembershipQuerySet.waiting() finds them."""
        return self.confirmed_at is None and self.last_day is None
