"""PDF/UA by typst: tagged, with title and language; the fonts are shipped, nothing of the system is read."""

import json
from dataclasses import asdict, is_dataclass
from pathlib import Path

import typst
from django.conf import settings

from partnerships.reports.papers.blocks import printable

FOLDER = Path(__file__).parent
FONTS = Path(settings.BASE_DIR) / "build/paper-fonts"  # made by tools/build_assets.py; typst has its own too
STANDARD = "ua-1"
MEDIA_TYPE = "application/pdf"


def typeset(template, content):
    """(bytes of the PDF, number of its pages); `content` goes to the template as data, never as markup."""
    compiler = typst.Compiler(
        FOLDER / template,
        root=FOLDER,
        font_paths=[FONTS] if FONTS.is_dir() else [],
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(_plain(content), ensure_ascii=False)},
    )
    data = compiler.compile(format="pdf", pdf_standards=STANDARD)
    return data, json.loads(compiler.query("<pages>", field="value", one=True))


def paper_as_pdf(paper):
    content = asdict(paper) | {
        "blocks": [{"kind": type(one).__name__.lower(), **asdict(one)} for one in paper.blocks]
    }
    return typeset("paper.typ", content)[0]


def _plain(value):
    """Lists, dicts and printable texts of whatever the paper is made of."""
    if is_dataclass(value):
        return _plain(asdict(value))
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(one) for one in value)
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, (bool, int, float)) else printable(value)
