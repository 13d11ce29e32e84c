"""Words by which partnerships are sorted: data with a validity, not code."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

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


class CooperationField(Word):
    """One of the few fields in which towns work together, each looked at for its last activity."""

    order = models.PositiveSmallIntegerField(default=0)


class StateReason(Word):
    """Why a partnership was suspended or ended; for staff only."""


class PublicWording(Word):
    """A neutral sentence that the public page shows while a partnership is suspended, or after its end."""

    text_de = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300)
    text_fr = models.CharField(max_length=300)

    @property
    def text(self):
        return getattr(self, f"text_{(get_language() or 'de')[:2]}", "") or self.text_de
