"""Agreements: entered, mended by two people at once, shown, and looked at again in time."""

import datetime

import pytest

from accounts.roles import Role
from core.publicness import Publicness
from partnerships.agreements import to_look_at
from partnerships.models import Agreement
from tests.partnerships.builders import make_city, make_partnership

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)
CHARTER = {"kind": "charter", "title": "Urkunde", "version": 1}
HERE = "/partnerschaften/nevers/vereinbarungen/"


@pytest.fixture
def nevers():
    return make_partnership(city=make_city(slug="nevers", name="Nevers"))


def test_an_agreement_is_entered_with_what_is_known(signed_in, nevers):
    sent = {
        "kind": "charter",
        "title": "Urkunde",
        "signed_on": "1963",
        "languages": ["de", "fr"],
        "version": 1,
    }

    answer = signed_in(Role.CASE_OFFICER).post(f"{HERE}neu/", sent)

    found = Agreement.objects.get()
    assert answer.status_code == 302
    assert (found.signed_on.display(), found.languages, found.publicness) == (
        "1963",
        ["de", "fr"],
        "internal",
    )


def test_an_end_before_the_beginning_is_refused(signed_in, nevers):
    sent = CHARTER | {"valid_from": "2026-02-01", "valid_to": "2026-01-01"}
    answer = signed_in(Role.CASE_OFFICER).post(f"{HERE}neu/", sent)

    assert answer.status_code == 422
    assert "Das Ende liegt vor dem Beginn." in answer.content.decode()


def test_of_two_people_who_mend_it_both_texts_are_kept(signed_in, nevers):
    agreement = Agreement.objects.create(partnership=nevers, title="Urkunde")
    officer = signed_in(Role.CASE_OFFICER)
    sent = {"kind": "charter", "title": "Urkunde von 1963", "version": 1}
    officer.post(f"{HERE}{agreement.pk}/", sent)

    answer = officer.post(f"{HERE}{agreement.pk}/", sent | {"title": "Charte de jumelage"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Urkunde von 1963" in page and "Charte de jumelage" in page


def test_only_the_head_shows_an_agreement(signed_in, nevers):
    agreement = Agreement.objects.create(partnership=nevers, title="Urkunde")

    refused = signed_in(Role.CASE_OFFICER).post(f"{HERE}{agreement.pk}/veroeffentlichen/").status_code
    signed_in(Role.HEAD).post(f"{HERE}{agreement.pk}/veroeffentlichen/")

    assert (refused, Agreement.objects.get().publicness) == (403, Publicness.PUBLIC)


def test_what_ends_or_is_to_be_reviewed_within_90_days_comes_up(nevers):
    for title, days in (("bald", 89), ("später", 91), ("vorbei", -1)):
        Agreement.objects.create(
            partnership=nevers, title=title, valid_to=TODAY + datetime.timedelta(days=days)
        )
    Agreement.objects.create(partnership=nevers, title="überfällig", review_on=TODAY)
    old = Agreement.objects.create(partnership=nevers, title="erneuert", valid_to=TODAY)
    Agreement.objects.create(partnership=nevers, title="neu", renewal_of=old)

    assert {one.title for one in to_look_at(TODAY)} == {"bald", "überfällig"}
