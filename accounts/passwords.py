"""Words that everybody would try first: the city, its partners, the portal."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from places.models import City

PORTAL_WORDS = ("städtebrücke", "staedtebruecke", "partnerstadt", "partnerstädte", "städtepartnerschaft")
FEWEST_OTHER_CHARACTERS = 8
LETTERS = re.compile(r"[\W\d_]+")


class ContextWordValidator:
    """Refuses passwords that are little more than the name of the city, a partner town or the portal."""

    def validate(self, password, user=None):
        plain = password.casefold()
        for word in sorted(context_words(), key=len, reverse=True):
            plain = plain.replace(word, "")
        if plain != password.casefold() and len(LETTERS.sub("", plain)) < FEWEST_OTHER_CHARACTERS:
            raise ValidationError(self.get_help_text(), code="password_context_word")

    def get_help_text(self):
        return _(
            "Das Passwort besteht nicht nur aus dem Namen der Stadt, einer Partnerstadt oder des Portals."
        )


def context_words():
    """Lower-case words of four letters or more that belong to this portal."""
    names = [settings.CITY["name"], settings.CITY["office"]]
    for row in City.objects.values_list("name", "name_local"):
        names += row
    words = {part for name in names for part in re.split(r"[\W\d_]+", name.casefold())}
    return {word for word in words if len(word) >= 4} | set(PORTAL_WORDS)
