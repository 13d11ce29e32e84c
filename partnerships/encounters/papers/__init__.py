"""Papers as PDF/UA: a Typst template beside this file, filled with plain words (no HTML, no network)."""

import functools
import tempfile
from pathlib import Path

import orjson
import typst
from django.conf import settings
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent
FONTS = ("FiraSans-Regular", "FiraSans-SemiBold")


@functools.cache
def font_folder():
    """The fonts of the pages in the form that Typst reads, made once per process."""
    folder = Path(tempfile.mkdtemp(prefix="papers-fonts-"))
    for name in FONTS:
        source = Path(settings.BASE_DIR) / "build" / "vendor" / "fonts" / f"{name}.woff2"
        if source.is_file():  # without them the built-in serif serves
            font = TTFont(source)
            font.flavor = None
            font.save(folder / f"{name}.ttf")
    return str(folder)


def as_pdf(name, data):
    """The bytes of a tagged PDF. name: of the template; data: what json() makes of it there."""
    return typst.compile(
        str(FOLDER / f"{name}.typ"),
        root=str(FOLDER),
        font_paths=[font_folder()],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"data": orjson.dumps(data).decode()},
    )
