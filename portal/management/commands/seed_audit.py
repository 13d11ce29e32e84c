import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.roles import NEED_SECOND_FACTOR
from portal import audit

LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "testserver"}


class Command(BaseCommand):
    help = (
        "Fill the database for an examination: an account per role, owners in pairs, objects in every "
        "state, CANARY-… words in everything that is not public. The accounts are printed as JSON."
    )

    def handle(self, *args, **options):
        if settings.IN_PRODUCTION and not set(settings.ALLOWED_HOSTS) <= LOOPBACK:
            raise CommandError(
                "seed_audit makes accounts with a known password: ALLOWED_HOSTS may only name loopback."
            )
        town = audit.build(timezone.localdate())
        accounts = [self._account(key, person) for key, person in town.people.items()]
        self.stdout.write(json.dumps({"accounts": accounts}, ensure_ascii=False, indent=1))
        self.stdout.write(
            f"{len(accounts)} accounts, {len(town.organisations)} organisations, {len(town.objects)} objects."
        )

    def _account(self, key, person):
        roles = sorted(person.roles)
        seed = audit.seed_of(key) if person.roles & NEED_SECOND_FACTOR else None
        return {
            "account": key,
            "email": person.email,
            "password": audit.SIGN_IN_WORDS,
            "totp_seed": seed,
            "roles": roles,
            "organisations": [organisation.slug for organisation in person.organisations()],
        }
