"""The words a search may have meant."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class SearchWordQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody: the list holds nothing but words of public calls."""
        return self


class SearchWord(models.Model):
    """A word of the calls that everybody may read; `near` is what is left of it without one letter."""

    folded = models.CharField(max_length=60, unique=True)
    shown = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    near = ArrayField(models.CharField(max_length=60))

    objects = SearchWordQuerySet.as_manager()

    class Meta:
        indexes = [GinIndex(fields=["near"], name="search_word_near")]

    def __str__(self):
        return self.shown
