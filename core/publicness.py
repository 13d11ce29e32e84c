"""Who may read a record: five levels, from everybody to a closed session (domain.md 4.1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Publicness(models.TextChoices):
    PUBLIC = "public", _("öffentlich")
    PORTAL = "portal", _("im Portal")
    BODY = "body", _("im Gremium")
    INTERNAL = "internal", _("intern")
    CLOSED = "closed", _("nichtöffentlich")


class PublicnessField(models.CharField):
    """A level of publicness; without a decision a record stays internal."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("choices", Publicness.choices)
        kwargs.setdefault("default", Publicness.INTERNAL)
        kwargs.setdefault("verbose_name", _("Sichtbarkeit"))
        super().__init__(*args, **kwargs)


def levels_for(user):
    """The levels that `user` may read without belonging to a particular body.

    BODY and CLOSED are never in the list: they ask for a membership, which the
    queryset of the model in question knows.
    """
    levels = [Publicness.PUBLIC]
    if user.is_verified_participant:
        levels.append(Publicness.PORTAL)
    if user.is_city_staff:
        levels.append(Publicness.INTERNAL)
    return levels


class VisibleQuerySet(models.QuerySet):
    """Rows with a `publicness`; the only row filter for access."""

    def visible_to(self, user):
        return self.filter(publicness__in=levels_for(user))
