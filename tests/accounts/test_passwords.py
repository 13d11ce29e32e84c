import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from places.models import City, Country
from tests.accounts.mails import last_link, path_of

pytestmark = pytest.mark.django_db
UNICODE_64 = "Öl auf Brücken über Flüssen, ñandú und 東京 – ein langer Satz, 64!!"


@pytest.mark.parametrize(
    "password",
    [
        "kurz",
        "elf-zeichen",
        "password1234",
        "Koblenz2026!",
        "städtebrücke",
        "Partnerstadt-1",
        "Koblenz-Koblenz-Koblenz",
    ],
)
def test_short_common_and_local_passwords_are_refused(password):
    """R14"""
    with pytest.raises(ValidationError):
        validate_password(password, User(email="ilse@example.org", name="Ilse Brandt"))


@pytest.mark.parametrize(
    "password", ["vier Tauben auf dem Dach", "aaaabbbbccccdddd-kein-Muster", UNICODE_64, "x" * 30 + "Koblenz"]
)
def test_long_passwords_need_no_particular_characters(password):
    """R14"""
    assert validate_password(password, User(email="ilse@example.org", name="Ilse Brandt")) is None


def test_a_partner_town_is_no_password(db):
    """R14"""

    country = Country.objects.create(iso2="FR", name_de="Frankreich", name_en="France", name_fr="France")
    City.objects.create(slug="nevers", name="Nevers", country=country, lat=47, lon=3)

    with pytest.raises(ValidationError):
        validate_password("Nevers-Nevers-1963")


def test_all_64_characters_of_a_password_count(sign_up, sign_in, client):
    """R14"""

    sign_up("ilse@example.org", password=UNICODE_64)
    client.post(path_of(last_link("confirm-email")))

    assert sign_in("ilse@example.org", UNICODE_64[:-1]).status_code == 422
    assert sign_in("ilse@example.org", UNICODE_64).status_code == 302
