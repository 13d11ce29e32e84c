"""Claims for tests, with a sensible default for everything."""

import itertools

from partnerships.models import Claim, ClaimSource, ImportProblem, ImportRun, Mention, ReviewCase, TwinPlace
from places.models import City
from tests.partnerships.builders import make_city

numbers = itertools.count(1)


def make_source(key="liste", **more):
    return ClaimSource.objects.get_or_create(key=key, defaults={"title": key, "licence": "CC0 1.0"} | more)[0]


def make_home():
    city = City.objects.home().first() or make_city(slug="heim", name="Heim", is_home=True)
    return TwinPlace.objects.get_or_create(city=city, defaults={"name": city.name, "country": "FR"})[0]


def make_mention(place, **more):
    defaults = {"label": place.name, "reason": Mention.Reason.UNKNOWN}
    return Mention.objects.create(key=f"m{next(numbers)}", place=place, **(defaults | more))


def make_case(**more):
    """An open case with one claim; the first of all has the key 4711, as has its run."""
    home, number, source = make_home(), next(numbers), make_source()
    fixed = {} if ReviewCase.objects.filter(pk=4711).exists() else {"pk": 4711}
    place = TwinPlace.objects.create(name=f"Ort {number}", country="FR")
    case = ReviewCase.objects.create(
        place=place, name=place.name, name_key=f"ort {number}", country="FR", **fixed, **more
    )
    run = ImportRun.objects.create(source=source, headers=["ort"], rows=1, **fixed)
    ImportProblem.objects.create(run=ImportRun.objects.get(pk=4711), row=number, text="Der Name fehlt.")
    Claim.objects.create(
        source=source, place_a=home, place_b=place, mention_a=make_mention(home),
        mention_b=make_mention(place), fingerprint="x", first_run=run, last_run=run, case=case,
    )  # fmt: skip
    return case
