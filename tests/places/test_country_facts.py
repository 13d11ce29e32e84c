"""Countries: what is true of them on a day, and what nobody has checked."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.utils import translation

from places.loading import load_countries
from places.models import Country, CountryFact, Eligibility
from places.programmes import CERV, NETWORK_OF_TOWNS, TOWN_TWINNING
from tests.partnerships.builders import make_city, make_country

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def countries():
    load_countries()
    return {country.pk: country for country in Country.objects.prefetch_related("facts")}


def test_loading_twice_changes_nothing():
    assert load_countries() == (250, 98)

    assert load_countries() == (250, 0)
    assert (Country.objects.count(), CountryFact.objects.count()) == (250, 98)


def test_loading_again_keeps_what_a_person_has_corrected():
    load_countries()
    CountryFact.objects.filter(country="UA", kind="adequacy").update(
        is_checked=True, source_title="Datenschutz"
    )

    load_countries()

    fact = CountryFact.objects.get(country="UA", kind="adequacy")
    assert (fact.is_checked, fact.source_title) == (True, "Datenschutz")


def test_the_union_has_27_members_today_and_had_28_before_the_british_left():
    load_countries()

    assert Country.objects.eu_members_on(TODAY).count() == 27
    assert Country.objects.eu_members_on(date(2020, 1, 31)).count() == 28
    assert Country.objects.eu_members_on(date(1958, 1, 1)).count() == 6


@pytest.mark.parametrize(
    ("day", "is_member"),
    [
        (date(1972, 12, 31), False),
        (date(1973, 1, 1), True),
        (date(2020, 1, 31), True),
        (date(2020, 2, 1), False),
    ],
)
def test_the_united_kingdom_was_a_member_until_its_last_day(countries, day, is_member):
    assert countries["GB"].is_eu_member_on(day) is is_member


@pytest.mark.parametrize(
    ("iso2", "strand", "answer"),
    [
        ("FR", TOWN_TWINNING, Eligibility.YES),
        ("HR", NETWORK_OF_TOWNS, Eligibility.YES),
        ("UA", TOWN_TWINNING, Eligibility.YES),
        ("XK", TOWN_TWINNING, Eligibility.YES),
        ("XK", "43437691", Eligibility.UNKNOWN),
        ("GB", TOWN_TWINNING, Eligibility.NO),
        ("US", TOWN_TWINNING, Eligibility.NO),
        ("IL", NETWORK_OF_TOWNS, Eligibility.NO),
        ("MD", TOWN_TWINNING, Eligibility.UNKNOWN),
        ("ME", TOWN_TWINNING, Eligibility.UNKNOWN),
        ("JP", TOWN_TWINNING, Eligibility.UNKNOWN),
    ],
)
def test_eligibility_in_cerv_depends_on_country_and_strand(countries, iso2, strand, answer):
    assert countries[iso2].eligible_for(CERV, strand, TODAY).answer == answer


@pytest.mark.parametrize("day", [date(2020, 12, 31), date(2028, 1, 1)])
def test_outside_the_years_of_the_programme_nothing_is_known(countries, day):
    assert countries["FR"].eligible_for(CERV, TOWN_TWINNING, day) == Eligibility(Eligibility.UNKNOWN, None)


def test_an_answer_names_the_fact_it_rests_on(countries):
    found = countries["UA"].eligible_for(CERV, TOWN_TWINNING, TODAY)

    assert (found.fact.value, found.fact.valid_from) == ("associated", date(2023, 12, 1))
    assert countries["UA"].eligible_for(CERV, TOWN_TWINNING, date(2023, 11, 30)).answer == Eligibility.UNKNOWN


def test_another_programme_is_another_question(countries):
    assert countries["FR"].eligible_for("43108390", "", TODAY).answer == Eligibility.UNKNOWN


@pytest.mark.parametrize(
    ("iso2", "day", "value"),
    [
        ("FR", TODAY, "eu"),
        ("GB", date(2031, 12, 27), "decision"),
        ("GB", date(2031, 12, 28), None),
        ("IL", TODAY, "decision"),
        ("US", TODAY, None),
        ("UA", TODAY, None),
    ],
)
def test_data_protection_in_a_country_and_silence_where_nobody_has_checked(countries, iso2, day, value):
    fact = countries[iso2].adequacy_on(day)

    assert (fact.value if fact else None) == value


def test_a_country_has_a_name_in_each_language_of_the_portal():
    country = make_country("NL", name_de="Niederlande", name_en="Netherlands", name_fr="Pays-Bas")

    names = []
    for language in ("de", "en", "fr", "it"):
        with translation.override(language):
            names.append(country.name)

    assert names == ["Niederlande", "Netherlands", "Pays-Bas", "Niederlande"]


def test_there_is_one_home_city():
    make_city(is_home=True)

    with pytest.raises(IntegrityError, match="city_one_home"):
        make_city(is_home=True)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"lat": "91"}, "city_lat_on_earth"),
        ({"lon": "-181"}, "city_lon_on_earth"),
        ({"ags": "711100"}, "city_ags_has_8_digits"),
        ({"nuts3": "DEB11"}, "city_nuts3_with_its_version"),
        ({"nuts3": "deb11", "nuts_version": 2021}, "city_nuts3_with_its_version"),
    ],
)
def test_the_database_refuses_nonsense_about_a_city(wrong, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        make_city(**wrong)
