"""Words by which partnerships are sorted: data with a validity, not code."""

from django.db import models
from django.db.models import F, Q

from places.models import NamedInLanguages


class WordQuerySet(models.QuerySet):
    def valid_on(self, day):
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )

    def visible_to(self, user):
        return self


class Word(NamedInLanguages):
    slug = models.SlugField(max_length=60, unique=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = WordQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="%(class)s_ends_after_its_start",
            )
        ]


class Topic(Word):
    """What people of two towns do together: schools, music, crafts …"""


class TypeTag(Word):
    """What a partnership is besides its legal form: for climate, in solidarity, between utilities …"""
