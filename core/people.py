"""What the rest of the house may ask of a person, signed in or not."""

from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser


class AnonymousPerson(AnonymousUser):
    """Somebody who has not signed in: reads what is public."""

    roles = frozenset()
    is_city_staff = False
    is_verified_participant = False
    needs_second_factor = False
    language = ""

    def organisations(self, *functions):
        return []


def sign_out(request):
    """End the session; the rest of this request is answered to somebody unknown."""
    logout(request)
    request.user = AnonymousPerson()
