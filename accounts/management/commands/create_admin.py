"""The first person of the technical administration."""

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.actions import free_slug
from accounts.models import Membership, Organisation, User
from accounts.roles import Duty, Function, Kind
from core.journal import record
from core.logs import security_event

OFFICE = "Betrieb des Portals"


class Command(BaseCommand):
    help = "Give a person the technical administration and print a link for a password (one hour, once)."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="the person's name")

    def handle(self, *, email, name, **options):
        try:
            validate_email(email)
        except ValidationError as reason:
            raise CommandError(f"'{email}' is no mail address.") from reason
        person = make_admin(email.lower(), name)
        self.stdout.write(f"{person.email} is now in charge of the portal. Set a password within one hour:")
        self.stdout.write(reset_link(person))


@transaction.atomic
def make_admin(email, name):
    """The person with this address, as a confirmed member of the office that runs the portal."""
    person = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)
    EmailAddress.objects.update_or_create(
        user=person, email=email, defaults={"verified": True, "primary": True}
    )
    office, today = office_of_the_portal(), timezone.localdate()
    if not Membership.objects.valid_on(today).filter(person=person, organisation=office).exists():
        membership = Membership.objects.create(
            person=person,
            organisation=office,
            function=Function.RESPONSIBLE,
            first_day=today,
            confirmed_at=timezone.now(),
        )
        record("accounts.membership_granted", membership, by=None)
        security_event("role-changed", obj=membership)
    return person


def office_of_the_portal():
    found = Organisation.objects.filter(kind=Kind.OFFICE, duty=Duty.PLATFORM, is_example=False).first()
    return found or Organisation.objects.create(
        name=OFFICE,
        slug=free_slug(OFFICE),
        kind=Kind.OFFICE,
        duty=Duty.PLATFORM,
        state=Organisation.State.CONFIRMED,
    )


def reset_link(person):
    """An address at which this person sets a password, once, within PASSWORD_RESET_TIMEOUT."""
    key = PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    with override(settings.LANGUAGE_CODE):
        path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), key])
    return settings.SITE_URL + path
