"""Ways to travel: computed, compared, frozen; sets of factors with their source."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.roles import Role
from partnerships.encounters import travel
from partnerships.models import Factor, FactorSet, TravelLeg, Trip
from tests.partnerships.builders import make_partnership
from tests.partnerships.encounters.builders import make_encounter, make_home, make_town
from tests.partnerships.encounters.test_encounters import LIST, at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words")]


def to_varazdin(**more):
    make_home()
    town = make_town("varazdin", "Varaždin", "HR", "46.30444", "16.33778")
    return make_encounter(
        partnership=make_partnership(city=town), participants_own=4, place="Varaždin", **more
    )


def leg(**more):
    return {
        "title": "Bahn über Paris", "mode": "rail", "start": "Koblenz", "end": "Paris", "persons": "1",
        "km": "190", "is_return": "on", "country": "DE",
    } | more  # fmt: skip


def test_one_click_computes_rail_coach_and_plane_and_one_is_chosen(signed_in):
    staff, encounter = signed_in(Role.CASE_OFFICER), to_varazdin()
    page = at(encounter, "reise/")

    staff.post(page, {"persons": "4"})
    staff.post(page, {"persons": "4"})
    rail = Trip.objects.get(title="Bahn")
    staff.post(at(encounter, f"reise/{rail.pk}/waehlen/"))

    found = travel.journeys_of(encounter)
    assert [one.title for one in found] == ["Bahn", "Reisebus", "Flugzeug, Kurzstrecke"]
    assert [travel.whole(one.kg) for one in found] == [348, 397, 887]
    text = staff.get(page).content.decode()
    assert (
        "eingespart werden 540 kg" in text
        and "UBA/TREMOD 2021 (2021)" in text
        and "DESNZ 2025 (2025)" in text
    )


def test_a_later_factor_changes_no_journey_of_the_past(signed_in):
    staff, encounter = signed_in(Role.HEAD), to_varazdin()
    staff.post(at(encounter, "reise/"), {"persons": "4"})
    before = list(TravelLeg.objects.order_by("pk").values_list("grams", "kg_co2e"))

    Factor.objects.update(grams=1)
    staff.post(f"{LIST}faktoren/uba-2021/zuruecknehmen/")

    assert list(TravelLeg.objects.order_by("pk").values_list("grams", "kg_co2e")) == before
    assert FactorSet.objects.get(slug="uba-2021").is_retired


def test_segments_take_the_factor_of_their_country(signed_in):
    staff, encounter = signed_in(Role.CASE_OFFICER), to_varazdin()
    page = at(encounter, "reise/neu/")

    staff.post(page, leg())
    staff.post(page, leg(start="Paris", end="Nevers", km="406", country="FR"))

    [journey] = travel.journeys_of(encounter)
    assert (journey.kg, journey.sets) == (Decimal("25.7"), ("mobitool (2020)",))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"km": "", "end": "Mars"}, "Geben Sie die Kilometer an"),
        ({"km": "-5"}, "zwischen 0,1 und 25.000"),
        ({"km": "40000"}, "zwischen 0,1 und 25.000"),
        ({"persons": "0"}, "1 bis 100.000"),
        ({"mode": "ferry"}, "noch keinen Faktor"),
        ({"mode": "rakete"}, "Verkehrsmittel"),
        ({"title": ""}, "einen Namen"),
        ({"mode": "car", "occupancy": "99"}, "1 bis 9 Personen"),
    ],
)
def test_a_leg_that_cannot_be_is_refused_in_words(signed_in, given, said):
    encounter = to_varazdin()

    answer = signed_in(Role.CASE_OFFICER).post(at(encounter, "reise/neu/"), leg(**given))

    text = answer.context["form"].errors.as_text()
    assert answer.status_code == 422 and said in text, text
    assert not TravelLeg.objects.exists() and not Trip.objects.exists()


def test_kilometres_between_the_two_towns_are_computed(signed_in):
    encounter = to_varazdin()

    signed_in(Role.CASE_OFFICER).post(
        at(encounter, "reise/neu/"), leg(title="Direkt", end="Varaždin", km="", country="", persons="4")
    )

    row = TravelLeg.objects.get()
    assert (row.km_is_computed, row.km, travel.whole(row.kg_co2e)) == (True, Decimal("944.5"), 348)


def new_set(text, **more):
    file = SimpleUploadedFile("f.csv", text if isinstance(text, bytes) else text.encode())
    return {
        "title": "UBA 2024", "publisher": "Umweltbundesamt", "year": "2024", "scope": "Deutschland",
        "source_title": "UBA", "file": file,
    } | more  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mode;grams\nrail;31\nrakete;5\n", "Zeile 3: „rakete“ ist kein Verkehrsmittel"),
        ("mode;grams\nrail;viel\n", "Zeile 2: „viel“ ist keine Zahl"),
        ("mode;grams;country\nrail;31;XX\n", "Zeile 2: „XX“ ist kein Land"),
        ("mode;grams\nrail;1\nrail;2\n", "Zeile 3: Dieses Verkehrsmittel steht"),
        ("mode\nrail\n", "Es fehlt die Spalte „grams“"),
        ("mode;grams\n", "1 bis 500 Zeilen"),
        (b"mode;grams\nrail;\xff\xfe\n", "nicht in UTF-8"),
    ],
)
def test_a_file_of_factors_with_mistakes_names_their_lines(signed_in, text, said):
    answer = signed_in(Role.HEAD).post(f"{LIST}faktoren/neu/", new_set(text))

    assert answer.status_code == 422 and said in answer.content.decode()
    assert not FactorSet.objects.filter(title="UBA 2024").exists()


def test_the_head_adds_a_set_and_staff_read_its_source(signed_in):
    signed_in(Role.HEAD).post(
        f"{LIST}faktoren/neu/", new_set("mode;country;grams\nrail;DE;31,5\ncoach;;40\n")
    )

    page = signed_in(Role.CASE_OFFICER).get(f"{LIST}faktoren/").content.decode()
    assert "UBA 2024" in page and "31,5" in page
    assert FactorSet.objects.get(title="UBA 2024").factors.count() == 2
