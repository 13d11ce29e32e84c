"""Tables for spreadsheets: German Excel opens them, and no cell computes anything (R31)."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.exports import FORMULA_STARTS, as_csv, harmless
from tests.funding.making import make_call
from tests.partnerships.builders import make_city, make_partnership

DANGEROUS = [
    "=1+1",
    '=HYPERLINK("http://example.org","x")',
    "+49 261 1290",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "=cmd|' /C calc'!A0",
]


def rows_of(content):
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_a_table_begins_with_the_mark_by_which_excel_knows_utf_8():
    content = as_csv(["Städte"], [["Varaždin"]])

    assert content == "\ufeffStädte\r\nVaraždin\r\n".encode()


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_read_back_as_a_formula_R31(text):
    ((cell,),) = rows_of(as_csv([text], []))

    assert cell == f"'{text}"
    assert not cell.startswith(FORMULA_STARTS)


@pytest.mark.parametrize("text", ["Nevers", "a=b", "1963-06-24", "", " =1", "'=1", "50%"])
def test_harmless_texts_stay_as_they_are(text):
    assert harmless(text) == text


def test_numbers_have_a_decimal_comma_and_days_their_iso_form():
    cells = [-97.74306, Decimal("4000000.50"), 7, None, date(2027, 5, 11), "a;b", 'c"d', "e\nf"]

    assert rows_of(as_csv(["x"] * 8, [cells]))[1] == [
        "-97,74306",
        "4000000,50",
        "7",
        "",
        "2027-05-11",
        "a;b",
        'c"d',
        "e\nf",
    ]


@pytest.mark.django_db
def test_calls_as_a_table(client, settings):
    make_call(
        title="=Formel",
        title_de="Städte; Brücken",
        slug="aufruf",
        identifier="CERV-1",
        url="https://example.org/1",
        strands=["43437872"],
        opening=date(2026, 5, 6),
        deadlines=[datetime(2026, 9, 23, 15, tzinfo=UTC), datetime(2027, 3, 29, 15, tzinfo=UTC)],
        budget_amount=Decimal("6000000"),
        budget_scope="topic",
    )

    answer = client.get("/daten/aufrufe.csv")

    head, row = rows_of(answer.content)
    found = dict(zip(head, row, strict=True))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="aufrufe.csv"'
    assert found["Titel"] == "'=Formel"
    assert found["Titel auf Deutsch"] == "Städte; Brücken"
    assert found["Alle Fristen (UTC)"] == "2026-09-23T15:00:00Z 2027-03-29T15:00:00Z"
    assert (found["Betrag"], found["Währung"]) == ("6000000,00", "EUR")
    assert found["Adresse im Portal"] == f"{settings.SITE_URL}/foerderung/aufrufe/aufruf/"


@pytest.mark.django_db
def test_partnerships_as_a_table(client):
    make_partnership(city=make_city(slug="x", name="@Stadt", lat="46.98956", lon="-3.15900"))

    assert rows_of(client.get("/daten/partnerschaften.csv").content)[1] == [
        "'@Stadt", "Frankreich", "1963-06-24", "Städtepartnerschaft", "aktiv", "46,98956", "-3,15900", "",
    ]  # fmt: skip
