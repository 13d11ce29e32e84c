import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import Organisation
from accounts.roles import Role
from core.access import get_allowed, may
from core.journal import changed_fields, history_of, record
from core.models import Family
from core.people import AnonymousPerson
from core.publicness import Publicness, levels_for
from tests.factories import make_organisation, make_user

pytestmark = pytest.mark.django_db


def test_every_change_of_an_object_can_be_read_with_person_and_values():
    staff = make_user(role=Role.CASE_OFFICER)
    choir = make_organisation(name="Chor Nevers (Demo)")

    record("accounts.organisation_renamed", choir, by=staff, changes={"name": ("Chor", "Chor Nevers")})

    entry = history_of(choir).get()
    assert (entry.by, entry.verb, entry.changes) == (
        staff,
        "accounts.organisation_renamed",
        {"name": ["Chor", "Chor Nevers"]},
    )


def test_only_the_fields_that_differ_stand_in_the_journal():
    before, after = Organisation(name="Chor", about="singt"), Organisation(name="Chor", about="tanzt")

    assert changed_fields(before, after, ["name", "about"]) == {"about": ("singt", "tanzt")}


def test_a_recorded_change_makes_the_public_pages_of_its_family_new():
    choir = make_organisation()
    record("accounts.x", choir, by=None)
    before = Family.objects.get(name="accounts").version

    record("accounts.x", choir, by=None)

    assert Family.objects.get(name="accounts").version == before + 1


def test_what_somebody_may_not_see_answers_as_what_does_not_exist():
    """R03"""
    hidden = make_organisation(publicness=Publicness.INTERNAL)

    for slug in (hidden.slug, "gibt-es-nicht"):
        with pytest.raises(Http404):
            get_allowed(AnonymousPerson(), "accounts.edit_organisation", Organisation.objects, slug=slug)


def test_what_somebody_sees_but_may_not_do_is_refused():
    """R02"""
    shown = make_organisation(publicness=Publicness.PUBLIC)

    with pytest.raises(PermissionDenied):
        get_allowed(AnonymousPerson(), "accounts.edit_organisation", Organisation.objects, slug=shown.slug)


def test_an_unknown_permission_is_never_granted():
    """R01"""
    assert not may(make_user(role=Role.ADMIN), "nothing.at_all")


def test_levels_rise_with_a_confirmed_membership_and_with_a_task_in_the_city():
    visitor, newcomer = AnonymousPerson(), make_user()
    editor, staff = make_user(role=Role.ASSOCIATION_EDITOR), make_user(role=Role.CASE_OFFICER)

    assert [levels_for(person) for person in (visitor, newcomer, editor, staff)] == [
        ["public"],
        ["public"],
        ["public", "portal"],
        ["public", "portal", "internal"],
    ]


def test_the_technical_administration_does_not_read_internal_contents():
    assert "internal" not in levels_for(make_user(role=Role.ADMIN))
