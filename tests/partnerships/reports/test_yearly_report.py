"""The yearly report: a draft that lives, figures that freeze, papers that say the same as the page."""

import io
import re
import subprocess
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from accounts.roles import Role
from core.models import JournalEntry
from core.publicness import Publicness
from partnerships.models import Agreement, YearlyReport
from partnerships.reports import actions
from partnerships.reports.figures import figures_of
from partnerships.reports.loading import material_for, thaw
from partnerships.reports.overview import value_of
from partnerships.reports.papers.blocks import Paper, Paragraph, Table
from partnerships.reports.papers.typesetting import paper_as_pdf
from partnerships.reports.papers.word import paper_as_docx
from tests.factories import make_user
from tests.partnerships.builders import make_city, make_partnership
from tests.partnerships.reports.builders import make_encounter, make_journey

pytestmark = pytest.mark.django_db
ADDRESS = "/partnerschaften/berichte/2026/"


@pytest.fixture
def town():
    nevers = make_partnership(city=make_city(slug="nevers", name="Nevers"))
    novara = make_partnership(city=make_city(slug="novara", name="Novara"), state="suspended")
    hidden = make_partnership(city=make_city(slug="geheim", name="Geheimstadt"), publicness="internal")
    first = make_encounter(
        nevers, novara, title="=SUMME(1;2)", participants_own=20, participants_partner=10, minors=8,
        first_timers=5, nights=3, cost_total="3000", municipal_share="1000", third_party_share="500.50",
        grant="200",
    )  # fmt: skip
    make_journey(first, "1688.9")
    make_encounter(
        nevers, kind="school", participants_own=12, starts_on=date(2026, 12, 30), ends_on=date(2027, 1, 4)
    )
    make_encounter(hidden, participants_own=2, publicness="internal")
    make_encounter(nevers, starts_on=date(2025, 4, 1), participants_own=9, cost_total="100")
    make_encounter(nevers, starts_on=date(2027, 4, 1), state="planned")
    Agreement.objects.create(partnership=nevers, title="Erneuerung", signed_on="2026-05", publicness="public")
    return nevers


@pytest.fixture
def head():
    return make_user(role=Role.HEAD)


def finished(head, level=None):
    report = actions.finalise(actions.start(2026, by=head), by=head)
    return actions.publish(report, level=level, by=head) if level else report


def test_staff_make_a_draft_and_the_figures_are_in_it(town, signed_in):
    staff = signed_in(Role.CASE_OFFICER)

    answer = staff.post("/partnerschaften/berichte/neu/", {"year": "2026"}, follow=True)

    assert answer.redirect_chain[-1][0] == ADDRESS
    assert "Auswirkungen auf den Klimaschutz" in answer.text and "1.688,9" in answer.text
    assert "Die offiziellen Kontakte pausieren mit: Novara" in " ".join(answer.text.split())


@pytest.mark.parametrize("year", ["", "abc", "1800", "9999", "2026²", "20 26"])
def test_a_year_that_makes_no_sense_is_refused_in_words(signed_in, year):
    answer = signed_in(Role.CASE_OFFICER).post("/partnerschaften/berichte/neu/", {"year": year})

    assert answer.status_code == 422 and not YearlyReport.objects.exists()


def test_there_is_one_report_a_year(signed_in, head):
    actions.start(2026, by=head)

    answer = signed_in(Role.HEAD).post("/partnerschaften/berichte/neu/", {"year": "2026"})

    assert answer.status_code == 422 and "schon einen Bericht" in answer.text


def test_two_people_who_write_lose_no_text(signed_in, head):
    actions.start(2026, by=head)
    staff, typed = signed_in(Role.CASE_OFFICER), {"version": "1", "outlook": "", "introduction": "Erster"}
    staff.post(f"{ADDRESS}bearbeiten/", typed)

    answer = staff.post(f"{ADDRESS}bearbeiten/", typed | {"introduction": "Zweiter"})

    assert answer.status_code == 409 and "Erster" in answer.text and "Zweiter" in answer.text


def test_a_finished_report_does_not_change_and_staff_are_told_what_did(town, head, signed_in):
    report = finished(head)
    before = signed_in(Role.CASE_OFFICER).get(ADDRESS).text

    make_encounter(town, participants_own=100)
    after = signed_in(Role.CASE_OFFICER).get(ADDRESS).text

    assert "Seit dem Abschluss" not in before and "Seit dem Abschluss" in after
    report.refresh_from_db()
    assert figures_of(thaw(report.snapshot).rows, 2026).encounters == 3


def test_a_finished_report_cannot_be_written_on_until_it_is_opened_again(head):
    report = finished(head)

    with pytest.raises(actions.NotNow):
        actions.save_texts(report, loaded_version=1, by=head)
    with pytest.raises(actions.NotNow):
        actions.finalise(report, by=head)
    report = actions.reopen(report, by=head)
    assert (report.state, report.snapshot, report.publicness) == ("draft", None, "internal")
    with pytest.raises(actions.NotNow):
        actions.publish(report, level=Publicness.PUBLIC, by=head)


@pytest.mark.parametrize("level", ["internal", "closed", "", "unsinn"])
def test_a_report_is_shown_in_the_portal_or_to_everybody(head, level):
    with pytest.raises(actions.NotNow):
        actions.publish(finished(head), level=level, by=head)


def test_every_verb_leaves_a_line_in_the_journal(head):
    actions.unpublish(finished(head, Publicness.PORTAL), by=head)

    verbs = JournalEntry.objects.filter(object_kind="partnerships.yearlyreport").order_by("pk")
    assert [entry.verb.rpartition("_")[2] for entry in verbs] == [
        "started",
        "finalised",
        "published",
        "unpublished",
    ]


def test_the_council_reads_what_is_in_the_portal_and_nothing_of_hidden_towns(town, head, signed_in, client):
    finished(head, Publicness.PORTAL)

    answer = signed_in(Role.COUNCILLOR).get(ADDRESS)

    assert answer.status_code == 200 and "Nevers" in answer.text
    assert (
        "Geheimstadt" not in answer.text
        and "luecke=" not in answer.text
        and "begegnungen/" not in answer.text
    )
    assert client.get(ADDRESS).status_code == 404


# -- files -----------------------------------------------------------------------------------------


def words_of(pdf, *flags):
    tool = ["pdftotext", "-layout", "-", "-"] if not flags else ["pdfinfo", *flags, "-"]
    return subprocess.run(tool, input=pdf, capture_output=True, check=True).stdout.decode()


def tables_of(document):
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_the_word_file_says_what_the_page_says(town, head, signed_in):
    finished(head)
    staff = signed_in(Role.CASE_OFFICER)

    document = Document(io.BytesIO(staff.get(f"{ADDRESS}bericht.docx").content))

    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[-1] == "Auswirkungen auf den Klimaschutz"
    assert [p.style.name for p in document.paragraphs][0] == "Title"
    assert document.core_properties.language == "de-DE"
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {"de-DE"}
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
    cells = tables_of(document)[1]
    page = " ".join(staff.get(ADDRESS).text.split())
    assert cells[1][:2] == ["Begegnungen", "3"]
    assert all(row[1] in page for row in cells)


def test_the_pdf_is_tagged_titled_and_german(town, head, signed_in):
    finished(head)

    answer = signed_in(Role.CASE_OFFICER).get(f"{ADDRESS}bericht.pdf")

    about = words_of(answer.content, "-meta") + words_of(answer.content, "-isodates")
    assert re.search(r"Tagged:\s+yes", about) and "Jahresbericht 2026" in about and "pdfuaid" in about
    assert re.search(rb"/Lang ?\(de", answer.content)
    words = words_of(answer.content)
    assert "1.688,9 kg" in words and "Unterrichtungsvorlage" in words
    assert words.rindex("Auswirkungen auf den Klimaschutz") > words.rindex("Ausblick")


def value_of_formula(text, rows):
    """The formulas of the workbook, computed by somebody who knows only the sheet of encounters."""
    text = text.removeprefix("=")
    if match := re.fullmatch(r'IF\((.+?)=0,"keine Angabe",(.+)\)', text):
        below = value_of_formula(match[1], rows)
        return "keine Angabe" if not below else value_of_formula(match[2], rows)
    if match := re.fullmatch(r"ROUND\((SUMIFS\(.+\))/(SUMIFS\(.+\)),2\)", text):
        above, below = (Decimal(str(value_of_formula(part, rows))) for part in match.groups())
        return float((above / below).quantize(Decimal("0.01")))
    name, inner = re.fullmatch(r"(COUNTIFS|SUMIFS)\((.+)\)", text).groups()
    parts = inner.split(",")
    letters = [re.fullmatch(r"Begegnungen!\$([A-Z]+)\$2:.*", one)[1] for one in parts if "!" in one]
    wanted = [one for one in parts if "!" not in one]
    summed = letters.pop(0) if name == "SUMIFS" else None
    fits = [
        row
        for row in rows
        if all(
            row[letter] is not None if want == '"<>"' else row[letter] == int(want)
            for letter, want in zip(letters, wanted, strict=True)
        )
    ]
    return sum(row[summed] or 0 for row in fits) if summed else len(fits)


def test_every_number_of_the_workbook_is_a_formula_that_gives_the_figure(town, head, signed_in):
    report = finished(head)
    data = signed_in(Role.CASE_OFFICER).get(f"{ADDRESS}bericht.xlsx").content

    book = load_workbook(io.BytesIO(data))
    sheet = book["Begegnungen"]
    rows = [{cell.column_letter: cell.value for cell in row} for row in sheet.iter_rows(min_row=2)]
    from partnerships.reports.overview import ORDER

    for column, year in ((2, 2026), (3, 2025)):
        figures = figures_of(thaw(report.snapshot).rows, year)
        for number, name in enumerate(ORDER, start=2):
            cell = book["Übersicht"].cell(number, column)
            expected = value_of(figures, name)
            assert cell.data_type == "f"
            computed = value_of_formula(cell.value, rows)
            assert computed == ("keine Angabe" if expected is None else pytest.approx(float(expected))), name
    by_partner = book["Partnerschaften"]
    found = {
        (r[0].value, r[4].value): value_of_formula(r[6].value, rows) for r in by_partner.iter_rows(min_row=2)
    }
    assert found["Nevers", 2026] == 42 and found["Novara", 2026] == 30


def test_a_title_that_looks_like_a_formula_stays_a_text(town, head, signed_in):
    finished(head)
    data = signed_in(Role.CASE_OFFICER).get(f"{ADDRESS}bericht.xlsx").content

    titles = [row[4] for row in load_workbook(io.BytesIO(data))["Begegnungen"].iter_rows(min_row=2)]

    assert all(cell.data_type == "s" for cell in titles) and titles[1].value == "'=SUMME(1;2)"


def test_a_reader_of_the_portal_gets_numbers_without_the_encounters(town, head, signed_in):
    finished(head, Publicness.PORTAL)

    book = load_workbook(io.BytesIO(signed_in(Role.COUNCILLOR).get(f"{ADDRESS}bericht.xlsx").content))

    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "Begegnungen" not in book.sheetnames and "Geheimstadt" not in cells
    assert book["Übersicht"]["B2"].value == 3
    assert not any(str(cell).startswith("=") for cell in cells)


@pytest.mark.parametrize("kind", ["exe", "html", "PDF"])
def test_other_kinds_of_files_do_not_exist(head, signed_in, kind):
    finished(head)

    assert signed_in(Role.HEAD).get(f"{ADDRESS}bericht.{kind}").status_code == 404


def test_whatever_people_typed_becomes_text_in_every_paper():
    nasty = "#eval(1) *x* \x00\x0b\ud800 </w:t> @ref \u202eabc " + "שלום Умань"
    table = Table("T", ("A", "B"), ((nasty, "=1+1"),), frozenset({1}))
    paper = Paper(nasty, nasty, (Paragraph(nasty), table), author="Stadt")

    words = words_of(paper_as_pdf(paper))
    document = Document(io.BytesIO(paper_as_docx(paper)))

    assert "#eval(1) *x*" in words and "Умань" in words
    assert document.tables[0].cell(1, 1).text == "=1+1"


# -- figures and the encounters behind them ---------------------------------------------------------


def test_a_figure_leads_to_its_encounters(town, signed_in):
    staff = signed_in(Role.CASE_OFFICER)
    base = "/partnerschaften/berichte/begegnungen/?jahr=2026&stand=held"

    assert "3 Begegnungen" in staff.get(base).text
    assert "2 Begegnungen" in staff.get(f"{base}&partnerschaft=nevers").text
    assert "2 Begegnungen" in staff.get(f"{base}&luecke=cost").text
    assert "2 Begegnungen" in staff.get(f"{base}&luecke=kg").text
    assert "0 Begegnungen" in staff.get(f"{base}&luecke=participants").text
    assert "1 Begegnung<" in staff.get(f"{base}&art=school").text


def test_gaps_and_their_lists_agree(town, signed_in):
    client = signed_in(Role.CASE_OFFICER)
    figures = figures_of(material_for(client.user, 2026).rows, 2026)

    for name, one in figures.sums.items():
        text = client.get(f"/partnerschaften/berichte/begegnungen/?jahr=2026&stand=held&luecke={name}").text
        count = int(re.search(r"data-count>(\d+) Begegnung", text)[1])
        assert count == one.missing, name


@pytest.mark.parametrize("query", ["jahr=abc", "jahr=²", "luecke=x", "jahr=99999999999", "art=x"])
def test_nonsense_in_the_address_breaks_nothing(town, signed_in, query):
    staff = signed_in(Role.CASE_OFFICER)

    for page in ("begegnungen", "zahlen", "zahlen/nevers", "taetigkeiten"):
        assert staff.get(f"/partnerschaften/berichte/{page}/?{query}").status_code == 200


def test_the_figures_of_one_town_are_its_own(town, signed_in):
    text = signed_in(Role.CASE_OFFICER).get("/partnerschaften/berichte/zahlen/nevers/?jahr=2026").text

    assert "Nevers: Zahlen des Jahres 2026" in text and "Geheimstadt" not in text


def test_a_missing_report_waits_in_the_first_months(head):
    from partnerships.reports.desk import missing_report

    assert missing_report(date(2027, 2, 1))[0].url.endswith("/neu/")
    assert missing_report(date(2027, 6, 1)) == []
    YearlyReport.objects.create(year=2026)
    assert missing_report(date(2027, 2, 1))[0].url.endswith("/2026/")
    assert timezone.localdate()
