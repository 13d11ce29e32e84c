"""The yearly report as a workbook: a sheet of encounters, and sums that are formulas over it.

Who may not see the encounters themselves gets the same tables with numbers instead of formulas.
"""

from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from partnerships.reports import wording
from partnerships.reports.figures import SUMMED, by_partnership, figures_of
from partnerships.reports.overview import ORDER, RATIOS, value_of
from partnerships.reports.papers.sheets import Formula, workbook

ROWS = "Begegnungen"
FIXED = 8  # columns of the sheet of encounters before the figures
YEAR_COLUMN, COUNTED_COLUMN, PLANNED_COLUMN = "B", "G", "H"
PARTS = {
    "cost_per_participant": ("cost", "participants"),
    "third_party_per_euro": ("third_party", "municipal"),
}


def workbook_of(material, overview, *, with_rows):
    """The bytes; `with_rows`: with the encounters behind the figures and formulas over them."""
    partners = _shown(material, overview)
    last = len(material.rows) + 1
    sheets = [
        (_("Übersicht"), *_summary(overview, last, with_rows=with_rows)),
        (_("Partnerschaften"), *_by_partner(material, partners, last, with_rows=with_rows)),
    ]
    if with_rows:
        sheets.append((ROWS, *_encounters(material, partners)))
    sheets.append((_("Lücken"), (_("Was fehlt"),), [(wording.gap(one),) for one in overview.gaps]))
    title = _("Jahresbericht %(year)d der internationalen Beziehungen") % {"year": overview.year}
    return workbook(title, str(settings.CITY["authority"]), sheets)


def _shown(material, overview):
    slugs = {one.slug for one in overview.partners}
    return [one for one in material.partners if one.slug in slugs]


def _letter(name):
    """The column of a figure on the sheet of encounters."""
    return get_column_letter(FIXED + 1 + SUMMED.index(name))


def _partner_letter(index):
    return get_column_letter(FIXED + len(SUMMED) + 1 + index)


def _range(letter, last):
    return f"{ROWS}!${letter}$2:${letter}${max(last, 2)}"


def _where(year, last, *conditions, flag=COUNTED_COLUMN):
    parts = [(YEAR_COLUMN, year), (flag, 1), *conditions]
    return ",".join(f"{_range(letter, last)},{value}" for letter, value in parts)


def formula(name, year, last, *conditions):
    """The formula of a figure of a year; `conditions` are further (column, criterion) pairs."""
    if name in ("encounters", "planned"):
        flag = PLANNED_COLUMN if name == "planned" else COUNTED_COLUMN
        return Formula(f"=COUNTIFS({_where(year, last, *conditions, flag=flag)})")
    if name in RATIOS:
        return _ratio(PARTS[name], year, last, conditions)
    known = _where(year, last, *conditions, (_letter(name), '"<>"'))
    total = f"SUMIFS({_range(_letter(name), last)},{_where(year, last, *conditions)})"
    return Formula(f'=IF(COUNTIFS({known})=0,"{wording.unknown()}",{total})')


def _ratio(names, year, last, conditions):
    both = [(_letter(name), '"<>"') for name in names]
    where = _where(year, last, *conditions, *both)
    above, below = (f"SUMIFS({_range(_letter(name), last)},{where})" for name in names)
    return Formula(f'=IF({below}=0,"{wording.unknown()}",ROUND({above}/{below},2))')


def _summary(overview, last, *, with_rows):
    header = (_("Zahl"), str(overview.year), str(overview.year - 1), _("Grundlage"))
    rows = []
    for name, line in zip(ORDER, overview.lines, strict=True):
        cells = [
            formula(name, figures.year, last) if with_rows else _plain(figures, name)
            for figures in (overview.now, overview.before)
        ]
        rows.append((line.label, *cells, line.note))
    return header, rows


def _plain(figures, name):
    value = value_of(figures, name)
    return wording.unknown() if value is None else value


def _by_partner(material, partners, last, *, with_rows):
    """A row for each partnership and year, a column for each figure."""
    header = (
        _("Partnerstadt"), _("Land"), _("Art"), _("Stand"), _("Jahr"),
        *(str(wording.LABELS[name]) for name in ORDER),
    )  # fmt: skip
    rows, found = by_partnership(material.rows), []
    for index, one in enumerate(partners):
        for year in (material.year, material.year - 1):
            figures = figures_of(rows.get(one.pk, []), year)
            cells = [
                formula(name, year, last, (_partner_letter(index), 1)) if with_rows else _plain(figures, name)
                for name in ORDER
            ]
            form, state = wording.legal_form(one.legal_form), wording.state(one.state)
            found.append((one.name, one.country, form, state, year, *cells))
    return header, found


def _encounters(material, partners):
    """Every encounter once; 1 in the column of each partnership that it belongs to."""
    header = (
        _("Nummer"), _("Jahr"), _("Beginn"), _("Ende"), _("Anlass"), _("Art"),
        _("durchgeführt"), _("geplant"),
        *(str(wording.LABELS[name]) for name in SUMMED),
        *(one.name for one in partners),
    )  # fmt: skip
    rows = []
    for row in material.rows:
        flags = [1 if row.status == "held" else 0, 1 if row.status == "planned" else 0]
        figures = [getattr(row, name) for name in SUMMED]
        belongs = [1 if one.pk in row.partnerships else None for one in partners]
        about = (row.pk, row.year, row.starts_on, row.ends_on, row.title, wording.kind(row.kind))
        rows.append((*about, *flags, *figures, *belongs))
    return header, rows
