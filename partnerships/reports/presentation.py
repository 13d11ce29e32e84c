"""A report as the page shows it: cells of tables, each figure with the way to its encounters."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.reports import wording
from partnerships.reports.overview import COLUMNS

# Figures that are sums over encounters which were held; "planned" leads to those that were not
TO_PLANNED = "planned"
# What a page has room for beside each town; the papers show more
SHOWN = ("encounters", "participants", "cost", "municipal", "kg")


def rows_address(**chosen):
    """The list of encounters behind a figure (staff only)."""
    return f"{reverse('reports:rows')}?{urlencode(chosen)}"


def report_page(overview, *, sees_rows):
    """The tables of a page with the Overview; links only for who may follow them."""
    year = overview.year
    return {
        "overview": overview,
        "year": year,
        "columns": _columns(_("Zahl"), year),
        "rows": [_figure(line, year, sees_rows) for line in overview.lines],
        "kind_columns": _columns(_("Art"), year)[:3],
        "kinds": [_kind(kind, year, sees_rows) for kind in overview.kinds],
        "partner_columns": [
            {"label": _("Partnerstadt")},
            *({"label": str(wording.LABELS[name]), "numeric": True} for name in SHOWN),
        ],
        "partners": [_partner(one, year, sees_rows) for one in overview.partners],
        "gaps": [_gap(gap, year, sees_rows) for gap in overview.gaps],
        "sees_rows": sees_rows,
    }


def _columns(first, year):
    return [
        {"label": first},
        {"label": str(year), "numeric": True},
        {"label": str(year - 1), "numeric": True},
        {"label": _("Veränderung"), "numeric": True},
        {"label": _("Grundlage")},
    ]


def _linked(text, sees_rows, **chosen):
    return {"text": text, "url": rows_address(**chosen)} if sees_rows else text


def _figure(line, year, sees_rows):
    status = "planned" if line.name == TO_PLANNED else "held"
    now, before = (
        _linked(text, sees_rows, jahr=when, stand=status)
        for text, when in ((line.now, year), (line.before, year - 1))
    )
    return [line.label, now, before, line.change or "–", line.note or "–"]


def _kind(kind, year, sees_rows):
    code, label, *numbers = kind
    cells = [
        _linked(str(number), sees_rows, jahr=when, stand="held", art=code)
        for number, when in zip(numbers, (year, year - 1), strict=True)
    ]
    return [label, *cells]


def _partner(one, year, sees_rows):
    if sees_rows:
        first = {"text": one.name, "url": f"{reverse('reports:figures_of_one', args=[one.slug])}?jahr={year}"}
    else:
        first = {"text": one.name, "url": reverse("partnerships:detail", args=[one.slug])}
    held = _linked(one.cells[0], sees_rows, jahr=year, stand="held", partnerschaft=one.slug)
    return [first, held, *(one.cells[COLUMNS.index(name)] for name in SHOWN[1:])]


def _gap(gap, year, sees_rows):
    address = rows_address(jahr=year, stand="held", luecke=gap.name) if sees_rows else ""
    return {"text": wording.gap(gap), "url": address}
