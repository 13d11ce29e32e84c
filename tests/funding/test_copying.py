"""Rows written by COPY are the rows that were handed in, whatever stands in them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.copying import copy_in, next_keys
from funding.models import Call, CallText
from tests.funding.making import make_call, make_source

ODD = "Tab\there\r\nBackslash \\n \\N „quoted\" 'so' {a,b} NULL \U0001f600"


def made(key, **more):
    values = {"source": make_source(), "slug": f"aufruf-{key}", "reference": f"{key}TOPICSen"}
    moment = datetime(2026, 6, 1, 6, 0, 0, 123456, tzinfo=UTC)
    values |= {"first_seen_at": moment, "changed_at": moment, "sort_deadline": moment}
    return Call(pk=key, **(values | more))


@pytest.mark.django_db
def test_a_copied_row_reads_back_as_it_was():
    (key,) = next_keys(Call, 1)
    call = made(
        key,
        title=ODD,
        strands=[ODD[:20], "", "NULL"],
        deadlines=[datetime(2026, 9, 23, 15, tzinfo=UTC)],
        types_of_action=[["CERV-LS", ODD]],
        lump_sum=False,
        budget_amount=Decimal("6000000.50"),
        budget_scope="topic",
    )

    copy_in(Call, [call], with_keys=True)

    names = [field.attname for field in Call._meta.concrete_fields if not field.generated]
    stored = Call.objects.get(pk=key)
    assert [getattr(stored, name) for name in names] == [getattr(call, name) for name in names]


@pytest.mark.django_db
def test_keys_of_copied_rows_are_given_once():
    keys = next_keys(Call, 3)

    assert make_call().pk not in keys
    assert len(set(keys)) == 3


@pytest.mark.django_db
def test_rows_without_keys_get_theirs_from_the_database():
    call = make_call()
    call.texts.all().delete()

    copy_in(CallText, (CallText(call=call, language=language, keywords=[ODD]) for language in ("de", "en")))

    assert list(call.texts.order_by("language").values_list("language", "keywords")) == [
        ("de", [ODD]),
        ("en", [ODD]),
    ]


@pytest.mark.django_db(transaction=True)
def test_an_error_while_a_row_is_made_is_raised_as_it_is_and_nothing_is_written():
    call = made(1)

    def rows():
        yield call
        raise KeyError("programme")

    with pytest.raises(KeyError, match="programme"):
        copy_in(Call, rows(), with_keys=True)

    assert Call.objects.count() == 0
