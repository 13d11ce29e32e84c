"""The matcher, measured on the recorded pairs of Wikipedia and by a hand-checked sample."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command

from partnerships.claims.gazetteer import StoredGazetteer
from partnerships.claims.matching import Mention, Reason, match
from places.country_words import country_of
from places.models import GazetteerName, GazetteerPlace
from places.names import cell_of, key_of

pytestmark = pytest.mark.django_db


def make_place(geonameid, name, country, lat, lon, **more):
    place = GazetteerPlace.objects.create(
        geonameid=geonameid, name=name, country=country, lat=lat, lon=lon, cell=cell_of(lat, lon), **more
    )
    GazetteerName.objects.create(place=place, key=key_of(name), is_main=True)
    return place


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Grece", "GR"), ("Kazakhstah", "KZ"), ("Madagaskar", "MG"), ("in Italy", "IT"), ("England", "GB"),
        ("Republic of Ireland", "IE"), ("Ohio, United States", "US"), ("Georgia (country)", "GE"),
        ("NA", "NA"),
        ("Utopia", ""), ("", ""),
    ],
)  # fmt: skip
def test_countries_are_read_in_three_languages_and_with_slips(label, code):
    assert country_of(label)[0] == code


def decide(*mention):
    found = Mention(*mention)
    return match([found], StoredGazetteer())[found]


def test_homonyms_in_one_country_are_never_guessed_without_coordinates():
    make_place(1, "Springfield", "US", 39.8, -89.6)
    make_place(2, "Springfield", "US", 37.2, -93.3)

    assert decide("Springfield", "USA").reason == Reason.HOMONYM
    assert decide("Springfield", "USA", 39.8, -89.6).ref == ("gazetteer", 1)


def test_wrong_coordinates_are_for_a_person():
    make_place(1, "Seelbach", "DE", 48.31, 7.94)

    assert decide("Seelbach", "Germany", 38.25, -85.76).reason == Reason.FAR


def test_the_part_of_a_country_counts():
    make_place(1, "Bangor", "GB", 53.2277, -4.1269, admin1="WLS")
    make_place(2, "Bangor", "GB", 54.66, -5.67, admin1="NIR")

    assert decide("Bangor", "Northern Ireland, United Kingdom", 53.2277, -4.1269).ref is None


def test_a_part_of_a_town_is_not_the_town():
    make_place(1, "Berlin", "DE", 52.52, 13.4)

    assert decide("Mitte (Berlin)", "Germany", 52.52, 13.4).reason == Reason.OWN


@pytest.fixture
def gazetteer(shared_data):
    cities = shared_data / "cities"
    call_command(
        "import_geonames",
        file=str(cities / "cities.csv"),
        alternate=str(cities / "city_alternate_names.csv.gz"),
        verbosity=0,
    )
    return StoredGazetteer()


@pytest.mark.slow
def test_most_ends_of_the_recorded_pairs_are_matched_and_the_sample_is_right(shared_data, gazetteer):
    mentions = set()
    with (shared_data / "twinnings/wikipedia_2026_pairs.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for n in "12":
                point = float(row[f"lat{n}"]), float(row[f"lng{n}"])
                mentions.add(Mention(row[f"city{n}"], row[f"country{n}"], *point))

    decisions = match(sorted(mentions, key=repr), gazetteer)

    assert len(decisions) == 17_717
    certain = sum(decision.is_certain for decision in decisions.values())
    assert certain / len(decisions) >= 0.88
    with (Path(__file__).parent / "hand_checked.csv").open(encoding="utf-8", newline="") as file:
        checked = list(csv.DictReader(file))
    verdicts = Counter()
    for row in checked:
        decision = decisions[Mention(row["label"], row["country"], float(row["lat"]), float(row["lon"]))]
        same = (decision.ref[1] if decision.ref else "") == (
            int(row["geonameid"]) if row["geonameid"] else ""
        )
        verdicts[row["verdict"] if same and decision.is_certain else "different"] += 1
    assert verdicts == {"right": 199, "wrong": 1}
