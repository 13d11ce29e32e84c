"""What a removal of the demo town takes away, and what it leaves to the people who made it."""

from datetime import date

import pytest

from accounts.roles import Role
from core.models import JournalEntry
from funding import demo, manual
from funding.actions import edit_call, follow
from funding.models import Call, CallFollow, FeedSource, RawRecord
from notices.actions import notify
from notices.models import Notice
from tests.factories import make_user
from tests.funding.making import JUNE, SEPTEMBER_23, make_call, make_source, poll_rows
from tests.funding.recorded import make_raw

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def staff():
    demo.seed(TODAY)
    return make_user(role=Role.CASE_OFFICER)


def recorded():
    return Call.objects.filter(source__key="cerv").order_by("pk").whole().first()


def left():
    return list(Call.objects.order_by("pk").values_list("identifier", flat=True))


def test_removal_leaves_a_call_that_staff_entered(staff):
    call = Call(identifier="STIFTUNG-1", title="Stiftung", programme_name="Stiftung")
    manual.enter(call, deadline=SEPTEMBER_23, by=staff, now=JUNE)

    demo.remove()

    assert (left(), [source.key for source in FeedSource.objects.all()]) == (["STIFTUNG-1"], ["von-hand"])
    assert JournalEntry.objects.get(object_kind="funding.call").by == staff


@pytest.mark.parametrize(
    "values", [{"staff_note": "Passt zu Nevers"}, {"title_de": "Unser Titel"}, {"for_us_choice": True}]
)
def test_removal_leaves_a_recorded_call_about_which_staff_wrote(staff, values):
    call = recorded()
    edit_call(call, loaded_version=call.version, values=values, by=staff)

    demo.remove()

    kept = Call.objects.get()
    assert (kept.pk, {name: getattr(kept, name) for name in values}) == (call.pk, values)
    assert [source.key for source in FeedSource.objects.all()] == ["cerv"]
    assert {raw.key for raw in RawRecord.objects.all()} == {"/".join(kept.source_key)}


def test_removal_leaves_what_a_real_person_follows_but_not_what_a_demo_person_follows(staff):
    invented = make_user(is_example=True)
    mine, other = Call.objects.exclude(is_example=True).order_by("pk")[:2]
    follow(mine, by=staff)
    follow(other, by=invented)

    demo.remove()

    assert (Call.objects.get(), CallFollow.objects.get().person) == (mine, staff)


def test_removal_leaves_a_source_that_staff_made_with_its_calls_and_their_notices(staff):
    source = make_source(key="eigene")
    poll_rows(source, make_raw(reference="1TOPICSen", identifier=["OWN-1"], title=["Own"]))
    call = Call.objects.get(identifier="OWN-1")
    for about in (call, recorded()):
        notify("call-new", [staff], key=f"call-new:{about.pk}", title="Neu", url=about.get_absolute_url())

    demo.remove()

    assert (left(), Notice.objects.get().key, RawRecord.objects.count()) == (
        ["OWN-1"],
        f"call-new:{call.pk}",
        1,
    )
    assert list(FeedSource.objects.values_list("key", flat=True)) == ["eigene"]


def test_removal_takes_what_the_sources_of_the_demo_town_brought_since(staff):
    make_call(source=FeedSource.objects.get(key="cerv"))

    demo.remove()

    assert (Call.objects.count(), FeedSource.objects.count(), RawRecord.objects.count()) == (0, 0, 0)


def test_a_second_seeding_after_a_removal_brings_the_rest_back(staff):
    whole = Call.objects.count()
    follow(recorded(), by=staff)
    demo.remove()

    demo.seed(TODAY)

    assert Call.objects.count() == whole
