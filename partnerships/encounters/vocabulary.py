"""What comes with the portal: emission factors with their sources, templates with their steps."""

import csv
from pathlib import Path

from partnerships.models import EncounterTemplate, Factor, FactorSet, TemplateStep
from places.models import Country

FOLDER = Path(__file__).parent.parent / "data"


def rows_of(name):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load():
    """Take over sets and templates that are not there yet; what is there stays as it is. (sets, templates)"""
    return _load_factors(), _load_templates()


def _load_factors():
    """Factors of a country that the portal does not know yet come with the next loading."""
    before = FactorSet.objects.count()
    FactorSet.objects.bulk_create(
        (
            FactorSet(
                **row | {"is_checked": row["is_checked"] == "1", "retrieved_on": row["retrieved_on"] or None}
            )
            for row in rows_of("factor_sets")
        ),
        ignore_conflicts=True,
    )
    sets = dict(FactorSet.objects.values_list("slug", "pk"))
    countries = {"", *Country.objects.values_list("pk", flat=True)}
    Factor.objects.bulk_create(
        (
            Factor(
                factor_set_id=sets[row["factor_set"]],
                mode=row["mode"],
                country_id=row["country"] or None,
                grams=row["grams"],
                is_per_vehicle=row["is_per_vehicle"] == "1",
                is_default=row["is_default"] == "1",
                note=row["note"],
            )
            for row in rows_of("factors")
            if row["country"] in countries
        ),
        ignore_conflicts=True,
    )
    return len(sets) - before


def _load_templates():
    known = set(EncounterTemplate.objects.values_list("slug", flat=True))
    templates = EncounterTemplate.objects.bulk_create(
        EncounterTemplate(**row) for row in rows_of("encounter_templates") if row["slug"] not in known
    )
    by_slug = {one.slug: one for one in templates}
    TemplateStep.objects.bulk_create(
        TemplateStep(template=by_slug[row.pop("template")], **row)
        for row in rows_of("template_steps")
        if row["template"] in by_slug
    )
    return len(templates)
