"""Files of any origin as rows of text: CSV, TSV, XLSX, GEXF, JSON. Pure; every limit stands in `LIMITS`.

`read(name, content)` gives a Table: headers, rows with their number, warnings, and what could not be read.
It raises Unreadable, with a sentence for people, only when nothing of the file can be used.
"""

import csv
import io
import itertools
import json
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from django.utils.translation import gettext as _
from openpyxl import load_workbook

FORMULA = ("=", "+", "@", "\t", "\r")


@dataclass(frozen=True)
class Limits:
    rows: int = 100_000
    columns: int = 200
    cell: int = 2_000
    depth: int = 20
    unpacked: int = 100 * 1024 * 1024
    problems: int = 1_000


LIMITS = Limits()


class Unreadable(Exception):
    """Nothing of the file can be used; the text says why and what to do."""


@dataclass(frozen=True)
class Row:
    """`number` is the line (CSV, TSV, XLSX) or the entry (JSON, GEXF), from 1."""

    number: int
    values: dict = field(hash=False)


@dataclass(frozen=True)
class Problem:
    row: int
    column: str
    text: str
    is_rejected: bool = True
    raw: dict = field(default_factory=dict, hash=False)


@dataclass
class Table:
    headers: list
    rows: list
    problems: list
    warnings: list


def read(name, content, limits=LIMITS):
    """The Table of a file; its kind is told by the ending and checked by the content."""
    reader = READERS.get(Path(name).suffix.lower())
    if reader is None:
        raise Unreadable(
            _("Diese Art von Datei lesen wir nicht. Möglich sind CSV, TSV, XLSX, GEXF und JSON.")
        )
    if not content.strip():
        raise Unreadable(_("Die Datei ist leer. Wählen Sie eine andere Datei."))
    table = reader(content, limits)
    if not table.rows and not table.problems:
        raise Unreadable(_("In der Datei steht keine Zeile mit Daten."))
    return table


# -- text ---------------------------------------------------------------------------------------


def decoded(content):
    """(text, warnings): UTF-8, UTF-16 with mark, otherwise Windows-1252 with a warning."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if content.startswith(mark):
            try:
                return content.decode(encoding), []
            except UnicodeDecodeError:
                break
    encoding = "cp1252"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        encoding, text = "latin-1", content.decode("latin-1")
    if "\x00" in text:
        raise Unreadable(_("Das ist keine Textdatei. Speichern Sie die Tabelle als CSV (UTF-8) oder XLSX."))
    words = _(
        "Die Datei ist nicht in UTF-8 gespeichert. Wir haben sie als %(name)s gelesen. Prüfen Sie Umlaute."
    )
    return text, [words % {"name": "Windows-1252" if encoding == "cp1252" else "Latin-1"}]


def delimiter_of(text):
    """The sign that divides the first lines most evenly; a comma for a single column."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]

    def evenness(sign):
        counts = [len(row) for row in csv.reader(lines, delimiter=sign)]
        return (counts[0] > 1, counts.count(counts[0]), counts[0])

    return max((",", ";", "\t", "|"), key=evenness) if lines else ","


def _read_text(content, limits, delimiter=None):
    text, warnings = decoded(content)
    if "\x00" in text:
        raise Unreadable(_("Das ist keine Textdatei. Speichern Sie die Tabelle als CSV (UTF-8) oder XLSX."))
    file = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or delimiter_of(text), strict=False)
    return _table(_numbered(file), limits, warnings)


def _numbered(file):
    try:
        for row in file:
            yield file.line_num, row
    except csv.Error as wrong:
        raise Unreadable(
            _("Zeile %(row)d: Ein Feld ist zu lang. Fehlt ein schließendes Anführungszeichen?")
            % {"row": file.line_num}
        ) from wrong


def _table(lines, limits, warnings):
    """A Table of (number, cells); the first line with text has the headers."""
    lines = ((number, cells) for number, cells in lines if any(str(cell or "").strip() for cell in cells))
    first = next(lines, None)
    if first is None:
        raise Unreadable(_("Die Datei ist leer. Wählen Sie eine andere Datei."))
    headers, more = named_once([str(cell or "") for cell in first[1]])
    if len(headers) > limits.columns:
        raise Unreadable(_("Die Datei hat mehr als %(n)d Spalten.") % {"n": limits.columns})
    table = Table(headers, [], [], warnings + more)
    for number, cells in itertools.islice(lines, limits.rows):
        _take(table, number, [_text(cell) for cell in cells], limits)
    if next(lines, None) is not None:
        raise Unreadable(too_many(limits))
    return table


def too_many(limits):
    return _(
        "Die Datei hat mehr als %(n)s Zeilen. Teilen Sie sie auf und laden Sie die Teile einzeln hoch."
    ) % {"n": f"{limits.rows:,}".replace(",", ".")}


def named_once(headers):
    """(headers, warnings): an empty one is called by its number, a repeated one gets a number."""
    found, warnings, seen = [], [], {}
    for number, header in enumerate(headers, 1):
        name = " ".join(header.split())[:200]
        if not name:
            name = _("Spalte %(n)d") % {"n": number}
            warnings.append(_("Spalte %(n)d hat keine Überschrift.") % {"n": number})
        if name in seen:
            seen[name] += 1
            warnings.append(_("Die Überschrift „%(name)s“ kommt mehrmals vor.") % {"name": name})
            name = f"{name} ({seen[name]})"
        seen.setdefault(name, 1)
        found.append(name)
    return found, warnings


def _take(table, number, cells, limits):
    headers = table.headers
    if len(cells) > len(headers) and any(cell.strip() for cell in cells[len(headers) :]):
        words = _("Die Zeile hat %(now)d Felder, die Überschrift nur %(most)d.")
        raw = {"zeile": cells[: limits.columns]}
        table.problems.append(Problem(number, "", words % {"now": len(cells), "most": len(headers)}, raw=raw))
        return
    if len(cells) < len(headers):
        words = _("Die Zeile hat nur %(now)d von %(most)d Feldern. Die fehlenden gelten als leer.")
        words %= {"now": len(cells), "most": len(headers)}
        table.problems.append(Problem(number, headers[len(cells)], words, is_rejected=False))
        cells += [""] * (len(headers) - len(cells))
    values = dict(zip(headers, cells, strict=False))
    for header, cell in values.items():
        if len(cell) > limits.cell:
            words = _("Das Feld ist länger als %(n)d Zeichen.") % {"n": limits.cell}
            table.problems.append(Problem(number, header, words, raw={header: cell[:200]}))
            return
    table.rows.append(Row(number, values))


def _text(cell):
    """A cell as text; whole numbers of a spreadsheet without their ".0", NUL taken out."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = cell.isoformat() if hasattr(cell, "isoformat") else str(cell)
    return text.replace("\x00", "").strip()


def is_formula(text):
    """Whether a spreadsheet would calculate with this text instead of showing it."""
    return text.startswith(FORMULA) or bool(re.match(r"-[A-Za-z@=(]", text))


# -- spreadsheets -------------------------------------------------------------------------------


def _read_xlsx(content, limits):
    _check_package(content, limits)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
        if sheet is None:
            raise Unreadable(_("Die Datei hat kein sichtbares Tabellenblatt."))
        warnings = []
        if len(book.worksheets) > 1:
            words = _("Wir lesen nur das erste Tabellenblatt „%(name)s“.")
            warnings.append(words % {"name": sheet.title})
        rows = sheet.iter_rows(values_only=True, max_col=limits.columns + 1)
        return _table(_of_one_width(rows), limits, warnings)
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        ElementTree.ParseError,
    ) as wrong:
        raise Unreadable(_("Die Tabelle lässt sich nicht öffnen. Speichern Sie sie neu ab.")) from wrong


def _of_one_width(rows):
    """(number, cells) without the empty columns to the right of the headers."""
    width = 0
    for number, row in enumerate(rows, 1):
        used = max((at for at, cell in enumerate(row, 1) if cell not in (None, "")), default=0)
        width = width or used
        yield number, list(row[: max(width, used)])


def _check_package(content, limits):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if sum(part.file_size for part in parts) > limits.unpacked or len(parts) > 2_000:
                raise Unreadable(_("Die Datei ist ausgepackt zu groß."))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with package.open(part) as file:
                        _forbid_doctype(file.read(4096))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as wrong:
        raise Unreadable(_("Die Tabelle lässt sich nicht öffnen. Speichern Sie sie neu ab.")) from wrong


def _forbid_doctype(head):
    if (
        b"<!DOCTYPE" in head.replace(b"\x00", b"").upper()
        or b"<!ENTITY" in head.replace(b"\x00", b"").upper()
    ):
        raise Unreadable(
            _("Die Datei enthält eine Dokumenttyp-Angabe (DTD). Solche Dateien lesen wir nicht.")
        )


# -- graphs -------------------------------------------------------------------------------------


def _read_gexf(content, limits):
    """Edges with what is known of their two ends: columns `source.label`, `source.country`, `edge.year` …"""
    _forbid_doctype(content)
    names, nodes, rows, problems = {}, {}, [], []
    try:
        for number, edge in enumerate(_elements(content, names, nodes, limits), 1):
            if number > limits.rows:
                raise Unreadable(too_many(limits))
            ends = {side: nodes.get(edge.get(side, "")) for side in ("source", "target")}
            missing = next((side for side, node in ends.items() if node is None), None)
            values = {f"edge.{name}": value for name, value in edge.items() if name not in ends}
            if missing:
                words = _("Die Kante nennt einen Knoten, den es nicht gibt: %(id)s") % {
                    "id": edge.get(missing, "")
                }
                problems.append(Problem(number, missing, words[:400], raw=values))
                continue
            for side, node in ends.items():
                values |= {f"{side}.{name}": value for name, value in node.items()}
            rows.append(Row(number, values))
    except ElementTree.ParseError as wrong:
        line = wrong.position[0]
        raise Unreadable(_("Zeile %(row)d: Das ist kein gültiges GEXF.") % {"row": line}) from wrong
    return _of_dicts(rows, problems, limits)


def _elements(content, names, nodes, limits):
    """Edges as dictionaries; fills `names` of attributes and `nodes` on the way, keeps no tree."""
    kind, path = "", []
    edges = []
    # no DTD, so no entities: _forbid_doctype came first
    for event, element in ElementTree.iterparse(io.BytesIO(content), events=("start", "end")):  # noqa: S314
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            path.append(tag)
            if len(path) > limits.depth * 5:
                raise Unreadable(_("Die Datei ist zu tief verschachtelt."))
            if tag == "attributes":
                kind = element.get("class", "node")
            continue
        path.pop()
        if tag == "attribute":
            names[kind, element.get("id", "")] = element.get("title", element.get("id", ""))
        elif tag == "node":
            nodes[element.get("id", "")] = _parts(element, names, "node", limits)
            element.clear()
        elif tag == "edge":
            edges.append(_parts(element, names, "edge", limits))
            element.clear()
            if len(edges) > limits.rows:
                raise Unreadable(too_many(limits))
    return edges


def _parts(element, names, kind, limits):
    values = {name: _text(value)[: limits.cell] for name, value in element.attrib.items()}
    for child in element.iter():
        tag = child.tag.rpartition("}")[2]
        if tag == "attvalue":
            key = child.get("for", child.get("id", ""))
            values[names.get((kind, key), key)] = _text(child.get("value"))[: limits.cell]
        elif tag == "position":
            values |= {axis: child.get(axis, "") for axis in ("x", "y") if child.get(axis)}
    return values


# -- JSON ---------------------------------------------------------------------------------------


def _read_json(content, limits):
    """A list of objects, JSON Lines, a GeoJSON, a SPARQL answer, or the longest list inside."""
    text, warnings = decoded(content)
    try:
        document = json.loads(text)
    except RecursionError as wrong:
        raise Unreadable(_("Die Datei ist zu tief verschachtelt.")) from wrong
    except json.JSONDecodeError as wrong:
        document = _json_lines(text)
        if document is None:
            words = _("Zeile %(row)d, Zeichen %(column)d: Das ist kein gültiges JSON.")
            raise Unreadable(words % {"row": wrong.lineno, "column": wrong.colno}) from wrong
    rows, problems = [], []
    entries = _entries(document)
    if len(entries) > limits.rows:
        raise Unreadable(too_many(limits))
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict):
            words = _("Der Eintrag ist kein Objekt mit Feldern.")
            problems.append(Problem(number, "", words, raw={"eintrag": str(entry)[:200]}))
            continue
        try:
            rows += [Row(number, values) for values in _flat(entry, limits)]
        except Unreadable as wrong:
            problems.append(Problem(number, "", str(wrong), raw={"eintrag": str(entry)[:200]}))
        if len(rows) > limits.rows:
            raise Unreadable(too_many(limits))
    table = _of_dicts(rows, problems, limits)
    table.warnings = warnings + table.warnings
    return table


def _json_lines(text):
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (json.JSONDecodeError, RecursionError):
        return None


def _entries(document):
    if isinstance(document, list):
        return document
    if isinstance(document, dict):
        for name in ("features", "results", "data", "items", "rows", "bindings"):
            inside = document.get(name)
            if isinstance(inside, (list, dict)) and inside:
                return _entries(inside)
        lists = [value for value in document.values() if isinstance(value, list) and len(value) > 1]
        if len(lists) == 1 and all(isinstance(one, dict) for one in lists[0]):
            return lists[0]
        if document and all(isinstance(value, (list, dict)) for value in document.values()):
            return [_keyed(key, value) for key, value in document.items()]
        return [document]
    return [document]


def _keyed(key, value):
    return (
        {"schluessel": key, **value} if isinstance(value, dict) else {"schluessel": key, "eintraege": value}
    )


def _flat(entry, limits):
    """Rows of an object: nested objects by dotted names; a list of objects makes a row of each."""
    plain, lists = {}, {}

    def walk(value, name, depth):
        if depth > limits.depth:
            raise Unreadable(_("Der Eintrag ist zu tief verschachtelt."))
        if isinstance(value, dict):
            if set(value) <= {"type", "value", "xml:lang", "datatype"} and "value" in value:
                plain[name] = _text(value["value"])
                return
            for key, inside in value.items():
                walk(inside, f"{name}.{key}" if name else str(key), depth + 1)
        elif isinstance(value, list):
            _walk_list(value, name, depth, walk, plain, lists, limits)
        else:
            plain[name] = _text(value)[: limits.cell]

    walk(entry, "", 0)
    if not lists:
        return [plain]
    name, members = max(lists.items(), key=lambda pair: len(pair[1]))
    return [
        plain | {f"{name}.{key}" if key else name: value for key, value in inner.items()}
        for member in members
        for inner in (_flat(member, limits) if isinstance(member, dict) else [{"": _text(member)}])
    ]


def _walk_list(value, name, depth, walk, plain, lists, limits):
    is_point = (
        name.endswith("coordinates") and len(value) >= 2 and all(isinstance(n, (int, float)) for n in value)
    )
    if is_point:
        plain[f"{name}.lon"], plain[f"{name}.lat"] = _text(value[0]), _text(value[1])
    elif value and all(isinstance(one, dict) for one in value):
        if depth > limits.depth:
            raise Unreadable(_("Der Eintrag ist zu tief verschachtelt."))
        lists[name] = value
    elif len(value) > 1 and all(isinstance(one, str) for one in value) and depth <= 1:
        lists[name] = value
    else:
        plain[name] = "; ".join(_text(one) for one in value if not isinstance(one, (dict, list)))[
            : limits.cell
        ]


def _of_dicts(rows, problems, limits):
    headers = list(dict.fromkeys(itertools.chain.from_iterable(row.values for row in rows)))
    if len(headers) > limits.columns:
        raise Unreadable(_("Die Datei hat mehr als %(n)d Spalten.") % {"n": limits.columns})
    complete = [Row(row.number, {name: row.values.get(name, "") for name in headers}) for row in rows]
    return Table(headers, complete, problems, [])


READERS = {
    ".csv": _read_text,
    ".txt": _read_text,
    ".tsv": lambda content, limits: _read_text(content, limits, "\t"),
    ".xlsx": _read_xlsx,
    ".gexf": _read_gexf,
    ".json": _read_json,
    ".geojson": _read_json,
}
