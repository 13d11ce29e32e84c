"""A gazetteer: the towns of the world with all their names, to recognise what other sources mean."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class GazetteerPlace(models.Model):
    """A town as GeoNames lists it. `cell` numbers squares of half a degree (places.names.cell_of)."""

    geonameid = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2, db_index=True)
    admin1 = models.CharField(max_length=20, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()
    cell = models.PositiveIntegerField(db_index=True)
    population = models.PositiveBigIntegerField(default=0)
    timezone = models.CharField(max_length=40, blank=True)
    nuts3_2016 = models.CharField(max_length=5, blank=True)
    nuts3_2021 = models.CharField(max_length=5, blank=True)
    wikidata = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
                name="gazetteer_place_on_earth",
            )
        ]
        indexes = [
            models.Index(
                fields=["wikidata"], condition=models.Q(wikidata__gt=""), name="gazetteer_place_wikidata"
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.country})"


class GazetteerName(models.Model):
    """A name of a place as a key (places.names.key_of); `is_main` for the one it is listed under."""

    place = models.ForeignKey(GazetteerPlace, on_delete=models.CASCADE, related_name="names")
    key = models.CharField(max_length=200, db_index=True)
    is_main = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "key"], name="gazetteer_name_once")]

    def __str__(self):
        return self.key


class GazetteerLoad(models.Model):
    """A file that was taken over: where from, under which licence, with what outcome."""

    loaded_at = models.DateTimeField()
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    source_title = models.CharField(max_length=200, default="GeoNames")
    source_url = models.URLField(max_length=300, default="https://www.geonames.org/")
    licence = models.CharField(max_length=100, default="CC BY 4.0")
    counts = models.JSONField(default=dict)
    problems = ArrayField(models.CharField(max_length=300), default=list)

    def __str__(self):
        return f"{self.filename} {self.loaded_at:%Y-%m-%d}"
