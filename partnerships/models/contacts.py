"""The contact book: persons, functions over time, why we may keep them, what was said (domain.md 2.3)."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Kind
from core.attachments import Attachment
from core.lost_updates import VersionedModel
from partnerships.models.agreements import PARTNER_LANGUAGES
from partnerships.models.partnership import Partnership
from partnerships.models.vocabularies import CooperationField
from places.models import City, Country


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff see the whole book; somebody with an account their own entry."""
        if user.is_city_staff:
            return self
        return self.filter(user=user.pk) if user.is_authenticated else self.none()

    def current(self):
        """Neither merged into somebody else nor anonymised."""
        return self.filter(merged_into=None).exclude(state=Person.State.ANONYMISED)

    def reachable(self):
        """Those we may show, write to and hand on: nobody who is blocked or on the way out."""
        return self.filter(merged_into=None, state__in=[Person.State.ACTIVE, Person.State.TO_REVIEW])


class Person(VersionedModel):
    """Somebody the city is in touch with, here or in a partner town; not an account."""

    class State(models.TextChoices):
        """domain.md 2.13: a person's entry ends only after it was offered to the archive."""

        ACTIVE = "active", _("aktiv")
        TO_REVIEW = "to_review", _("zu prüfen")
        BLOCKED = "blocked", _("gesperrt")
        OFFERED = "offered", _("dem Archiv angeboten")
        ANONYMISED = "anonymised", _("anonymisiert")

    MOVES = {
        State.ACTIVE: {State.TO_REVIEW, State.BLOCKED},
        State.TO_REVIEW: {State.ACTIVE, State.BLOCKED},
        State.BLOCKED: {State.ACTIVE, State.OFFERED},
        State.OFFERED: {State.ANONYMISED},
        State.ANONYMISED: set(),
    }

    form_of_address = models.CharField(_("Anrede"), max_length=40, blank=True)
    title = models.CharField(_("Titel"), max_length=60, blank=True)
    given_name = models.CharField(_("Vorname"), max_length=80, blank=True)
    family_name = models.CharField(_("Nachname"), max_length=80)
    name_original = models.CharField(
        _("Name in der eigenen Schrift"),
        max_length=160,
        blank=True,
        help_text=_("So, wie die Person ihn schreibt."),
    )
    language = models.CharField(_("Sprache"), max_length=2, choices=PARTNER_LANGUAGES, default="de")
    other_languages = models.CharField(_("weitere Sprachen"), max_length=80, blank=True)
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Land")
    )
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Stadt")
    )
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    is_private = models.BooleanField(
        _("private Angaben"),
        default=False,
        help_text=_("Ehrenamtliche mit eigener Adresse oder Nummer; dafür gelten kürzere Fristen."),
    )
    note = models.TextField(
        _("Notiz"),
        blank=True,
        max_length=2000,
        help_text=_("Nur Sachliches: Die Person darf diese Notiz lesen."),
    )
    state = models.CharField(max_length=12, choices=State, default=State.ACTIVE)
    state_since = models.DateField(null=True, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="contact"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    confirmed_on = models.DateField(_("zuletzt bestätigt am"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")), name="person_not_merged_into_itself"
            )
        ]

    def __str__(self):
        if self.state == self.State.ANONYMISED:
            return gettext("anonymisierte Person")
        return " ".join(part for part in (self.title, self.given_name, self.family_name) if part)

    def get_absolute_url(self):
        return reverse("contacts:person", args=[self.pk])

    def can_move_to(self, state):
        return state in self.MOVES[self.state]

    @property
    def is_reachable(self):
        """As PersonQuerySet.reachable()."""
        return self.merged_into_id is None and self.state in (self.State.ACTIVE, self.State.TO_REVIEW)


class OfPersonQuerySet(models.QuerySet):
    """Rows that are seen by whoever sees their person."""

    def visible_to(self, user):
        if user.is_city_staff:
            return self
        return self.filter(person__user=user.pk) if user.is_authenticated else self.none()


class PersonFunctionQuerySet(OfPersonQuerySet):
    def held_on(self, day):
        return self.filter(Q(first_day=None) | Q(first_day__lte=day), Q(last_day=None) | Q(last_day__gte=day))


class PersonFunction(VersionedModel):
    """What a person is at an organisation, here or there, from a day to a day."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="functions")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="contacts", verbose_name=_("Organisation")
    )
    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contact_functions",
        verbose_name=_("Partnerschaft"),
    )
    title = models.CharField(_("Funktion"), max_length=120)
    title_local = models.CharField(_("Funktion in der eigenen Sprache"), max_length=120, blank=True)
    email = models.EmailField(_("Funktionsadresse"), blank=True)
    phone = models.CharField(_("Telefon im Amt"), max_length=40, blank=True)
    is_contact_person = models.BooleanField(_("Ansprechperson für die Partnerschaft"), default=False)
    first_day = models.DateField(_("seit"), null=True, blank=True)
    last_day = models.DateField(_("bis"), null=True, blank=True)

    objects = PersonFunctionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="person_function_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(is_contact_person=False) | Q(partnership__isnull=False),
                name="person_function_contact_names_its_partnership",
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.organisation}"

    def is_held_on(self, day):
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )

    @property
    def is_here(self):
        """Whether it is a function in our city; an organisation without a town is ours."""
        city = self.organisation.city
        return city.is_home if city else self.organisation.kind != Kind.PARTNER_ADMINISTRATION


class ProcessingBasis(models.Model):
    """Why data of a person may be kept: purpose, legal basis, information given, consent and its end."""

    class Purpose(models.TextChoices):
        OFFICE = "office", _("Amtskommunikation")
        ASSOCIATION = "association", _("Vereinsarbeit")
        EVENT = "event", _("Veranstaltung")
        NEWSLETTER = "newsletter", _("Newsletter")
        FUNDING = "funding", _("Fördermittel")

    class Basis(models.TextChoices):
        PUBLIC_TASK = "public_task", _("öffentliche Aufgabe (Art. 6 Abs. 1 Buchst. e DSGVO)")
        CONSENT = "consent", _("Einwilligung (Art. 6 Abs. 1 Buchst. a DSGVO)")
        CONTRACT = "contract", _("Vertrag (Art. 6 Abs. 1 Buchst. b DSGVO)")
        LEGAL_DUTY = "legal_duty", _("rechtliche Pflicht (Art. 6 Abs. 1 Buchst. c DSGVO)")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="bases")
    purpose = models.CharField(_("Zweck"), max_length=12, choices=Purpose)
    basis = models.CharField(_("Rechtsgrundlage"), max_length=12, choices=Basis)
    informed_on = models.DateField(_("informiert am"), null=True, blank=True)
    information_version = models.CharField(_("Fassung der Information"), max_length=40, blank=True)
    consent_on = models.DateField(_("Einwilligung vom"), null=True, blank=True)
    consent_given_by = models.CharField(
        _("Wie eingewilligt"),
        max_length=200,
        blank=True,
        help_text=_("Brief, Mail oder Formular, und wo es liegt."),
    )
    revoked_on = models.DateField(_("widerrufen am"), null=True, blank=True)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(basis="consent") | Q(consent_on__isnull=False), name="consent_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(revoked_on=None) | Q(basis="consent"), name="only_consent_is_revoked"
            ),
            models.CheckConstraint(
                condition=Q(revoked_on=None) | Q(revoked_on__gte=F("consent_on")),
                name="consent_revoked_after_it_was_given",
            ),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()}: {self.get_basis_display()}"


class ContactEventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Notes on contacts are never above internal (domain.md 4.1)."""
        return self if user.is_city_staff else self.none()


class ContactEvent(VersionedModel):
    """One line of the contact log: who spoke or wrote to whom, when, how, about what."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("E-Mail")
        LETTER = "letter", _("Brief")
        PHONE = "phone", _("Telefon")
        VIDEO = "video", _("Videogespräch")
        MEETING = "meeting", _("Treffen")
        OTHER = "other", _("anders")

    class Direction(models.TextChoices):
        OUT = "out", _("von uns")
        IN = "in", _("an uns")
        BOTH = "both", _("beides")

    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="contact_events",
        verbose_name=_("Partnerschaft"),
    )
    field = models.ForeignKey(
        CooperationField,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Feld"),
    )
    persons = models.ManyToManyField(Person, related_name="contact_events", blank=True, verbose_name=_("mit"))
    happened_on = models.DateField(_("Tag"))
    channel = models.CharField(_("Weg"), max_length=8, choices=Channel, default=Channel.MAIL)
    direction = models.CharField(_("Richtung"), max_length=4, choices=Direction, default=Direction.BOTH)
    subject = models.CharField(_("Betreff"), max_length=200)
    summary = models.TextField(
        _("Zusammenfassung"), blank=True, max_length=4000, help_text=_("Nur Tatsachen, keine Wertungen.")
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    objects = ContactEventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["partnership", "-happened_on"], name="contact_event_by_day")]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return reverse("contacts:log_entry", args=[self.pk])


class ConsentFile(Attachment):
    """A consent as it was given; seen by staff only."""

    basis = models.ForeignKey(ProcessingBasis, on_delete=models.CASCADE, related_name="files")

    objects = ContactEventQuerySet.as_manager()

    def __str__(self):
        return self.title


def new_token():
    return secrets.token_urlsafe(32)


class ConfirmationQuerySet(OfPersonQuerySet):
    def open(self, now):
        return self.filter(answered_at=None, settled_at=None, expires_at__gt=now)

    def to_settle(self):
        """Answered, and staff have to decide."""
        return self.filter(answered_at__isnull=False, settled_at=None)


class ConfirmationRequest(models.Model):
    """The question "is this still correct?", sent to a contact with a link that needs no account.

    It is open until it is answered or settled: a question that expired is settled without an answer when
    the next one is asked. `proposal` holds {field: [before, after]} of what the contact wants changed.
    """

    class Answer(models.TextChoices):
        CORRECT = "correct", _("stimmt")
        CHANGED = "changed", _("geändert")
        GONE = "gone", _("nicht mehr zuständig")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="confirmations")
    token = models.CharField(max_length=60, unique=True, default=new_token, editable=False)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    proposal = models.JSONField(default=dict, blank=True)
    successor = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="confirmation_answer_with_its_moment",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(answered_at=None, settled_at=None),
                name="confirmation_one_open_question",
            ),
        ]

    def __str__(self):
        return f"{self.person} {self.asked_at:%Y-%m-%d}"

    def is_open(self, now):
        return self.answered_at is None and self.settled_at is None and now < self.expires_at
