"""DOCX for the council office: real heading styles, repeated table headers, a language, described tables."""

import io

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from partnerships.reports.papers.blocks import Bullets, Heading, Paragraph, Table, printable

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGES = {"de": "de-DE", "en": "en-GB", "fr": "fr-FR"}
TABLE_STYLE = "Table Grid"


def paper_as_docx(paper):
    document = Document()
    _describe(document, paper)
    document.add_heading(printable(paper.title), 0)
    if paper.line:
        document.add_paragraph(printable(paper.line))
    for block in paper.blocks:
        _add(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _describe(document, paper):
    about = document.core_properties
    about.title, about.author, about.comments = printable(paper.title), printable(paper.author), ""
    about.language = LANGUAGES.get(paper.language, paper.language)
    style = document.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), about.language)
    style.append(language)
    for default in document.styles.element.iter(qn("w:lang")):
        default.set(qn("w:val"), about.language)
    if paper.is_wide:
        page = document.sections[0]
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = page.page_height, page.page_width


def _add(document, block):
    if isinstance(block, Heading):
        document.add_heading(printable(block.text), block.level)
    elif isinstance(block, Paragraph):
        document.add_paragraph(printable(block.text))
    elif isinstance(block, Bullets):
        for item in block.items:
            document.add_paragraph(printable(item), style="List Bullet")
    elif isinstance(block, Table):
        _add_table(document, block)


def _add_table(document, block):
    document.add_paragraph(printable(block.caption), style="Caption").paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(block.header), style=TABLE_STYLE)
    _describe_table(table, block.caption)
    _fill(table.rows[0], block.header, block.numeric, is_header=True)
    for row in block.rows:
        _fill(table.add_row(), row, block.numeric)
    document.add_paragraph()


def _describe_table(table, caption):
    """The text that stands for the table, and a first row that comes again on every page."""
    properties = table._tbl.tblPr
    for name in ("w:tblCaption", "w:tblDescription"):
        element = OxmlElement(name)
        element.set(qn("w:val"), printable(caption))
        properties.append(element)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)


def _fill(row, texts, numeric, *, is_header=False):
    for index, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.add_run(printable(text)).bold = is_header
        if index in numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
