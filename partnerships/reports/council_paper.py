"""The draft of the Unterrichtungsvorlage: fields of the form, figures, gaps, climate last (domain.md 1.3)."""

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.reports import wording
from partnerships.reports.overview import COLUMNS
from partnerships.reports.papers.blocks import Bullets, Heading, Paper, Paragraph, Table, paragraphs


def paper_of(report, overview, *, today):
    """The Paper of a YearlyReport with the Overview that its reader may see."""
    title = _("Jahresbericht %(year)d der internationalen Beziehungen") % {"year": overview.year}
    return Paper(
        title=title,
        line=_("Unterrichtungsvorlage") if report.is_final else _("Entwurf einer Unterrichtungsvorlage"),
        blocks=(
            _form(report, title, today),
            Heading(_("Unterrichtung")),
            *(paragraphs(report.introduction) or (Paragraph(_standard_introduction(overview)),)),
            Heading(_("Begründung")),
            *_figures(overview),
            *_partners(overview),
            *_papers(overview),
            *_gaps(overview),
            *_outlook(report, overview),
            Heading(_("Auswirkungen auf den Klimaschutz")),
            Paragraph(overview.climate),
        ),
        author=str(settings.CITY["authority"]),
    )


def _form(report, title, today):
    """The head of the form; number and path are filled in by the council office."""
    city = settings.CITY
    frozen = formats.date_format(report.finalised_at or today, "DATE_FORMAT")
    rows = (
        (_("Vorlage"), _("UV (Nummer vergibt das Ratsbüro)")),
        (_("Datum"), frozen),
        (_("Verfasser"), f"{_(city['office'])}, {_(city['authority'])}"),
        (_("Betreff"), title),
        (_("Gremienweg"), _("trägt das Ratsbüro ein")),
    )
    return Table(_("Angaben zur Vorlage"), (_("Feld"), _("Angabe")), rows)


def _standard_introduction(overview):
    return _(
        "Der Stadtrat nimmt den Bericht über die internationalen Beziehungen im Jahr %(year)d zur Kenntnis."
    ) % {"year": overview.year}


def _figures(overview):
    year = overview.year
    header = (_("Zahl"), str(year), str(year - 1), _("Veränderung"), _("Grundlage"))
    rows = tuple((one.label, one.now, one.before, one.change, one.note) for one in overview.lines)
    yield Heading(_("Zahlen im Überblick"), 2)
    yield Table(
        _("Zahlen des Jahres %(year)d und des Vorjahrs") % {"year": year}, header, rows, frozenset({1, 2, 3})
    )
    yield Paragraph(_how_it_is_counted())
    if overview.kinds:
        yield Table(
            _("Begegnungen nach Art"),
            (_("Art"), str(year), str(year - 1)),
            tuple((label, str(now), str(before)) for _code, label, now, before in overview.kinds),
            frozenset({1, 2}),
        )


def _how_it_is_counted():
    return _(
        "Eine Begegnung zählt in dem Jahr, in dem sie beginnt. Eine Begegnung mit mehreren Partnerstädten "
        "zählt im Gesamten einmal und bei jeder Partnerstadt einmal. Was nicht erfasst ist, steht als "
        "„keine Angabe“ da und nicht als Null."
    )


def _partners(overview):
    yield Heading(_("Nach Partnerschaften"), 2)
    columns = COLUMNS[:4] + COLUMNS[4:5] + COLUMNS[7:]
    cells = [COLUMNS.index(name) for name in columns]
    yield Table(
        _("Zahlen je Partnerschaft im Jahr %(year)d") % {"year": overview.year},
        (_("Partnerstadt"), *(str(wording.LABELS[name]) for name in columns)),
        tuple((one.name, *(one.cells[index] for index in cells)) for one in overview.partners),
        frozenset(range(1, len(columns) + 1)),
    )
    if overview.hides_partners:
        yield Paragraph(_("In den Zahlen sind auch Beziehungen enthalten, die hier nicht einzeln stehen."))
    states = ", ".join(f"{word}: {number}" for word, number in overview.states)
    if states:
        yield Paragraph(_("Stand der Partnerschaften: %(states)s.") % {"states": states})
    if overview.suspended:
        yield Paragraph(
            _("Die offiziellen Kontakte pausieren mit: %(names)s.") % {"names": ", ".join(overview.suspended)}
        )


def _papers(overview):
    if overview.signed or overview.expiring:
        yield Heading(_("Vereinbarungen"), 2)
    if overview.signed:
        yield Paragraph(_("Unterzeichnet im Jahr %(year)d:") % {"year": overview.year})
        yield Bullets(overview.signed)
    if overview.expiring:
        yield Paragraph(_("Ausgelaufen im Jahr %(year)d:") % {"year": overview.year})
        yield Bullets(overview.expiring)


def _gaps(overview):
    yield Heading(_("Was in den Daten fehlt"), 2)
    if overview.gaps:
        yield Bullets(tuple(wording.gap(one) for one in overview.gaps))
    else:
        yield Paragraph(_("Zu allen Begegnungen sind alle Angaben erfasst."))


def _outlook(report, overview):
    yield Heading(_("Ausblick"), 2)
    yield from paragraphs(report.outlook)
    number = overview.planned_next
    yield Paragraph(
        ngettext(
            "Für das Jahr %(year)d ist %(n)d Begegnung geplant.",
            "Für das Jahr %(year)d sind %(n)d Begegnungen geplant.",
            number,
        )
        % {"n": number, "year": overview.year + 1}
    )
