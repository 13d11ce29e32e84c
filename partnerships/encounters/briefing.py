"""The briefing pack of a delegation: everything its members need, in words, for page and paper alike."""

from dataclasses import asdict, dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from partnerships.encounters import cards, travel, zones
from partnerships.models import Encounter, Partnership, Task

LAST, MOST_TASKS = 5, 20


@dataclass(frozen=True)
class Table:
    """header and rows of words; widths: shares of the line, one for each column."""

    title: str
    header: tuple
    rows: tuple
    widths: tuple


@dataclass(frozen=True)
class Section:
    title: str
    paragraphs: tuple = ()
    items: tuple = ()
    tables: tuple = ()


def pack_of(delegation, user):
    """{title, subtitle, sections, …} of a delegation, with what `user` may see."""
    encounter = delegation.encounter
    journeys = travel.journeys_of(encounter)
    sections = [
        Section(_("Zweck der Reise"), _paragraphs(delegation.purpose)),
        _town(encounter, user),
        _earlier(encounter, user),
        _open_tasks(encounter, user),
        Section(_("Gesprächspunkte"), items=lines_of(delegation.talking_points)),
        _programme(delegation),
        _members(delegation),
        _gifts(delegation),
        _ways(encounter, journeys),
    ]
    return {
        "title": _("Mappe: %s") % encounter.title,
        "subtitle": f"{cards.days_of(encounter)}, {encounter.place or cards.towns_of(encounter)}",
        "author": str(settings.CITY["authority"]),
        "footer": _("Nur für die Mitglieder der Delegation. Stand: %s") % date_format(timezone.localdate()),
        "language": (get_language() or "de")[:2],
        "sections": [one if _has_words(one) else _empty(one) for one in sections],
    }


def as_data(pack):
    """The same as plain lists and dicts, for the paper."""
    return pack | {"sections": [asdict(section) for section in pack["sections"]]}


def _has_words(section):
    return bool(section.paragraphs or section.items or section.tables)


def _empty(section):
    return Section(section.title, (_("Noch nichts eingetragen."),))


def lines_of(text):
    return tuple(line.strip().lstrip("-• ").strip() for line in text.splitlines() if line.strip())


def _paragraphs(text):
    return tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip())


def _town(encounter, user):
    """The profile of each partner town in the language of the page."""
    keys = [one.pk for one in encounter.partnerships.all()]
    shown = Partnership.objects.visible_to(user).filter(pk__in=keys)
    language = get_language() or "de"
    rows = shown.with_summary(language).order_by("city__name")
    paragraphs = []
    for one in rows:
        since = date_format(one.signed_on.first_day) if one.signed_on and one.signed_on.day else one.signed_on
        head = f"{one.city.name}, {one.city.country.name}: {one.legal_form_word}, {one.state_word}"
        paragraphs.append(f"{head}, {_('seit %s') % since}." if since else f"{head}.")
        text = (one.text or {}).get("profile", "")
        paragraphs += _paragraphs((one.text or {}).get("teaser", "")) + _paragraphs(_plain(text))[:4]
    return Section(_("Die Partnerstadt"), tuple(paragraphs))


def _plain(markdown):
    """Without the signs of Markdown; headings fall away."""
    kept = [line for line in markdown.splitlines() if not line.lstrip().startswith("#")]
    return "\n".join(kept).replace("**", "").replace("*", "")


def _earlier(encounter, user):
    """The last five encounters with these towns that took place."""
    keys = [one.pk for one in encounter.partnerships.all()]
    with_them = Encounter.partnerships.through.objects.filter(partnership__in=keys).values("encounter")
    found = Encounter.objects.visible_to(user).held().filter(pk__in=with_them).exclude(pk=encounter.pk)
    rows = tuple(
        (
            cards.days_of(one),
            one.title,
            one.get_kind_display(),
            _number(one.participants),
            _short(one.outcome),
        )
        for one in found.order_by("-ends_on", "-pk")[:LAST]
    )
    header = (_("Wann"), _("Anlass"), _("Art"), _("Personen"), _("Ergebnis"))
    return Section(_("Die letzten Begegnungen"), tables=_table(header, rows, (3, 4, 3, 2, 5)))


def _number(value):
    return "–" if value is None else str(value)


def _short(text):
    words = " ".join(text.split())
    return words if len(words) <= 160 else words[:157].rsplit(" ", 1)[0] + " …"


def _table(header, rows, widths, title=""):
    return (Table(title, header, rows, widths),) if rows else ()


def _open_tasks(encounter, user):
    keys = [one.pk for one in encounter.partnerships.all()]
    found = Task.objects.visible_to(user).open().filter(partnership__in=keys).select_related("owner")
    rows = tuple(
        (date_format(task.due_on), task.title, str(task.owner) if task.owner else _("alle"))
        for task in found.order_by("due_on", "pk")[:MOST_TASKS]
    )
    return Section(
        _("Offene Aufgaben"),
        tables=_table((_("Fällig"), pgettext("task", "Aufgabe"), _("Wer")), rows, (2, 6, 3)),
    )


def programme_by_day(delegation):
    """[(day, [{time, title, place, host, points, interpreter}])] in the time of the place."""
    zone, days = ZoneInfo(zones.zone_of(delegation.encounter)), {}
    for item in sorted(delegation.programme.all(), key=lambda one: (one.starts_at, one.pk)):
        start = item.starts_at.astimezone(zone)
        time = f"{start:%H:%M}"
        if item.ends_at:
            time += f"–{item.ends_at.astimezone(zone):%H:%M}"
        days.setdefault(start.date(), []).append({"time": time, "item": item})
    return sorted(days.items())


def _programme(delegation):
    header = (_("Zeit"), _("Was"), _("Wo und mit wem"), _("Gesprächspunkte"))
    tables = []
    for day, entries in programme_by_day(delegation):
        rows = tuple(
            (one["time"], one["item"].title, _where(one["item"]), _short(one["item"].talking_points))
            for one in entries
        )
        tables += _table(header, rows, (2, 4, 4, 4), title=date_format(day, "l, j. F Y"))
    words = (_("Alle Zeiten: Ortszeit (%s).") % zones.zone_of(delegation.encounter),) if tables else ()
    return Section(_("Programm"), words, tables=tuple(tables))


def _where(item):
    parts = [item.place, item.host, _("mit Dolmetschen") if item.needs_interpreter else ""]
    return ", ".join(part for part in parts if part)


def _members(delegation):
    rows = tuple(
        (one.get_seat_display(), one.name or _("noch offen"), str(one.organisation or ""))
        for one in sorted(
            delegation.members.select_related("organisation"), key=lambda one: (order_of(one), one.pk)
        )
    )
    return Section(_("Wer reist"), tables=_table((_("Rolle"), _("Name"), _("für")), rows, (4, 4, 4)))


def order_of(member):
    seats = [value for value, _label in member.Seat.choices]
    return seats.index(member.seat)


def _gifts(delegation):
    rows = tuple(
        (
            one.what,
            one.get_way_display(),
            cards.euros(one.value),
            date_format(one.declared_on) if one.declared_on else _("noch nicht"),
        )
        for one in sorted(delegation.gifts.all(), key=lambda one: one.pk)
    )
    header = (_("Gastgeschenk"), _("Überreicht oder erhalten"), _("Wert"), _("Angezeigt am"))
    return Section(_("Gastgeschenke"), tables=_table(header, rows, (5, 3, 2, 3)))


def _ways(encounter, journeys):
    """The ways compared, lightest first, and the sentence about the chosen one."""
    rows = tuple(
        (
            one.title + (_(" (gewählt)") if one.is_chosen else ""),
            str(one.persons),
            number_format(travel.whole(one.kg), 0, force_grouping=True) + " kg",
            number_format(travel.whole(one.per_person), 0, force_grouping=True) + " kg",
            ", ".join(one.sets),
        )
        for one in journeys
        if one.legs
    )
    header = (_("Reiseweg"), _("Personen"), _("CO2e"), _("je Person"), _("Faktoren"))
    words = travel.sentence(journeys, cards.towns_of(encounter))
    return Section(
        _("Reise und Klima"), (words,) if words else (), tables=_table(header, rows, (4, 2, 2, 2, 5))
    )
