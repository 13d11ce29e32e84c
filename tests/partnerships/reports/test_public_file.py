"""What the page of a partnership shows of its file, and to whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from partnerships.models import Agreement, EncounterFile, Partnership
from partnerships.public_file import file_of, with_file
from tests.factories import make_organisation
from tests.partnerships.builders import make_city, make_partnership
from tests.partnerships.reports.builders import make_encounter

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=20)


@pytest.fixture
def nevers():
    town = make_partnership(city=make_city(slug="nevers", name="Nevers"))
    for level in ("public", "internal"):
        Agreement.objects.create(
            partnership=town, title=f"Urkunde {level}", signed_on="1963", publicness=level
        )
        make_encounter(town, title=f"Fest {level}", state="confirmed", starts_on=SOON, publicness=level)
        make_encounter(town, title=f"Konzert {level}", publicness=level)
        town.associations.add(make_organisation(name=f"Chor {level}", publicness=level))
    make_encounter(town, title="Vorschlag", state="proposed", starts_on=SOON)
    return town


def test_everybody_reads_papers_dates_associations_that_are_public(nevers, client):
    text = client.get("/partnerschaften/nevers/").text

    for word in ("Urkunde", "Fest", "Konzert", "Chor"):
        assert f"{word} public" in text and f"{word} internal" not in text
    assert "Vorschlag" not in text and "steckbrief/nevers.pdf" in text


def test_staff_read_the_internal_ones_too(nevers, signed_in):
    text = signed_in(Role.CASE_OFFICER).get("/partnerschaften/nevers/").text

    assert all(f"{word} internal" in text for word in ("Urkunde", "Fest", "Konzert", "Chor"))


def test_photos_come_with_their_words_and_only_public_ones(nevers, signed_in):
    encounter = make_encounter(nevers, title="Ball")
    for level in ("public", "internal"):
        EncounterFile.objects.create(
            encounter=encounter, title=level, is_photo=True, alt_text=f"Tanz {level}", rights="Chor",
            people_agreed=True, publicness=level, sha256=level.ljust(64, "0"), size=1,
            media_type="image/png", filename="a.png", file="a.png",
        )  # fmt: skip
    person = signed_in(Role.CITIZEN).user

    town = with_file(Partnership.objects.with_summary("de"), person, timezone.localdate()).get(pk=nevers.pk)

    assert [row["alt_text"] for row in town.photo_rows] == ["Tanz public"]
    assert file_of(town, [])["agreements"][0]["signed"] == "1963"
