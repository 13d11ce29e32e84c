"""Files of any origin: what is read, what is refused, and in which words."""

import io
import json
import zipfile

import pytest
from openpyxl import Workbook

from partnerships.claims.columns import Statement, guess, statement_of
from partnerships.claims.matching import Mention
from partnerships.claims.reading import Limits, Unreadable, read

HOME = Mention("Koblenz", "DE")


def refusal(name, content, limits=None):
    with pytest.raises(Unreadable) as refused:
        read(name, content, limits or Limits())
    return str(refused.value)


def test_delimiters_are_recognised():
    for sign in ",;\t|":
        table = read("a.csv", f"ort{sign}land\nNevers{sign}France\n".encode())

        assert table.rows[0].values == {"ort": "Nevers", "land": "France"}


def test_a_file_in_windows_letters_is_read_with_a_warning():
    table = read("a.csv", "ort;land\nMünster;DE\n".encode("cp1252"))

    assert table.rows[0].values["ort"] == "Münster"
    assert table.warnings == [
        "Die Datei ist nicht in UTF-8 gespeichert. "
        "Wir haben sie als Windows-1252 gelesen. Prüfen Sie Umlaute."
    ]


def test_repeated_and_empty_headers_get_names_and_a_warning():
    table = read("a.csv", b"ort,ort,\nA,B,C\n")

    assert table.headers == ["ort", "ort (2)", "Spalte 3"]
    assert len(table.warnings) == 2


def test_ragged_rows_are_named_and_good_rows_kept():
    table = read("a.csv", b"ort,land\nA,FR,zu viel\nB\nC,IT\n")

    assert [row.values["ort"] for row in table.rows] == ["B", "C"]
    assert [(p.row, p.is_rejected) for p in table.problems] == [(2, True), (3, False)]


def test_a_hundred_thousand_rows_are_read_and_one_more_is_refused_in_words():
    lines = b"ort\n" + b"Nevers\n" * 100_000

    assert len(read("a.csv", lines).rows) == 100_000
    assert refusal("a.csv", lines + b"Nevers\n").startswith("Die Datei hat mehr als 100.000 Zeilen.")


def test_formulas_stay_text_and_are_refused_as_names():
    book = Workbook()
    book.active.append(["partner", "country"])
    book.active.append(["=HYPERLINK(1)", "FR"])
    book.active.append(["Nevers", "FR"])
    out = io.BytesIO()
    book.save(out)

    table = read("a.xlsx", out.getvalue())
    found = [statement_of(row, guess(table.headers), HOME) for row in table.rows]

    assert (found[0].row, found[0].column, found[0].text) == (
        2, "partner", "Im Feld steht eine Formel statt eines Namens.",
    )  # fmt: skip
    assert isinstance(found[1], Statement)


def test_broken_json_is_refused_with_row_and_column():
    assert (
        refusal("a.json", b'[{"ort": "Nevers"},\n {"ort": }]')
        == "Zeile 2, Zeichen 10: Das ist kein gültiges JSON."
    )


def test_deep_json_is_refused():
    assert "zu tief" in refusal("a.json", b"[" * 200_000 + b"]" * 200_000)
    deep = {"a": 1}
    for _ in range(50):
        deep = {"b": deep}
    assert read("a.json", json.dumps([deep, {"ort": "Nevers"}]).encode()).problems[0].row == 1


def test_nested_json_makes_a_row_for_each_partner():
    content = {"Koblenz": {"partners": [{"name": "Nevers"}, {"name": "Novara"}]}}

    table = read("a.json", json.dumps(content).encode())

    assert [row.values["partners.name"] for row in table.rows] == ["Nevers", "Novara"]
    assert [row.values["schluessel"] for row in table.rows] == ["Koblenz", "Koblenz"]


def test_geojson_gives_coordinates():
    feature = {
        "type": "Feature",
        "properties": {"name": "Nevers"},
        "geometry": {"type": "Point", "coordinates": [3.15, 46.99]},
    }
    table = read("a.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]}).encode())

    values = table.rows[0].values
    assert (values["properties.name"], values["geometry.coordinates.lat"]) == ("Nevers", "46.99")


GEXF = """<gexf xmlns="http://www.gexf.net/1.2draft"><graph><attributes class="node">
<attribute id="0" title="country" type="string"/></attributes><nodes>
<node id="1" label="Koblenz"><attvalues><attvalue for="0" value="Germany"/></attvalues></node>
<node id="2" label="Nevers"><attvalues><attvalue for="0" value="France"/></attvalues></node></nodes>
<edges><edge id="a" source="1" target="2"/><edge id="b" source="1" target="9"/></edges></graph></gexf>"""


def test_a_graph_gives_its_edges_with_both_ends():
    table = read("a.gexf", GEXF.encode())

    found = statement_of(table.rows[0], guess(table.headers), HOME)
    assert (found.one.label, found.other.label, found.other.country_label) == ("Koblenz", "Nevers", "France")
    assert [(p.row, p.column) for p in table.problems] == [(2, "target")]


def test_a_bomb_in_a_graph_is_refused_before_it_is_parsed():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + GEXF

    assert "DTD" in refusal("a.gexf", bomb.encode())
    assert "DTD" in refusal("a.gexf", bomb.encode("utf-16"))


def test_a_spreadsheet_that_unpacks_too_large_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", b" " * 5_000)

    assert refusal("a.xlsx", out.getvalue(), Limits(unpacked=1_000)) == "Die Datei ist ausgepackt zu groß."


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.xlsx", "a.gexf", "a.json"])
@pytest.mark.parametrize("content", [b"", b"\x00\x01\xfe", b"{", b"<", b"\xff" * 40])
def test_any_content_is_read_or_refused_in_words(name, content):
    try:
        read(name, content)
    except Unreadable as refused:
        assert str(refused).endswith((".", "?"))


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"partner": "Nevers", "since": "31.02.1990"}, "Dieses Datum gibt es nicht: 31.02.1990"),
        ({"partner": "Nevers", "lat": "95", "lon": "3"}, "Diese Koordinate gibt es nicht: 95"),
        ({"partner": "", "lat": "1", "lon": "3"}, "Der Name des Ortes fehlt."),
        ({"partner": "Nevers", "since": "2000", "until": "1990"}, "Das Ende liegt vor dem Anfang."),
    ],
)
def test_a_wrong_value_is_named(values, text):
    table = read("a.json", json.dumps([values]).encode())
    mapping = {"name_b": "partner", "lat_b": "lat", "lon_b": "lon", "since": "since", "until": "until"}

    assert statement_of(table.rows[0], mapping, HOME).text == text
