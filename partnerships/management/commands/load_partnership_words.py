from django.core.management.base import BaseCommand
from django.db import transaction

from core.conditional import touch
from partnerships.demo import load_vocabularies
from partnerships.models import CooperationField, EncounterTemplate, FactorSet
from places.loading import load_countries


class Command(BaseCommand):
    help = "Take over the vocabularies of partnerships: topics, fields, templates, emission factors."

    @transaction.atomic
    def handle(self, *args, **options):
        load_countries()
        load_vocabularies()
        touch("partnerships")
        numbers = [model.objects.count() for model in (CooperationField, EncounterTemplate, FactorSet)]
        self.stdout.write("{} fields, {} templates, {} sets of factors.".format(*numbers))
