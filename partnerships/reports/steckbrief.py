"""The profile of a partnership on two pages ("Steckbrief"), in the language of the reader (US-02).

The public one holds what everybody may read; the internal one adds what staff need for a conversation.
Neither holds a score. What does not fit is cut, and the paper says so.
"""

from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.people import AnonymousPerson
from core.texts import plain_text, render_markdown, teaser
from partnerships import cards, profile
from partnerships.models import Agreement, Encounter
from partnerships.reports.loading import COMING
from partnerships.reports.papers.typesetting import typeset

TEMPLATE = "steckbrief.typ"
MOST_PAGES = 2
# How much is shown at first; each further try shows less, until two pages are enough
LENGTHS = ((1500, 8), (1000, 6), (600, 5), (300, 4), (150, 3))


@dataclass(frozen=True)
class Section:
    """A heading with paragraphs, facts, items; `total` items there are, the first ones are shown."""

    title: str
    paragraphs: tuple = ()
    facts: tuple = ()
    items: tuple = ()
    cut: str = ""


def said(text, *, language="", direction="ltr", **more):
    return {"text": str(text), "language": language, "direction": direction, **more}


def item(text, note="", **more):
    return said(text, note=note, **more)


def reader_of(partnership, user):
    """Who reads the public paper: everybody; of a partnership that is not public, who asks for it."""
    return AnonymousPerson() if partnership.is_public else user


def steckbrief(partnership, user, today, *, internal=(), is_internal=False):
    """The bytes of the PDF; `internal` are the Sections of the staff's version."""
    sections = _public_sections(partnership, reader_of(partnership, user), today)
    for length, number in LENGTHS:
        shown = [_shortened(one, length, number) for one in (*sections[:2], *internal, *sections[2:])]
        data, pages = typeset(TEMPLATE, _content(partnership, shown, is_internal=is_internal, today=today))
        if pages <= MOST_PAGES:
            break
    return data


def _shortened(section, length, number):
    """At most `length` characters and `number` items, and a sentence that says what is left out."""
    kept, left = [], length
    for one in section.paragraphs:
        if left > 0:
            kept.append(one | {"text": teaser(one["text"], left)})
            left -= len(one["text"])
    is_cut = left < 0 or len(section.items) > number or len(kept) < len(section.paragraphs)
    note = _("Gekürzt. Alles Weitere steht auf der Seite der Partnerschaft im Portal.") if is_cut else ""
    items = tuple(one | {"text": teaser(one["text"], 300)} for one in section.items[:number])
    return replace(section, paragraphs=tuple(kept), items=items, cut=note)


def _content(partnership, sections, *, is_internal, today):
    text, city = partnership.text or {"teaser": "", "language": ""}, settings.CITY
    language = (get_language() or "de")[:2]
    return {
        "title": _("Steckbrief: %(city)s") % {"city": partnership.city.name},
        "author": str(_(city["authority"])),
        "language": language,
        "preline": cards.preline_of(partnership),
        "mark": _("Interne Fassung. Nur für die Verwaltung.") if is_internal else "",
        "teaser": said(text["teaser"], language="" if text["language"] == language else text["language"]),
        "sections": sections,
        "footer": _("%(authority)s, %(office)s. Stand: %(day)s") % {
            "authority": _(city["authority"]),
            "office": _(city["office"]),
            "day": formats.date_format(today, "DATE_FORMAT"),
        },
    }  # fmt: skip


def _public_sections(partnership, reader, today):
    events = [event for event in partnership.events.visible_to(reader) if event.is_checked]
    return [
        Section(_("Auf einen Blick"), facts=_facts(partnership, events, today)),
        *_profile_text(partnership),
        *_history(events),
        *_agreements(partnership, reader),
        *_people(partnership, reader),
        *_dates(partnership, reader, today),
        Section(_("Kontakt"), paragraphs=(said(_contact(partnership)),)),
    ]


def _facts(partnership, events, today):
    rows = [
        said(
            fact.value,
            language=fact.language,
            direction=fact.direction or "ltr",
            label=fact.label,
            source=", ".join(filter(None, (fact.source, fact.as_of and _("Stand: %s") % fact.as_of))),
        )
        for fact in profile.facts_of(partnership, events, today)
    ]
    named = (
        (_("Stand"), partnership.state_word),
        (_("Themen"), ", ".join(profile.topic_words(partnership))),
        (_("Felder der Zusammenarbeit"), ", ".join(partnership.field_names)),
    )
    return (*rows, *(said(value, label=label, source="") for label, value in named if value))


def _profile_text(partnership):
    text = partnership.text
    if not text or not text["profile"]:
        return
    foreign = "" if text["language"] == (get_language() or "de")[:2] else text["language"]
    parts = [plain_text(render_markdown(part)) for part in text["profile"].split("\n\n")]
    yield Section(_("Überblick"), paragraphs=tuple(said(part, language=foreign) for part in parts if part))


def _history(events):
    rows = sorted(events, key=lambda event: (event.happened_on, event.pk))
    if rows:
        yield Section(_("Geschichte"), items=tuple(_event(event) for event in rows))


def _event(event):
    words = f"{event.happened_on.display()}: {event.get_kind_display()}"
    return item(f"{words}. {event.note}" if event.note else words, event.source_title)


def _agreements(partnership, reader):
    found = Agreement.objects.visible_to(reader).filter(partnership=partnership).order_by("-signed_on", "pk")
    rows = [
        item(
            one.title,
            ", ".join(filter(None, (one.get_kind_display(), one.signed_on and one.signed_on.display()))),
        )
        for one in found[:20]
    ]
    if rows:
        yield Section(_("Vereinbarungen"), items=tuple(rows))


def _people(partnership, reader):
    organisations = partnership.associations.visible_to(reader).order_by("name")[:20]
    rows = [item(one.name, one.website) for one in organisations]
    links = partnership.links.visible_to(reader).filter(is_checked=True).exclude(kind="page")
    rows += [item(one.title, one.url, language=one.language) for one in links.order_by("kind", "title")[:20]]
    if rows:
        yield Section(_("Vereine und Schulen"), items=tuple(rows))


def _dates(partnership, reader, today):
    seen = Encounter.objects.visible_to(reader).filter(partnerships=partnership)
    coming = seen.filter(state__in=COMING, ends_on__gte=today).order_by("starts_on", "pk")[:5]
    past = seen.held().order_by("-ends_on", "-pk")[:5]
    for title, rows in ((_("Nächste Termine"), coming), (_("Letzte Begegnungen"), past)):
        found = tuple(item(f"{period(one)}: {one.title}", one.get_kind_display()) for one in rows)
        if found:
            yield Section(title, items=found)


def period(encounter):
    """ "3. Mai 2026" or "3. Mai 2026 bis 7. Mai 2026"."""
    first, last = (
        formats.date_format(day, "DATE_FORMAT") for day in (encounter.starts_on, encounter.ends_on)
    )
    return first if first == last else _("%(first)s bis %(last)s") % {"first": first, "last": last}


def _contact(partnership):
    city = settings.CITY
    parts = (
        _(city["authority"]),
        _(city["office"]),
        city["address"],
        partnership.contact_email or city["email"],
        city["phone"],
        f"{settings.SITE_URL}{partnership.get_absolute_url()}",
    )
    return ", ".join(str(part) for part in parts if part)
