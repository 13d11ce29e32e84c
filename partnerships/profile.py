"""What the page of one partnership says in rows: facts with their sources, funding, history."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.partial_dates import PartialDate
from core.publicness import Publicness
from core.statuses import badge
from partnerships.anniversaries import next_anniversary
from partnerships.models import PartnershipEvent
from partnerships.models.partnership import SOURCE_LANGUAGE
from places import programmes
from places.distance import great_circle_km
from places.models import CountryFact, Eligibility

Value = CountryFact.Value
COUNTED_DAYS = 366


@dataclass(frozen=True)
class Fact:
    """A row of facts: what, how much, as of when, according to whom."""

    label: str
    value: str
    source: str = ""
    as_of: str = ""
    url: str = ""
    licence: str = ""
    language: str = ""
    direction: str = ""


def signing_of(events):
    """The first checked signing in a list of events, or None."""
    signings = [event for event in events if event.kind == PartnershipEvent.Kind.SIGNING and event.is_checked]
    return min(signings, key=lambda event: event.happened_on, default=None)


def facts_of(partnership, events, today):
    rows = [
        _own_name(partnership.city),
        Fact(_("Land"), partnership.city.country.name),
        Fact(_("Art"), partnership.get_legal_form_display()),
        _since(partnership, signing_of(events)),
        _population(partnership.population),
        _distance(partnership.city),
        _anniversary(partnership.signed_on, today),
    ]
    return [row for row in rows if row]


def _own_name(city):
    if not city.has_own_script:
        return None
    return Fact(_("Eigener Name"), city.name_local, language=city.language, direction=city.direction)


def _since(partnership, signing):
    if signing is None and not partnership.has_begun:
        return None
    if signing is None:
        return Fact(_("Partnerschaft seit"), _("Das Datum ist noch nicht geprüft."))
    return Fact(
        _("Partnerschaft seit"),
        signing.happened_on.display(),
        source=signing.source_title,
        url=signing.source_url,
        licence=signing.source_licence,
    )


def _population(figure):
    if not figure:
        return None
    number = formats.number_format(figure["value"], use_l10n=True, force_grouping=True)
    if figure["is_rounded"]:
        number = _("rund %(number)s") % {"number": number}
    if figure["as_of"]:
        as_of = PartialDate.parse(figure["as_of"]).display()
    else:
        retrieved = formats.date_format(date.fromisoformat(figure["retrieved_on"]), "DATE_FORMAT")
        as_of = _("ohne Angabe, abgerufen am %(day)s") % {"day": retrieved}
    return Fact(
        _("Einwohnerinnen und Einwohner"),
        number,
        source=figure["source_title"],
        as_of=as_of,
        url=figure["source_url"],
        licence=figure["source_licence"],
    )


def distance_from_home(city):
    """Whole kilometres from the city that runs the portal."""
    home = settings.CITY
    return round(great_circle_km(home["lat"], home["lon"], city.lat, city.lon))


def _distance(city):
    number = formats.number_format(distance_from_home(city), use_l10n=True, force_grouping=True)
    return Fact(
        _("Entfernung"),
        _("%(number)s km Luftlinie") % {"number": number},
        source=_("berechnet aus den Koordinaten"),
    )


def _anniversary(signed_on, today):
    coming = next_anniversary(signed_on, today)
    if coming is None:
        return None
    words = _("%(date)s: %(years)s Jahre") % {"date": coming.on.display(), "years": coming.years}
    if coming.days_left is not None and coming.days_left <= COUNTED_DAYS:
        left = ngettext("noch %(days)d Tag", "noch %(days)d Tage", coming.days_left) % {
            "days": coming.days_left
        }
        words = f"{words} ({left if coming.days_left else _('heute')})"
    return Fact(_("Nächstes Jubiläum"), words)


@dataclass(frozen=True)
class FundingLine:
    """Whether towns of a country may take part in a strand of a programme, in words."""

    title: str
    sentence: str
    reason: str
    source: str
    as_of: str


def funding_of(country, today):
    """The two strands of CERV that pay for encounters of towns; one line when the answer is the same."""
    twinning, networks = (
        country.eligible_for(programmes.CERV, strand, today)
        for strand in (programmes.TOWN_TWINNING, programmes.NETWORK_OF_TOWNS)
    )
    if twinning == networks:
        return [_funding_line(_("CERV: Bürgerbegegnungen und Netzwerke von Städten"), twinning)]
    return [
        _funding_line(_("CERV: Bürgerbegegnungen"), twinning),
        _funding_line(_("CERV: Netzwerke von Städten"), networks),
    ]


def _funding_line(title, found):
    sentences = {
        Eligibility.YES: _("Ja, Städte aus diesem Land können teilnehmen."),
        Eligibility.NO: _("Nein, Städte aus diesem Land zählen nicht als Teilnehmer."),
        Eligibility.UNKNOWN: _("Das ist noch nicht geprüft. Fragen Sie uns."),
    }
    reasons = {
        Value.EU_STATE: _("Das Land gehört zur Europäischen Union."),
        Value.ASSOCIATED: _("Das Land ist mit dem Programm CERV assoziiert."),
        Value.NOT_LISTED: _("Das Land steht in keiner Liste der teilnehmenden Länder."),
    }
    fact = found.fact
    if fact is None:
        return FundingLine(title, sentences[found.answer], "", "", "")
    as_of = formats.date_format(fact.retrieved_on, "DATE_FORMAT") if fact.retrieved_on else ""
    return FundingLine(title, sentences[found.answer], reasons[fact.value], fact.source_title, as_of)


def timeline_of(events):
    """Events in the order of time, as the timeline component takes them."""
    return [
        {
            "date": event.happened_on.display(),
            "title": event.get_kind_display(),
            "text": event.note,
            "language": "" if event.own_note else SOURCE_LANGUAGE,
            "source": _("Quelle: %(title)s") % {"title": event.source_title},
            "badge": None if event.is_checked else badge("missing", _("noch nicht geprüft")),
        }
        for event in sorted(events, key=lambda event: (event.happened_on, event.pk))
    ]


def is_stale(text, source_version):
    """Whether the shown text is a translation that the German one has left behind."""
    return (
        bool(text)
        and text["language"] != SOURCE_LANGUAGE
        and (text["translated_from"] or 0) < (source_version or 0)
    )


def notice_of(partnership):
    """The neutral sentence about a pause or an end, or that journeys rest; nothing if all is as usual."""
    State = partnership.State
    if partnership.state in (State.SUSPENDED, State.ENDED) and partnership.wording:
        name = f"text_{(get_language() or 'de')[:2]}"
        return partnership.wording.get(name) or partnership.wording["text_de"] or ""
    if partnership.travel_is_suspended:
        return _("Reisen ruhen zurzeit. Begegnungen finden online statt.")
    return ""


def topic_words(partnership):
    name = f"name_{(get_language() or 'de')[:2]}"
    return [topic.get(name) or topic["name_de"] for topic in partnership.topic_names]


def files_of(documents):
    return [
        {
            "title": document.title,
            "url": document.get_absolute_url(),
            "kind": document.filename.rpartition(".")[2].upper(),
            "size": document.size,
            "date": formats.date_format(document.uploaded_at, "DATE_FORMAT"),
            "language": document.language,
            "badge": _badge_of(document),
        }
        for document in documents
    ]


def _badge_of(document):
    if document.publicness != Publicness.PUBLIC:
        return badge("draft", document.get_publicness_display())
    return badge("draft", _("Beispiel")) if document.is_example else None
