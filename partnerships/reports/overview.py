"""What a yearly report says: lines, partnerships, papers and gaps, computed from its Material."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Partnership
from partnerships.reports import wording
from partnerships.reports.figures import SUMMED, Figures, by_partnership, figures_of, gaps_of

RATIOS = ("cost_per_participant", "third_party_per_euro")
ORDER = (
    "encounters", *SUMMED[:-1], *RATIOS, "kg", "planned"
)  # fmt: skip
COLUMNS = ("encounters", "participants", "minors", "first_timers", "cost", "municipal", "third_party", "kg")


@dataclass(frozen=True)
class Line:
    """One figure of the year beside that of the year before."""

    name: str
    label: str
    now: str
    before: str
    change: str
    note: str


@dataclass(frozen=True)
class PartnerLine:
    """The figures of one partnership; `cells` are the COLUMNS in words."""

    slug: str
    name: str
    state: str
    cells: tuple[str, ...]
    encounters_before: int


@dataclass(frozen=True)
class Overview:
    """Everything that the page and the papers show of a year."""

    year: int
    now: Figures
    before: Figures
    planned_next: int
    lines: tuple[Line, ...]
    kinds: tuple[tuple[str, str, int, int], ...]
    partners: tuple[PartnerLine, ...]
    gaps: tuple
    states: tuple[tuple[str, int], ...]
    suspended: tuple[str, ...]
    signed: tuple[str, ...]
    expiring: tuple[str, ...]
    climate: str
    hides_partners: bool


def value_of(figures, name):
    """A figure by its name: a number, a sum or a ratio; None when it is not known."""
    return figures.sums[name].value if name in figures.sums else getattr(figures, name)


def overview_of(material, *, seen=None):
    """The Overview of a Material; `seen` are the ids of partnerships that the reader may see (None: all)."""
    year = material.year
    now, before = figures_of(material.rows, year), figures_of(material.rows, year - 1)
    shown = [one for one in material.partners if seen is None or one.pk in seen]
    begun = [one for one in shown if one.has_begun]
    names = {one.pk: one.name for one in shown}
    return Overview(
        year=year,
        now=now,
        before=before,
        planned_next=figures_of(material.rows, year + 1).planned,
        lines=tuple(_line(name, now, before) for name in ORDER),
        kinds=_kinds(now, before),
        partners=_partners(material, shown),
        gaps=tuple(gaps_of(now)),
        states=tuple((wording.state(code), n) for code, n in Counter(one.state for one in begun).items()),
        suspended=tuple(one.name for one in begun if one.state == Partnership.State.SUSPENDED),
        signed=_papers(material, names, lambda paper: paper.signed_year == year),
        expiring=_papers(material, names, lambda paper: paper.valid_to and paper.valid_to.year == year),
        climate=climate_sentence(now, before),
        hides_partners=len(shown) < len(material.partners),
    )


def _line(name, now, before):
    values = value_of(now, name), value_of(before, name)
    return Line(
        name=name,
        label=str(wording.LABELS[name]),
        now=wording.amount(name, values[0]),
        before=wording.amount(name, values[1]),
        change=wording.change(name, *values),
        note=wording.coverage(now.sums[name]) if name in now.sums else "",
    )


def _kinds(now, before):
    codes = sorted({*now.by_kind, *before.by_kind}, key=wording.kind)
    return tuple(
        (code, wording.kind(code), now.by_kind.get(code, 0), before.by_kind.get(code, 0)) for code in codes
    )


def _partners(material, shown):
    """A line for every partnership that has begun, or of which something was held."""
    rows, found = by_partnership(material.rows), []
    for one in shown:
        mine = rows.get(one.pk, [])
        now, before = figures_of(mine, material.year), figures_of(mine, material.year - 1)
        if one.has_begun or now.encounters or before.encounters:
            cells = tuple(wording.amount(name, value_of(now, name)) for name in COLUMNS)
            found.append(PartnerLine(one.slug, one.name, wording.state(one.state), cells, before.encounters))
    return tuple(found)


def _papers(material, names, chosen):
    return tuple(
        f"{names[paper.partnership]}: {paper.title}"
        for paper in material.papers
        if paper.partnership in names and chosen(paper)
    )


def climate_sentence(now, before):
    """The text below "Auswirkungen auf den Klimaschutz", the last heading of a council paper."""
    emissions = now.sums["kg"]
    if not now.encounters:
        return _("Im Jahr %(year)d gab es keine Begegnung, also auch keine Reise.") % {"year": now.year}
    if emissions.value is None:
        return _(
            "Für die Reisen des Jahres %(year)d sind noch keine Emissionen erfasst. Das ist keine Null, "
            "sondern eine Lücke."
        ) % {"year": now.year}
    parts = [
        ngettext(
            "Die Reisen zu %(n)d Begegnung des Jahres %(year)d verursachten %(kg)s CO2e.",
            "Die Reisen zu %(n)d Begegnungen des Jahres %(year)d verursachten zusammen %(kg)s CO2e.",
            emissions.recorded,
        )
        % {"n": emissions.recorded, "year": now.year, "kg": wording.amount("kg", emissions.value)}
    ]
    parts.append(_("Gerechnet wurde mit: %(sets)s.") % {"sets": "; ".join(now.sets)})
    if emissions.missing:
        parts.append(wording.gap(next(gap for gap in gaps_of(now) if gap.name == "kg")))
    if online := now.encounters - emissions.asked:
        words = ngettext(
            "%(n)d Begegnung fand online statt.", "%(n)d Begegnungen fanden online statt.", online
        )
        parts.append(words % {"n": online})
    if (earlier := before.sums["kg"].value) is not None:
        parts.append(
            _("Im Jahr %(year)d waren es %(kg)s.")
            % {"year": before.year, "kg": wording.amount("kg", earlier)}
        )
    return " ".join(parts)


def changed_since(frozen, living):
    """The lines in which the figures of today differ from the frozen ones: [(label, then, today)]."""
    then, today = overview_of(frozen), overview_of(living)
    pairs = zip(then.lines, today.lines, strict=True)
    found = [(old.label, old.now, new.now) for old, new in pairs if old.now != new.now]
    cells = {one.slug: one.cells for one in then.partners}
    names = [one.name for one in today.partners if cells.get(one.slug, one.cells) != one.cells]
    if names and not found:
        found.append((_("Partnerschaften mit anderen Zahlen"), "", ", ".join(names)))
    return found
