"""The demo town, app by app: built from real facts and invented people, and taken away again.

Countries with their facts and the vocabularies stay after a removal: they are reference data of every portal.
"""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db import transaction

from accounts import demo as people
from accounts.models import User
from funding import demo as calls
from funding.models import Call
from partnerships import demo as towns
from partnerships.models import Partnership
from portal import demo_desk as desks

PASSWORD = "Bruecken-bauen-2027"  # noqa: S105  known to everybody, and refused in production


def accounts():
    """Label, e-mail address and password of every demo account."""
    return [(one.role, one.email, PASSWORD) for one in people.DEMO_PEOPLE]


def seed(today):
    """Build what is not there yet, each app in a transaction of its own; a second time nothing changes."""
    with transaction.atomic():
        by_key = people.seed(today)
        give_password()
    by_name = by_key | {role: person for person in reversed(by_key.values()) for role in person.roles}
    with transaction.atomic():
        towns.seed(today, by_name)
    with transaction.atomic():
        calls.seed(today, by_name)
    with transaction.atomic():
        desks.seed(by_key)


def remove():
    """Take away everything that `seed` has made, the uppermost app first."""
    for part in (desks, calls, towns, people):
        with transaction.atomic():
            part.remove()


def give_password():
    """One hash for all: nineteen slow ones would make the first start wait."""
    addresses = [one.email for one in people.DEMO_PEOPLE]
    without = User.objects.filter(email__in=addresses, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if without.exists():
        without.update(password=make_password(PASSWORD))


def numbers():
    """What a portal with its demo town holds."""
    return {
        "people": User.objects.filter(is_example=True).count(),
        "towns": Partnership.objects.count(),
        "calls": Call.objects.count(),
    }
